-- Which dataset is the one to take for an indicator, a period and a scheme. In its producer's scheme it is the first in preferred_dataset; in a scheme that figures
-- are harmonised to, the first that reaches it: a source by sales may be the better one for turnover and still say nothing by staff. Where none does, the first one's refusal.
create or replace temp table preference as
with preferred as (
    select * from preferred_dataset
    union all by name
    -- What is computed from an indicator is preferred where that is.
    select p.* replace (d.code as indicator) from preferred_dataset p join derived_indicator d on d.numerator = p.indicator
)
select distinct d.dataset_id as dataset, d.ref_area as country, i.indicator_id as indicator, p.period_id as time_period, w.place
from preferred w
join dim_dataset d on d.code = w.dataset
join dim_indicator i on i.code = w.indicator
join dim_period p on left(p.code, 4) between w.valid_from and w.valid_to;

create or replace temp table reached as
with figure as (
    select dataset, indicator, time_period, size_class, coalesce(value, value_low) is not null as known from fact_enterprise_count where closed_by is null and not own_scheme
    union all
    select dataset, indicator, time_period, size_class, coalesce(value, value_low) is not null from fact_performance where closed_by is null and not own_scheme
)
select f.dataset, f.indicator, f.time_period, c.scheme, bool_or(f.known and c.code not in ('_T', '_U', '_Z')) as known
from figure f
join dim_size_class c on c.size_class_id = f.size_class
where f.dataset in (select dataset from preference)
group by all;

-- scheme is null for the producer's own.
create or replace temp table map_preferred as
select dataset, indicator, time_period, null::varchar as scheme from preference where place = 1
union all
select p.dataset, p.indicator, p.time_period, r.scheme
from preference p
join reached r using (dataset, indicator, time_period)
qualify row_number() over (partition by p.country, p.indicator, p.time_period, r.scheme order by r.known desc, p.place) = 1;
