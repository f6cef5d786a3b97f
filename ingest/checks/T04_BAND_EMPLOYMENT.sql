-- Staff outside what units of a band can have: n units of 10 to 49 have 10n to 49n. An error only where the staff is what the scheme classifies by; employees
-- in bands of persons employed have only an upper end, persons employed in bands of employees only a lower one; averages reach up to n * (max + 1).
-- Schemes in which sales or a score prevail say nothing of staff.
with concept as (
    select i.indicator_id as indicator, i.code, k.severity, k.has_low, k.has_high, i.flow_or_stock = 'average' as average,
        case when r.unit > 1 then (r.unit / 2)::decimal(38, 16) else 0::decimal(38, 16) end as slack
    from (values
        ('persons_employed', 'EMPN', 'E', true, true), ('persons_employed', 'EMPE', 'W', false, true), ('persons_employed', 'EMPE_AVG', 'W', false, true), ('persons_employed', 'JOBS', 'W', false, true),
        ('employees', 'EMPE', 'E', true, true), ('employees', 'EMPN', 'W', true, false), ('employees', 'EMPE_AVG', 'W', false, true), ('employees', 'JOBS', 'W', true, true),
        ('plazas', 'JOBS', 'W', true, true), ('plazas', 'EMPN', 'W', true, true), ('plazas', 'EMPE', 'W', true, true), ('plazas', 'EMPE_AVG', 'W', false, true)
    ) k (variable, code, severity, has_low, has_high)
    join dim_size_scheme s on s.code = getvariable('size_scheme') and s.variable = k.variable and s.criterion = 'employment'
    join dim_indicator i on i.code = k.code
    left join rounding r on r.indicator = i.indicator_id
),
band as (
    select c.size_class_id as size_class, c.code, max(b.high)::decimal(9, 0) as high,
        case when min(b.low) = 1 and getvariable('zero_units')::varchar = 'inside' then 0 else min(b.low) end::decimal(9, 0) as low
    from size_class_bound b
    join dim_size_class c on c.scheme = b.scheme and c.code = b.class
    where b.scheme = getvariable('size_scheme') and b.criterion = 'employment'
    group by c.size_class_id, c.code
),
counted as (
    select i.indicator_id as indicator, i.code, case when r.unit > 1 then (r.unit / 2)::decimal(38, 16) else 0::decimal(38, 16) end as slack
    from (select indicator from observation group by indicator) o
    join dim_indicator i on i.indicator_id = o.indicator and i.code in ('ENTR', 'ESTA')
    left join rounding r on r.indicator = i.indicator_id
    order by i.code limit 1
),
both_sexes as (select code_id as sex from dim_code where list = 'SEX' and code = '_T'),
units as (
    select o.ref_area, o.size_class, o.activity, o.time_period, o.value as n, c.slack
    from observation o join counted c on c.indicator = o.indicator
    where o.value is not null and o.sex = (select sex from both_sexes) and o.size_class in (select size_class from band) and exists (select 1 from concept)
),
outside as (
    select o.part, o.source_row, o.source_col, o.source_text, o.value, o.indicator, o.ref_area, o.activity, o.time_period, u.n, b.code as size_class, c.code as staff, c.severity,
        b.low, case when c.average then b.high else b.high - 1::decimal(9, 0) end as high,
        case when c.has_low and o.value + c.slack < (u.n - u.slack) * b.low then 'below' when c.has_high and o.value - c.slack > (u.n + u.slack) * (case when c.average then b.high else b.high - 1::decimal(9, 0) end) then 'above' end as direction,
        o.source_row::ubigint * 65536 + o.source_col as place
    from observation o
    join concept c on c.indicator = o.indicator
    join band b on b.size_class = o.size_class
    join units u on u.ref_area = o.ref_area and u.size_class = o.size_class and u.activity = o.activity and u.time_period = o.time_period
    where o.sex = (select sex from both_sexes)
        and case when c.has_low and o.value + c.slack < (u.n - u.slack) * b.low then true else c.has_high and o.value - c.slack > (u.n + u.slack) * (case when c.average then b.high else b.high - 1::decimal(9, 0) end) end
)
select o.part, arg_min(o.source_row, o.place) as source_row, arg_min(o.source_col, o.place) as source_col, arg_min(o.source_text, o.place) as value,
    o.severity, count(*) as places, o.staff as indicator, o.size_class, o.direction,
    arg_min(a.code, o.place) as area, arg_min(v.code, o.place) as activity, arg_min(p.code, o.place) as period,
    regexp_replace(arg_min(o.n, o.place)::varchar, '[.]?0+$', '') as units, o.low, o.high,
    regexp_replace((arg_min(o.n, o.place) * case o.direction when 'below' then o.low else o.high end)::varchar, '[.]?0+$', '') as bound
from outside o
join dim_area a on a.area_id = o.ref_area
join dim_activity v on v.activity_id = o.activity
join dim_period p on p.period_id = o.time_period
group by o.part, o.severity, o.staff, o.size_class, o.direction, o.low, o.high
order by 1, 2, 3;
