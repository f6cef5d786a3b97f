-- What a submission does to the totals of its country and of the regions that the country belongs to. It is in the star, and what it replaces is closed by it.

-- All national totals in force now, and those that were before the submission.
create or replace temp table national_total as
with figure as (
    select ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, submission, closed_by from fact_enterprise_count where own_scheme and value is not null
    union all
    select ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, submission, closed_by from fact_performance where own_scheme and value is not null
)
select a.code as country, f.dataset, f.indicator, f.unit_measure, f.price_base, f.time_period,
    max(f.value) filter (f.closed_by = getvariable('submission') or (f.closed_by is null and f.submission <> getvariable('submission'))) as before, max(f.value) filter (f.closed_by is null) as after
from figure f
join dim_area a on a.area_id = f.ref_area and a.level = 'country'
join dim_size_class c on c.size_class_id = f.size_class and c.code = '_T'
join dim_activity v on v.activity_id = f.activity and v.code = '_T'
where f.sex = getvariable('both_sexes') and (f.closed_by is null or f.closed_by = getvariable('submission'))
group by all;

-- Of each country the dataset that is preferred, of those that count the same thing as the submission's (METHOD.md, Regions): others do not add to it.
create or replace temp table regional_total as
with mine as (select * from dim_dataset where dataset_id = getvariable('dataset')),
alike as (
    select t.*, n.code as indicator_code, left(p.code, 4)::integer as year
    from national_total t
    join dim_dataset d on d.dataset_id = t.dataset
    join mine m on m.stat_unit = d.stat_unit and m.count_concept = d.count_concept and m.universe = d.universe
    join dim_period p on p.period_id = t.time_period
    join dim_indicator n on n.indicator_id = t.indicator and (n.additive_over = 'all' or n.additive_over like '%area%')
    left join preferred_dataset w on w.dataset = d.code and w.indicator = n.code and left(p.code, 4) between w.valid_from and w.valid_to
    -- The submission's own dataset speaks for its country.
    qualify row_number() over (partition by t.country, t.indicator, t.unit_measure, t.price_base, t.time_period order by d.dataset_id <> m.dataset_id, w.place nulls last, d.code) = 1
)
select g.group_code as region, t.indicator, t.unit_measure, t.price_base, t.time_period, sum(t.before) as before, sum(t.after) as after, count(*)::integer as countries
from alike t
join area_group g on g.member = t.country and coalesce(g.valid_from, '') <= t.year || '-12-31' and (g.valid_to is null or t.year || '-12-31' < g.valid_to)
where g.group_code in (select o.group_code from area_group o, mine m where o.member = m.ref_area)
group by all
having count(*) > 1 and bool_or(t.dataset = getvariable('dataset'));
