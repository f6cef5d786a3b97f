-- A partition that the source lists whole without printing its total: the total is the exact sum of its parts.
-- Where a part is suppressed or missing there is no total, and it says so. {column} is the component that is summed over.
-- {incoming} holds the figures on their way to one of the two fact tables; part_of_total lists the parts that the file holds.
insert into {incoming}
with parts as (
    select f.*
    from {incoming} f
    join part_of_total p on p.part = f.{column}
    join dim_indicator i on i.indicator_id = f.indicator and (i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), getvariable('dimension')))
    where f.own_scheme
),
expected as (select time_period, count(distinct {column}) as parts from parts group by time_period),
total as (
    select {keys},
        count(*) as parts,
        count(value) = count(*) as known,
        sum(value) as value, sum(coalesce(value_low, value)) as low, sum(coalesce(value_high, value)) as high, bit_or(interval_kinds) as interval_kinds,
        bit_or(obs_statuses) as obs_statuses
    from parts
    group by {keys}
)
select {total_keys},
    case when t.known and complete then t.value end,
    case when t.known and complete and t.interval_kinds is not null then t.low end, case when t.known and complete and t.interval_kinds is not null then t.high end,
    case when t.known and complete then t.interval_kinds end, null,
    first_status(statuses), statuses, case when statuses & getvariable('bit.Q') <> 0 then getvariable('CONF_STATUS.C') else getvariable('CONF_STATUS.F') end,
    case when t.known and complete then getvariable('METHOD.aggregated') else getvariable('METHOD.refused') end,
    case when not complete then getvariable('REASON.MISSING_PART') when not t.known then case when t.obs_statuses & getvariable('bit.Q') <> 0 then getvariable('REASON.SUPPRESSED_PART') else getvariable('REASON.MISSING_PART') end end,
    true, getvariable('rule'),
    getvariable('submission'), null, null, null, null, null
from (
    select t.*, (getvariable('absent_is_zero') or t.parts = e.parts) as complete,
        case when t.known and (getvariable('absent_is_zero') or t.parts = e.parts) then own_statuses(t.obs_statuses, {total_area}, t.time_period)
            when t.obs_statuses & getvariable('bit.Q') <> 0 then getvariable('bit.Q') else getvariable('bit.O') end as statuses
    from total t join expected e using (time_period)
) t
where not exists (
    select 1 from {incoming} printed
    where printed.{column} = getvariable('total') and {same_keys}
);
