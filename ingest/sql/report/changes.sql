-- What a submission changes in the figures of its office that are current: new, changed and vanished ones, those first that move a published total most.
-- It is in the star, and what it replaces is closed by it; totals.sql has run.
create or replace temp table report_change as
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
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, b.value as old_value, a.value as new_value, a.source_part as part,
        case when b.dataset is null then 'new' when a.dataset is null then 'vanished' else 'changed' end as kind,
        coalesce(a.value, 0) - coalesce(b.value, 0) as difference
    from after a
    full join before b using (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period)
),
-- By how many percent of a published total each one moves it; of what does not add, only the total itself is compared.
weighed as (
    select c.*, (100 * c.difference::double / nullif(abs(n.before), 0)::double)::decimal(18, 4) as national_effect,
        (select (100 * c.difference::double / max(nullif(abs(r.before), 0))::double)::decimal(18, 4) from regional_total r
            where r.indicator = c.indicator and r.unit_measure = c.unit_measure and r.price_base = c.price_base and r.time_period = c.time_period) as regional_effect
    from change c
    join dim_indicator i on i.indicator_id = c.indicator
    left join national_total n on n.dataset = getvariable('dataset') and n.indicator = c.indicator and n.unit_measure = c.unit_measure and n.price_base = c.price_base and n.time_period = c.time_period
        and (i.additive_over <> 'none' or (c.size_class = getvariable('total_class') and c.sex = getvariable('both_sexes')))
)
select row_number() over (
        order by abs(c.national_effect) desc nulls last, abs(c.regional_effect) desc nulls last, case c.kind when 'changed' then 0 when 'vanished' then 1 else 2 end, r.level <> 'country', v.code <> '_T',
            abs(c.difference) desc, r.code, i.code, s.sort, v.code, p.code) as place,
    c.*, r.code as area_code, i.code as indicator_code, s.code as class_code, v.code as activity_code, x.code as sex_code, p.code as period_code
from weighed c
join dim_area r on r.area_id = c.ref_area
join dim_indicator i on i.indicator_id = c.indicator
join dim_size_class s on s.size_class_id = c.size_class
join dim_activity v on v.activity_id = c.activity
join dim_code x on x.list = 'SEX' and x.code_id = c.sex
join dim_period p on p.period_id = c.time_period
qualify place <= {most};
