-- Sales, wages or value added per person far from those of its peers: the same size class, activity and period over the areas, or where those are few
-- over all areas and activities. Far is beyond five times or below a fifth of the middle one, or four median deviations in logarithms, if at least twice or half.
-- Cells with few persons say nothing.
with held as (select i.indicator_id as id, i.code from (select indicator from observation group by indicator) o join dim_indicator i on i.indicator_id = o.indicator),
money_indicator as (
    select id from held where code in ('TURN', 'WAGES', 'NETPAY', 'VALU', 'VAFC', 'VACB') limit 10
),
staff_indicator as (
    select id, code from held where code in ('EMPN', 'EMPE', 'EMPE_AVG', 'JOBS') and exists (select 1 from money_indicator)
    order by list_position(['EMPN', 'EMPE', 'EMPE_AVG', 'JOBS'], code) limit 1
),
cell as materialized (
    select m.ref_area, m.indicator, m.size_class, m.activity, m.unit_measure, m.time_period, m.part, m.source_row, m.source_col,
        ln(list_avg([m.value]) / list_avg([s.value])) as ratio
    from observation m
    join observation s on s.ref_area = m.ref_area and s.size_class = m.size_class and s.activity = m.activity and s.sex = m.sex and s.time_period = m.time_period
    where m.indicator in (select id from money_indicator) and m.value > 0
        and s.indicator in (select id from staff_indicator) and s.value >= getvariable('threshold.T10.persons')::int
),
near as (
    select indicator, size_class, activity, unit_measure, time_period, median(ratio) as middle, mad(ratio) as deviation
    from cell
    group by all
    having count(*) >= getvariable('threshold.T10.peers')
),
class as (
    select indicator, size_class, unit_measure, time_period, median(ratio) as middle, mad(ratio) as deviation
    from cell
    group by all
    having count(*) >= getvariable('threshold.T10.peers')
),
far as (
    select c.*, coalesce(n.middle, k.middle) as middle, c.source_row::ubigint * 65536 + c.source_col as place,
        case when c.ratio > coalesce(n.middle, k.middle) then 'above' else 'below' end as direction
    from cell c
    join class k on k.indicator = c.indicator and k.size_class = c.size_class and k.unit_measure = c.unit_measure and k.time_period = c.time_period
    left join near n on n.indicator = c.indicator and n.size_class = c.size_class and n.activity = c.activity and n.unit_measure = c.unit_measure and n.time_period = c.time_period
    where abs(c.ratio - coalesce(n.middle, k.middle)) > least(
        ln(getvariable('threshold.T10')::double),
        greatest(getvariable('threshold.T10.mad')::double * coalesce(n.deviation, k.deviation), ln(getvariable('threshold.T10.mad_floor')::double)))
    limit 100000
)
select f.part, arg_min(f.source_row, f.place) as source_row, arg_min(f.source_col, f.place) as source_col, arg_min(o.source_text, f.place) as value, count(*) as places,
    i.code as indicator, (select code from staff_indicator) as staff, c.code as size_class, f.direction,
    arg_min(a.code, f.place) as area, arg_min(v.code, f.place) as activity, arg_min(p.code, f.place) as period,
    arg_min(case when f.ratio >= ln(100) then round(exp(f.ratio)) else round(exp(f.ratio), 2) end, f.place) as per_person,
    arg_min(case when f.middle >= ln(100) then round(exp(f.middle)) else round(exp(f.middle), 2) end, f.place) as usual,
    arg_min(round(exp(abs(f.ratio - f.middle)), 1), f.place) as times
from far f
join observation o on o.part = f.part and o.source_row = f.source_row and o.source_col = f.source_col and o.indicator = f.indicator
join dim_indicator i on i.indicator_id = f.indicator
join dim_size_class c on c.size_class_id = f.size_class
join dim_area a on a.area_id = f.ref_area
join dim_activity v on v.activity_id = f.activity
join dim_period p on p.period_id = f.time_period
group by f.part, i.code, c.code, f.direction
order by 1, 2, 3, f.direction;
