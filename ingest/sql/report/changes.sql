-- What a submission changes in the figures of its office that are current: new, changed and vanished ones, the nation before its parts and the largest difference first.
-- It is in the star, and what it replaces is closed by it.
with before as (
    select * from fact_enterprise_count where closed_by = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
    union all
    select * from fact_performance where closed_by = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
),
after as (
    select * from fact_enterprise_count where submission = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
    union all
    select * from fact_performance where submission = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
),
change as (
    select coalesce(a.ref_area, b.ref_area) as ref_area, coalesce(a.indicator, b.indicator) as indicator, coalesce(a.size_class, b.size_class) as size_class, coalesce(a.activity, b.activity) as activity,
        coalesce(a.sex, b.sex) as sex, coalesce(a.time_period, b.time_period) as time_period, b.value as old_value, a.value as new_value,
        case when b.dataset is null then 'new' when a.dataset is null then 'vanished' else 'changed' end as kind
    from after a
    full join before b using (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period)
)
select c.kind as Kind, r.code as RefArea, i.code as Indicator, s.code as SizeClass, v.code as Activity, x.code as Sex, p.code as TimePeriod, c.old_value as OldValue, c.new_value as NewValue
from change c
join dim_area r on r.area_id = c.ref_area
join dim_indicator i on i.indicator_id = c.indicator
join dim_size_class s on s.size_class_id = c.size_class
join dim_activity v on v.activity_id = c.activity
join dim_code x on x.list = 'SEX' and x.code_id = c.sex
join dim_period p on p.period_id = c.time_period
order by case c.kind when 'changed' then 0 when 'vanished' then 1 else 2 end, r.level <> 'country', v.code <> '_T', abs(coalesce(c.new_value, 0) - coalesce(c.old_value, 0)) desc, r.code, i.code, s.sort, v.code, p.code
limit {most};
