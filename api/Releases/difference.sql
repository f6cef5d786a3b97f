-- What differs between two releases, attached as older and newer, in one fact table. Ids mean something in their own release only: codes are compared.
create or replace temp view figure_of_older as
select a.code as area, d.code as dataset, i.code as indicator, c.scheme, c.code as size_class, v.code as activity, f.sex, f.unit_measure, p.code as period, f.value, f.value_low, f.value_high, f.submission
from older.{fact} f
join older.dim_area a on a.area_id = f.ref_area
join older.dim_dataset d on d.dataset_id = f.dataset
join older.dim_indicator i on i.indicator_id = f.indicator
join older.dim_size_class c on c.size_class_id = f.size_class
join older.dim_activity v on v.activity_id = f.activity
join older.dim_period p on p.period_id = f.time_period;

create or replace temp view figure_of_newer as
select a.code as area, d.code as dataset, i.code as indicator, c.scheme, c.code as size_class, v.code as activity, f.sex, f.unit_measure, p.code as period, f.value, f.value_low, f.value_high, f.submission
from newer.{fact} f
join newer.dim_area a on a.area_id = f.ref_area
join newer.dim_dataset d on d.dataset_id = f.dataset
join newer.dim_indicator i on i.indicator_id = f.indicator
join newer.dim_size_class c on c.size_class_id = f.size_class
join newer.dim_activity v on v.activity_id = f.activity
join newer.dim_period p on p.period_id = f.time_period;

create or replace temp table difference as
select area, dataset, indicator, scheme, size_class, activity, period, o.value as before, n.value as after, coalesce(n.submission, o.submission)::bigint as submission,
    case when o.submission is null then 'new' when n.submission is null then 'gone' else 'changed' end as kind
from figure_of_older o
full join figure_of_newer n using (area, dataset, indicator, scheme, size_class, activity, sex, unit_measure, period)
where o.submission is null or n.submission is null or o.value is distinct from n.value or o.value_low is distinct from n.value_low or o.value_high is distinct from n.value_high;
