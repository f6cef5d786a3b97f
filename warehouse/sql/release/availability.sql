-- Which classes of its own scheme a dataset has figures for: a query that names a class but no scheme means one of these.
create table release.own_size_class as
select dataset, size_class from release.fact_enterprise_count where own_scheme
union
select dataset, size_class from release.fact_performance where own_scheme
order by dataset, size_class;

-- What each dataset holds: by indicator its first and last period, how many figures of its own, and the schemes in which they say something.
create table release.dataset_holding as
with figure as (
    select dataset, indicator, time_period, size_class, own_scheme, submission, coalesce(value, value_low) is not null as known from release.fact_enterprise_count
    union all
    select dataset, indicator, time_period, size_class, own_scheme, submission, coalesce(value, value_low) is not null from release.fact_performance
)
select f.dataset, f.indicator, arg_min(p.code, p.start_date) as first_period, arg_max(p.code, p.end_date) as last_period,
    count(*) filter (f.own_scheme and f.known)::bigint as figures, list(distinct c.scheme order by c.scheme) filter (f.known and c.code not in ('_T', '_U', '_Z')) as schemes,
    max(s.received_at) as last_updated
from figure f
join release.dim_submission s on s.submission_id = f.submission
join release.dim_period p on p.period_id = f.time_period
join release.dim_size_class c on c.size_class_id = f.size_class
group by f.dataset, f.indicator
order by f.dataset, f.indicator;

-- What is known of each country as a whole, all activities together: by dataset, indicator, period and scheme how many of its classes are exact, lie between two ends
-- or are refused, and why. Schemes without classes of their own (_Z) are asked for their total.
create table release.national_figure as
with figure as (
    select ref_area, dataset, indicator, time_period, size_class, activity, sex, value, value_low, reason, preferred from release.fact_enterprise_count
    union all
    select ref_area, dataset, indicator, time_period, size_class, activity, sex, value, value_low, reason, preferred from release.fact_performance
)
select f.dataset, f.indicator, f.time_period, c.scheme,
    count(*) filter (f.value is not null)::bigint as exact, count(*) filter (f.value is null and f.value_low is not null)::bigint as bounded,
    count(*) filter (f.value is null and f.value_low is null)::bigint as refused,
    list(distinct r.code order by r.code) filter (f.value is null and f.value_low is null and r.code is not null) as reasons, bool_or(f.preferred) as preferred
from figure f
join release.dim_area a on a.area_id = f.ref_area and a.level = 'country'
join release.dim_activity v on v.activity_id = f.activity and v.code = '_T'
join release.dim_code x on x.list = 'SEX' and x.code_id = f.sex and x.code = '_T'
join release.dim_size_class c on c.size_class_id = f.size_class and (c.code not in ('_T', '_U', '_Z') or c.scheme = '_Z' and c.code = '_T')
left join release.dim_code r on r.list = 'REASON' and r.code_id = f.reason
group by f.dataset, f.indicator, f.time_period, c.scheme
order by f.dataset, f.indicator, f.time_period, c.scheme;
