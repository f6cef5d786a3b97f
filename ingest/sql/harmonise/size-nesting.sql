-- A target class that several classes of the source touch. Classes that lie inside it make its low end, all that touch it its high end;
-- where the two sets are the same the sum is exact, unless units without a class could lie in it. Bounds from touching classes need a measure that cannot be negative.
insert into {fact}
with member as (
    select {keys}, n.target_class,
        count(*) filter (not n.unclassified) as parts,
        count(*) - count(f.value) as unknown,
        sum(f.value) filter (n.unclassified) as unclassified,
        sum(f.value) filter (n.in_high) as value,
        sum(coalesce(f.value_low, f.value)) filter (n.in_low) as low,
        sum(coalesce(f.value_high, f.value)) filter (n.in_high) as high,
        max(f.interval_kind) as rounded,
        bit_or(f.obs_statuses) as obs_statuses
    from {incoming} f
    join size_nesting n on n.source_class = f.size_class
    where f.own_scheme
    group by {keys}, n.target_class
),
judged as (
    select m.*, t.rule,
        t.exact and coalesce(m.unclassified, 0) = 0 as nests,
        case when t.exact then getvariable('INTERVAL_KIND.UNCLASSIFIED') else getvariable('INTERVAL_KIND.NESTING') end as interval_kind,
        case
            when not (i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), 'size')) then getvariable('REASON.NOT_ADDITIVE')
            when m.unknown > 0 and obs_statuses & getvariable('bit.Q') <> 0 then getvariable('REASON.SUPPRESSED_PART')
            when m.unknown > 0 or (m.parts < t.parts and not getvariable('absent_is_zero')) then getvariable('REASON.MISSING_PART')
            when not nests and not i.non_negative then getvariable('REASON.MAY_BE_NEGATIVE')
        end as refusal
    from member m
    join size_target t using (target_class)
    join dim_indicator i on i.indicator_id = m.indicator
    where m.parts > 0
)
select {nested_keys},
    case when refusal is null and nests then coalesce(value, 0) end,
    case when refusal is null and (not nests or rounded is not null) then coalesce(low, 0) end,
    case when refusal is null and (not nests or rounded is not null) then coalesce(high, 0) end,
    case when refusal is null then case when not nests then interval_kind else rounded end end,
    null,
    first_status(statuses), statuses, case when statuses & getvariable('bit.Q') <> 0 then getvariable('CONF_STATUS.C') else getvariable('CONF_STATUS.F') end,
    case when refusal is not null then getvariable('METHOD.refused') when nests then getvariable('METHOD.aggregated') else getvariable('METHOD.bounded') end,
    coalesce(refusal, case when not nests then case interval_kind when getvariable('INTERVAL_KIND.NESTING') then getvariable('REASON.STRADDLES') else getvariable('REASON.UNCLASSIFIED') end end),
    false, rule,
    getvariable('submission'), null, null, null, null, null
from (
    select *, case
        when refusal = getvariable('REASON.SUPPRESSED_PART') then getvariable('bit.Q')
        when refusal is not null then getvariable('bit.O')
        else carried_statuses(obs_statuses) end as statuses
    from judged
);
