-- Which dataset is the one to take for an indicator, a period and a scheme. In its producer's scheme it is the first in preferred_dataset; in a scheme that figures
-- are harmonised to, the first that reaches it: a source by sales may be the better one for turnover and still say nothing by staff. Where none does, the first one's refusal.
-- Where preferred_dataset lists none of a country for an indicator and a year, it is the only one that there is; where it lists one, no other takes its place.
create or replace temp table preference as
with preferred as (
    select * from preferred_dataset
    union all by name
    -- What is computed from an indicator is preferred where that is.
    select p.* replace (d.code as indicator) from preferred_dataset p join derived_indicator d on d.numerator = p.indicator
)
select distinct d.dataset_id as dataset, d.ref_area as country, i.indicator_id as indicator, p.period_id as time_period, left(p.code, 4) as year, w.place
from preferred w
join dim_dataset d on d.code = w.dataset
join dim_indicator i on i.code = w.indicator
join dim_period p on left(p.code, 4) between w.valid_from and w.valid_to;

-- What there is figures of, or refusals; scheme is null for the producer's own.
create or replace temp table reached as
with figure as (
    select dataset, indicator, time_period, size_class, own_scheme, coalesce(value, value_low) is not null as known from fact_enterprise_count where closed_by is null
    union all
    select dataset, indicator, time_period, size_class, own_scheme, coalesce(value, value_low) is not null from fact_performance where closed_by is null
    union all
    select dataset, indicator, time_period, size_class, own_scheme, coalesce(value, value_low) is not null from derived
),
of_class as (select dataset, indicator, time_period, size_class, own_scheme, bool_or(known) as known from figure group by all)
select f.dataset, d.ref_area as country, d.origin = 'synthetic' as synthetic, f.indicator, f.time_period, left(p.code, 4) as year, case when not f.own_scheme then c.scheme end as scheme,
    -- In each scheme there is a total: it is a class that a dataset must have to reach it.
    bool_or(f.known and (f.own_scheme or c.code not in ('_T', '_U', '_Z'))) as known
from of_class f
join dim_size_class c on c.size_class_id = f.size_class
join dim_period p on p.period_id = f.time_period
join dim_dataset d on d.dataset_id = f.dataset
group by all;

-- By year, as preferred_dataset is: a dataset of quarters is another one beside that of the year. Made-up figures stand for a country only where it has no others.
create or replace temp table only_dataset as
with of_year as (
    select country, dataset, synthetic, indicator, year, scheme, bool_or(known) as known
    from reached r
    where not exists (select 1 from preference p where p.country = r.country and p.indicator = r.indicator and p.year = r.year)
    group by all
),
best as (from of_year qualify rank() over (partition by country, indicator, year, scheme order by synthetic, known desc) = 1)
select dataset, indicator, year, scheme from best qualify count(*) over (partition by country, indicator, year, scheme) = 1;

create or replace temp table map_preferred as
select dataset, indicator, time_period, null::varchar as scheme from preference where place = 1
union all
select p.dataset, p.indicator, p.time_period, r.scheme
from preference p
join reached r using (dataset, indicator, time_period)
where r.scheme is not null
qualify row_number() over (partition by p.country, p.indicator, p.time_period, r.scheme order by r.known desc, p.place) = 1
union all
select r.dataset, r.indicator, r.time_period, r.scheme
from reached r
join only_dataset o on o.dataset = r.dataset and o.indicator = r.indicator and o.year = r.year and o.scheme is not distinct from r.scheme;
