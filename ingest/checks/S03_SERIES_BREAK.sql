-- Most series of a count move one way in one year, and by much, with no break declared. The series are the margins as in S01; money is left out: prices move it.
with top as (select (select activity_id from dim_activity where code = '_T') as activity),
country as (select area_id from dim_area where level = 'country'),
margin as (
    select exists (select 1 from observation where activity = (select activity from top)) or exists (select 1 from observation where ref_area in (select area_id from country)) as printed
),
sent as (select time_period from observation where time_period is not null group by time_period),
year as (select period_id, start_date, code from dim_period where freq = 'A'),
kind as (select indicator_id, code from dim_indicator where unit_kind in ('ENT', 'PS') and flow_or_stock <> 'ratio'),
published as (
    select ref_area, indicator, size_class, activity, sex, time_period, value
    from fact_enterprise_count
    where dataset = getvariable('dataset') and submission <> getvariable('submission') and closed_by is null and own_scheme and method = getvariable('METHOD.reported') and value > 0
    union all
    select ref_area, indicator, size_class, activity, sex, time_period, value
    from fact_performance
    where dataset = getvariable('dataset') and submission <> getvariable('submission') and closed_by is null and own_scheme and method = getvariable('METHOD.reported') and value > 0
),
point as materialized (
    select ref_area, indicator, size_class, activity, sex, time_period, value, true as sent, obs_statuses & getvariable('bit.B') <> 0 as broken, part, source_row
    from observation
    where value > 0 and (activity = (select activity from top) or ref_area in (select area_id from country) or not (select printed from margin))
        and indicator in (select indicator_id from kind) and time_period in (select period_id from year)
    union all
    select ref_area, indicator, size_class, activity, sex, time_period, value, false, false, null, null
    from published
    where (activity = (select activity from top) or ref_area in (select area_id from country) or not (select printed from margin))
        and indicator in (select indicator_id from kind)
        and time_period in (select period_id from year where period_id not in (select time_period from sent))
),
pair as (
    select y.period_id as time_period, p.period_id as before, y.code as period, p.code as earlier
    from year y join year p on p.start_date = y.start_date - interval 1 year
),
moved as (
    select n.indicator, n.time_period, p.period, p.earlier, count(*) as series, min(n.part) as part, min(n.source_row) as source_row,
        greatest(count(*) filter (n.value > o.value), count(*) filter (n.value < o.value)) * 100 / count(*) as same_way,
        (median(list_avg([n.value]) / list_avg([o.value])) - 1) * 100 as middle, bool_or(n.broken) as explained
    from point n
    join pair p on p.time_period = n.time_period
    join point o on o.time_period = p.before and o.ref_area = n.ref_area and o.indicator = n.indicator and o.size_class = n.size_class and o.activity = n.activity and o.sex = n.sex
    where n.sent
    group by n.indicator, n.time_period, p.period, p.earlier
    having series >= getvariable('threshold.S03.series') and not explained
        and same_way > getvariable('threshold.S03.same_way') and abs(middle) > getvariable('threshold.S03')
)
select m.part, m.source_row, null::usmallint as source_col, m.period as value, m.series as places, k.code as indicator, m.period, m.earlier as earlier_period, m.series,
    round(m.same_way) as same_way, printf('%+.1f', m.middle) as percent
from moved m
join kind k on k.indicator_id = m.indicator
order by 1, 2, k.code;
