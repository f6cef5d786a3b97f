-- A count changes more from one year to the next than such counts do: a national total by more than a tenth, a class by more than its size makes usual, or any figure
-- by far more than it ever changes itself. Looked at are the margins, national or over all activities, and all cells where a file has no margins.
-- Years that the file does not hold come from what is published. A declared break (status B) explains a change.
with top as (
    select (select activity_id from dim_activity where code = '_T') as activity, getvariable('total_class')::usmallint as size_class
),
country as (select area_id from dim_area where level = 'country'),
margin as (
    select exists (select 1 from observation where activity = (select activity from top)) or exists (select 1 from observation where ref_area in (select area_id from country)) as printed
),
sent as (select time_period from observation where time_period is not null group by time_period),
year as (select period_id, start_date, code from dim_period where freq = 'A'),
kind as (select indicator_id, code, unit_kind in ('ENT', 'PS') as counted from dim_indicator where unit_kind in ('ENT', 'PS', 'MONEY') and flow_or_stock <> 'ratio'),
published as (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value
    from fact_enterprise_count
    where dataset = getvariable('dataset') and submission <> getvariable('submission') and closed_by is null and own_scheme and method = getvariable('METHOD.reported') and value > 0
    union all
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value
    from fact_performance
    where dataset = getvariable('dataset') and submission <> getvariable('submission') and closed_by is null and own_scheme and method = getvariable('METHOD.reported') and value > 0
),
point as materialized (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, true as sent,
        obs_statuses & getvariable('bit.B') <> 0 as broken, part, source_row, source_col
    from observation
    where value > 0 and (activity = (select activity from top) or ref_area in (select area_id from country) or not (select printed from margin))
        and indicator in (select indicator_id from kind) and time_period in (select period_id from year)
    union all
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, false, false, null, null, null
    from published
    where (activity = (select activity from top) or ref_area in (select area_id from country) or not (select printed from margin))
        and indicator in (select indicator_id from kind)
        and time_period in (select period_id from year where period_id not in (select time_period from sent))
),
pair as (
    select y.period_id as time_period, p.period_id as before, y.code as period, p.code as earlier
    from year y join year p on p.start_date = y.start_date - interval 1 year
),
change as materialized (
    select n.*, p.period, p.earlier, list_avg([n.value]) as x, list_avg([o.value]) as y, ln(list_avg([n.value]) / list_avg([o.value])) as logs
    from point n
    join pair p on p.time_period = n.time_period
    join point o on o.time_period = p.before and o.ref_area = n.ref_area and o.indicator = n.indicator and o.size_class = n.size_class and o.activity = n.activity
        and o.sex = n.sex and o.unit_measure = n.unit_measure and o.price_base = n.price_base
),
own as (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, median(logs) as middle, mad(logs) as deviation
    from change
    group by all
    having count(*) + 1 >= getvariable('threshold.S01.mad_points')
),
jump as (
    select c.*, k.code,
        c.ref_area in (select area_id from country) and c.activity = (select activity from top) and c.size_class = (select size_class from top) as national
    from change c
    join kind k on k.indicator_id = c.indicator
    left join own s on s.ref_area = c.ref_area and s.indicator = c.indicator and s.size_class = c.size_class and s.activity = c.activity
        and s.sex = c.sex and s.unit_measure = c.unit_measure and s.price_base = c.price_base
    where c.sent and not c.broken and greatest(c.x, c.y) >= getvariable('threshold.S01.small_units')
        and (
            (k.counted and abs(c.x / c.y - 1) * 100 > case
                when c.ref_area in (select area_id from country) and c.activity = (select activity from top) and c.size_class = (select size_class from top) then getvariable('threshold.S01.national')
                when greatest(c.x, c.y) >= getvariable('threshold.S01.large_units') then getvariable('threshold.S01.large')
                else getvariable('threshold.S01.small')
            end)
            or abs(c.logs - s.middle) > greatest(getvariable('threshold.S01.mad')::double * s.deviation, ln(1 + getvariable('threshold.S01.mad_floor')::double / 100))
        )
)
-- One finding an indicator and year, and one more for its national total; it shows the largest figure.
select arg_max(j.part, j.x) as part, arg_max(j.source_row, j.x) as source_row, arg_max(j.source_col, j.x) as source_col, arg_max(o.source_text, j.x) as value, count(*) as places,
    j.code as indicator, arg_max(c.code, j.x) as size_class, arg_max(a.code, j.x) as area, arg_max(v.code, j.x) as activity, j.period, j.earlier as earlier_period,
    regexp_replace(arg_max(round(j.y, 2), j.x)::decimal(38, 2)::varchar, '[.]?0+$', '') as earlier_value,
    arg_max(printf('%+.1f', (j.x / j.y - 1) * 100), j.x) as percent
from (select * from jump limit 100000) j
join observation o on o.part = j.part and o.source_row = j.source_row and o.source_col = j.source_col and o.indicator = j.indicator
join dim_size_class c on c.size_class_id = j.size_class
join dim_area a on a.area_id = j.ref_area
join dim_activity v on v.activity_id = j.activity
group by j.code, j.national, j.period, j.earlier
order by 1, 2, 3, j.national desc;
