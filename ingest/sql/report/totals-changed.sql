-- The totals that differ because of the submission: of its country, then of the regions.
with total as (
    select country as area, 0 as rank, indicator, unit_measure, price_base, time_period, before, after, 1 as countries from national_total where dataset = getvariable('dataset')
    union all
    select region, 1, indicator, unit_measure, price_base, time_period, before, after, countries from regional_total
)
select t.area as Area, i.code as Indicator, p.code as TimePeriod, t.before::decimal(38, 16) as Before, t.after::decimal(38, 16) as After, t.countries as Countries
from total t
join dim_indicator i on i.indicator_id = t.indicator
join dim_period p on p.period_id = t.time_period
where t.before is distinct from t.after
order by t.rank, abs((t.after - t.before)::double / nullif(t.before, 0)::double) desc nulls last, t.area, i.code, p.code
limit {most};
