-- Sums by indicator, period and class as the office could print them: of the highest areas and activities that the file holds, so that nothing counts
-- twice, and of both sexes together where it says so. The newest periods first, should there be too many.
with recursive held_area as materialized (select indicator, time_period, ref_area as member from observation where value is not null group by all),
held_activity as materialized (select indicator, time_period, activity as member from observation where value is not null group by all),
area_above as (
    select area_id as member, area_id as above from dim_area where area_id in (select member from held_area)
    union
    select x.member, p.area_id from area_above x join dim_area a on a.area_id = x.above join dim_area p on p.code = a.parent
),
activity_above as (
    select activity_id as member, activity_id as above from dim_activity where activity_id in (select member from held_activity)
    union
    select x.member, p.activity_id from activity_above x join dim_activity a on a.activity_id = x.above join dim_activity p on p.code = a.parent
),
area_below as (
    select distinct h.indicator, h.time_period, h.member
    from area_above x
    join held_area h on h.member = x.member
    join held_area o on o.member = x.above and o.indicator = h.indicator and o.time_period = h.time_period
    where x.above <> x.member
),
activity_below as (
    select distinct h.indicator, h.time_period, h.member
    from activity_above x
    join held_activity h on h.member = x.member
    join held_activity o on o.member = x.above and o.indicator = h.indicator and o.time_period = h.time_period
    where x.above <> x.member
),
total as (
    select o.indicator, o.time_period, o.size_class, sum(o.value) as value, count(*) as cells
    from observation o
    where o.value is not null and (o.indicator, o.time_period, o.ref_area) not in (from area_below) and (o.indicator, o.time_period, o.activity) not in (from activity_below)
        and o.sex = (select code_id from dim_code where list = 'SEX' and code = '_T')
    group by o.indicator, o.time_period, o.size_class
)
select i.code as "Indicator", p.code as "Period", c.code as "SizeClass", t.value as "Total", t.cells as "Cells"
from total t
join dim_indicator i on i.indicator_id = t.indicator
join dim_period p on p.period_id = t.time_period
join dim_size_class c on c.size_class_id = t.size_class
order by p.start_date desc, i.code, c.sort
limit 500;
