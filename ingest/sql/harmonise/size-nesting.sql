-- A target class that several classes of the source touch. Classes that lie inside it make its low end, all that touch it its high end;
-- where the two sets are the same the sum is exact, unless units without a class could lie in it. Bounds from touching classes need a measure that cannot be negative.
insert into {fact}
with member as (
    select {keys}, n.target_class,
        count(*) filter (not n.unclassified) as parts,
        count(*) filter (f.value is null and f.value_low is null) as unknown,
        bool_or(f.value is null and f.value_low is not null) as bounded,
        bool_or(n.in_high and f.value is null and f.value_low is not null and f.value_high is null) as open,
        bool_or(w.target_class is not null) as narrowed,
        sum(f.value) filter (n.unclassified) as unclassified,
        sum(f.value) filter (n.in_high) as value,
        sum(case when n.in_low then coalesce(f.value_low, f.value) else w.{dataflow}_low end) as low,
        sum(coalesce(w.{dataflow}_high, f.value_high, f.value)) filter (n.in_high) as high,
        max(f.interval_kind) as rounded,
        bit_or(f.obs_statuses) as obs_statuses
    from {incoming} f
    join size_nesting n on n.source_class = f.size_class
    left join narrowed w on w.{dataflow}_row = f.rowid and w.target_class = n.target_class
    where f.own_scheme
    group by {keys}, n.target_class
),
judged as (
    select m.*, case when m.narrowed then t.narrowed_rule else t.rule end as rule,
        t.exact and coalesce(m.unclassified, 0) = 0 and not m.bounded as whole,
        -- An interval of one point is that point, as where the band that crosses the limit has no unit at all.
        whole or not m.open and m.rounded is null and i.non_negative and coalesce(m.low, 0) = coalesce(m.high, 0) as nests,
        case when t.exact and not m.bounded then getvariable('INTERVAL_KIND.UNCLASSIFIED') else getvariable('INTERVAL_KIND.NESTING') end as interval_kind,
        case
            when not (i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), 'size')) then getvariable('REASON.NOT_ADDITIVE')
            when m.unknown > 0 and obs_statuses & getvariable('bit.Q') <> 0 then getvariable('REASON.SUPPRESSED_PART')
            when m.unknown > 0 or (m.parts < t.parts and not getvariable('absent_is_zero')) then getvariable('REASON.MISSING_PART')
            when not nests and not i.non_negative then getvariable('REASON.MAY_BE_NEGATIVE')
        end as refusal,
        case when m.bounded then getvariable('REASON.STAFF_AND_COUNTS') when t.exact then getvariable('REASON.UNCLASSIFIED') else getvariable('REASON.STRADDLES') end as bounded_reason
    from member m
    join size_target t using (target_class)
    join dim_indicator i on i.indicator_id = m.indicator
    where m.parts > 0
)
select {nested_keys},
    case when refusal is null and nests then coalesce(case when whole then value else low end, 0) end,
    case when refusal is null and (not nests or rounded is not null) then coalesce(low, 0) end,
    case when refusal is null and (not nests or rounded is not null) and not open then coalesce(high, 0) end,
    case when refusal is null then case when not nests then interval_kind else rounded end end,
    null,
    first_status(statuses), statuses, case when statuses & getvariable('bit.Q') <> 0 then getvariable('CONF_STATUS.C') else getvariable('CONF_STATUS.F') end,
    case when refusal is not null then getvariable('METHOD.refused') when nests then getvariable('METHOD.aggregated') else getvariable('METHOD.bounded') end,
    coalesce(refusal, case when not nests then bounded_reason end),
    false, rule,
    getvariable('submission'), null, null, null, null, null
from (
    select *, case
        when refusal = getvariable('REASON.SUPPRESSED_PART') then getvariable('bit.Q')
        when refusal is not null then getvariable('bit.O')
        else carried_statuses(obs_statuses) end as statuses
    from judged
);
