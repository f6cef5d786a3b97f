-- What differs between two releases, in both dataflows. The views hold codes (coded-key.sql of the warehouse): an id means something in its own release only.
create temp table difference as
with older as (select 'counts' as dataflow, * from older_counts union all by name select 'performance' as dataflow, * from older_performance),
newer as (select 'counts' as dataflow, * from newer_counts union all by name select 'performance' as dataflow, * from newer_performance)
select dataflow, ref_area, dataset, indicator, size_scheme, size_class, activity, sex, unit_measure, price_base, time_period, o.value as before, n.value as after, coalesce(n.submission, o.submission) as submission,
    case when o.place is null then 'new' when n.place is null then 'gone' else 'changed' end as kind
from older o
full join newer n using (dataflow, ref_area, dataset, indicator, size_scheme, size_class, activity, sex, unit_measure, price_base, time_period)
where o.place is null or n.place is null or o.value is distinct from n.value or o.value_low is distinct from n.value_low or o.value_high is distinct from n.value_high;
