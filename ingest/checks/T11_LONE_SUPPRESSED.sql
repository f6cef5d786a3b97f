-- A hidden cell is the only one of its sum: it follows from the printed total. One finding a pattern; what follows is not computed here (METHOD.md, Size).
with held as (
    select c.size_class_id, c.code, c.parent
    from (select size_class from observation group by size_class) o join dim_size_class c on c.size_class_id = o.size_class
    where exists (select 1 from observation where obs_statuses & getvariable('bit.Q') <> 0 and value is null)
),
-- Each equation has a printed sum (0) and its parts (1).
role as (
    select * from (
        select getvariable('total_class')::usmallint as equation, size_class_id as size_class, (code <> '_T')::int as part from held where code not in (select parent from held where parent is not null)
        union all
        select p.size_class_id, c.size_class_id, 1 from held c join held p on p.code = c.parent
        union all
        select distinct p.size_class_id, p.size_class_id, 0 from held c join held p on p.code = c.parent
    ) limit 1000
),
additive as (
    select indicator_id from dim_indicator where additive_over = 'all' or list_contains(string_split(additive_over, '|'), 'size')
),
hidden as (
    select ref_area, indicator, activity, sex, unit_measure, price_base, time_period
    from observation
    where obs_statuses & getvariable('bit.Q') <> 0 and value is null and indicator in (select indicator_id from additive)
    group by all
    having count(*) <= 2
),
equation as (
    select r.equation, o.ref_area, o.indicator, o.activity, o.sex, o.unit_measure, o.price_base, o.time_period,
        count(o.value) filter (r.part = 0) as totals,
        count(*) filter (r.part = 1) as parts,
        count(*) filter (r.part = 1 and o.value is null and o.obs_statuses & (getvariable('bit.M') | getvariable('bit.K')) = 0) as unknown,
        count(*) filter (r.part = 1 and o.value is null and o.obs_statuses & getvariable('bit.Q') <> 0) as hidden,
        max(o.size_class) filter (r.part = 1 and o.value is null and o.obs_statuses & getvariable('bit.Q') <> 0) as size_class
    from observation o
    join role r on r.size_class = o.size_class
    join hidden h on h.ref_area = o.ref_area and h.indicator = o.indicator and h.activity = o.activity and h.sex = o.sex
        and h.unit_measure = o.unit_measure and h.price_base = o.price_base and h.time_period = o.time_period
    group by all
    having totals = 1 and hidden = 1 and unknown = 1
),
expected as (
    select equation, indicator, max(parts) as parts from equation group by equation, indicator
),
lone as (
    select o.part, o.source_row, o.source_col, o.source_text, e.equation, e.indicator, e.size_class, e.ref_area, e.activity, e.time_period, o.source_row::ubigint * 65536 + o.source_col as place
    from (select * from equation limit 100000) e
    join expected x on x.equation = e.equation and x.indicator = e.indicator and (x.parts = e.parts or getvariable('absent_is_zero')::boolean)
    join observation o on o.ref_area = e.ref_area and o.indicator = e.indicator and o.size_class = e.size_class and o.activity = e.activity and o.sex = e.sex
        and o.unit_measure = e.unit_measure and o.price_base = e.price_base and o.time_period = e.time_period
)
select l.part, arg_min(l.source_row, l.place) as source_row, arg_min(l.source_col, l.place) as source_col, arg_min(l.source_text, l.place) as value, count(*) as places,
    i.code as indicator, c.code as size_class, t.code as total,
    arg_min(a.code, l.place) as area, arg_min(v.code, l.place) as activity, arg_min(p.code, l.place) as period,
    case when count(*) > 1 then array_to_string(min(l.source_row, 10)::varchar[], ', ') end as rows
from lone l
join dim_indicator i on i.indicator_id = l.indicator
join dim_size_class c on c.size_class_id = l.size_class
join dim_size_class t on t.size_class_id = l.equation
join dim_area a on a.area_id = l.ref_area
join dim_activity v on v.activity_id = l.activity
join dim_period p on p.period_id = l.time_period
group by l.part, i.code, c.code, t.code
order by 1, 2, 3;
