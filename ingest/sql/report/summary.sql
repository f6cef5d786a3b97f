-- How many figures of its office a submission adds, changes and takes away; and what becomes of its figures in each scheme.
select kind as Kind, count(*) as Figures
from (
    select case when b.dataset is null then 'new' when a.dataset is null then 'vanished' else 'changed' end as kind
    from (
        select * from fact_enterprise_count where submission = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
        union all
        select * from fact_performance where submission = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
    ) a
    full join (
        select * from fact_enterprise_count where closed_by = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
        union all
        select * from fact_performance where closed_by = getvariable('submission') and own_scheme and method = getvariable('METHOD.reported')
    ) b using (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period)
)
group by 1
order by 1;
