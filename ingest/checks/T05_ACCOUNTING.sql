-- Output less intermediate consumption is not the value added beside them, by more than rounding. At factor cost it need not be, so VAFC is left out.
with term as (
    select i.indicator_id as indicator, i.code, case i.code when 'PROD' then 1 else -1 end as sign, case when i.code in ('VALU', 'VACB') then i.code end as added, r.unit
    from dim_indicator i
    left join rounding r on r.indicator = i.indicator_id
    where i.code in ('PROD', 'INTC', 'VALU', 'VACB')
        and exists (select 1 from observation o where o.indicator in (select indicator_id from dim_indicator where code = 'INTC'))
),
cell as (
    select o.*, t.code, t.sign, t.added, t.unit from observation o join term t on t.indicator = o.indicator where o.value is not null
),
compared as (
    select ref_area, size_class, activity, sex, unit_measure, price_base, time_period,
        sum(value * sign) as difference, count(*) filter (code = 'PROD') as outputs, count(*) filter (code = 'INTC') as inputs, count(added) as addeds
    from cell
    group by all
    having difference <> 0 and outputs = 1 and inputs = 1 and addeds = 1
    limit 100000
),
judged as (
    select c.*, d.indicator, d.code, d.part, d.source_row, d.source_col, d.source_text, d.value, d.added,
        d.source_row::ubigint * 65536 + d.source_col as place,
        coalesce(nullif(d.unit::double, 1), case when d.value <> 0 and not contains(upper(d.source_text), 'E') then list_avg([abs(d.value)]) / nullif(regexp_replace(d.source_text, '[^0-9]', '', 'g'), '')::double end, 0) / 2 as half_unit
    from compared c
    join cell d on d.ref_area = c.ref_area and d.size_class = c.size_class and d.activity = c.activity and d.sex = c.sex
        and d.unit_measure = c.unit_measure and d.price_base = c.price_base and d.time_period = c.time_period
),
failed as (
    select ref_area, size_class, activity, time_period, any_value(difference) as difference,
        max(value) filter (code = 'PROD') as output, max(value) filter (code = 'INTC') as inputs, max(value) filter (added is not null) as value_added, max(added) as indicator,
        max(part) filter (added is not null) as part, max(source_row) filter (added is not null) as source_row, max(source_col) filter (added is not null) as source_col,
        max(source_text) filter (added is not null) as source_text, max(place) filter (added is not null) as place
    from judged
    group by ref_area, size_class, activity, sex, unit_measure, price_base, time_period
    having abs(list_avg([any_value(difference)])) > sum(half_unit) + max(abs(list_avg([value]))) * 1e-12
)
select f.part, arg_min(f.source_row, f.place) as source_row, arg_min(f.source_col, f.place) as source_col, arg_min(f.source_text, f.place) as value, count(*) as places, f.indicator,
    arg_min(c.code, f.place) as size_class, arg_min(a.code, f.place) as area, arg_min(v.code, f.place) as activity, arg_min(p.code, f.place) as period,
    regexp_replace(arg_min(f.output, f.place)::varchar, '[.]?0+$', '') as output,
    regexp_replace(arg_min(f.inputs, f.place)::varchar, '[.]?0+$', '') as inputs,
    regexp_replace(arg_min(f.output - f.inputs, f.place)::varchar, '[.]?0+$', '') as expected,
    regexp_replace(arg_min(f.value_added, f.place)::varchar, '[.]?0+$', '') as found
from failed f
join dim_size_class c on c.size_class_id = f.size_class
join dim_area a on a.area_id = f.ref_area
join dim_activity v on v.activity_id = f.activity
join dim_period p on p.period_id = f.time_period
group by f.part, f.indicator,
    case when abs(f.difference) > 0.01 * abs(f.value_added) then 'ratio ' || round(list_avg([f.output - f.inputs]) / nullif(list_avg([f.value_added]), 0), 2) else 'difference ' || f.difference end
order by 1, 2, 3;
