-- A published figure comes back changed by more than a little, and was not provisional. One finding an indicator and period; it shows the largest figure.
with published as (select * from published_figure where value is not null),
-- Periods whose figures add up to the same are not looked at again.
changed as (
    select o.indicator, o.time_period
    from (select indicator, time_period, sum(value) as total, count(*) as cells from published group by indicator, time_period) o
    join (select indicator, time_period, sum(value) as total, count(value) as cells from observation where time_period is not null group by indicator, time_period) n
        on n.indicator = o.indicator and n.time_period = o.time_period and (n.total, n.cells) <> (o.total, o.cells)
    limit 10000
),
revised as (
    select n.part, n.source_row, n.source_col, n.source_text, n.indicator, n.time_period, n.ref_area, n.size_class, n.activity, list_avg([n.value]) as x, list_avg([o.value]) as y, o.value as was,
        n.size_class = getvariable('total_class') and n.activity = (select activity_id from dim_activity where code = '_T')
            and n.ref_area in (select area_id from dim_area where level = 'country') as national
    from published o
    join changed c on c.indicator = o.indicator and c.time_period = o.time_period
    join observation n on n.indicator = o.indicator and n.time_period = o.time_period and n.ref_area = o.ref_area and n.size_class = o.size_class and n.activity = o.activity
        and n.sex = o.sex and n.unit_measure = o.unit_measure and n.price_base = o.price_base
    where n.value <> o.value and o.obs_statuses & getvariable('bit.P') = 0
),
much as (
    select *, (x / nullif(y, 0) - 1) * 100 as percent
    from revised
    where abs(x - y) * 100 > abs(y) * case when national then getvariable('threshold.S05.total') else getvariable('threshold.S05') end
        and (national or greatest(abs(x), abs(y)) >= getvariable('threshold.S05.smallest'))
    limit 100000
)
select arg_max(m.part, (m.national, m.y)) as part, arg_max(m.source_row, (m.national, m.y)) as source_row, arg_max(m.source_col, (m.national, m.y)) as source_col,
    arg_max(m.source_text, (m.national, m.y)) as value, count(*) as places,
    i.code as indicator, p.code as period, arg_max(c.code, (m.national, m.y)) as size_class, arg_max(a.code, (m.national, m.y)) as area, arg_max(v.code, (m.national, m.y)) as activity,
    as_printed(arg_max(m.was, (m.national, m.y)), arg_max(u.multiplier, (m.national, m.y))) as published,
    arg_max(printf('%+.1f', m.percent), (m.national, m.y)) as percent
from much m
left join multiplied u on u.part = m.part and u.source_col = m.source_col
join dim_indicator i on i.indicator_id = m.indicator
join dim_period p on p.period_id = m.time_period
join dim_size_class c on c.size_class_id = m.size_class
join dim_area a on a.area_id = m.ref_area
join dim_activity v on v.activity_id = m.activity
group by i.code, p.code
order by 1, 2, 3, i.code;
