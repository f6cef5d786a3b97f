-- Sums by indicator, period and class as the office could print them: of the highest areas and activities that the file holds, so that nothing counts
-- twice, and of both sexes together where it says so. The newest periods first, should there be too many.
with recursive held as materialized (
    select indicator, time_period, ref_area, activity from observation where value is not null group by all
),
area_above as (
    select area_id as id, area_id as above from dim_area where area_id in (select ref_area from held)
    union
    select x.id, p.area_id from area_above x join dim_area a on a.area_id = x.above join dim_area p on p.code = a.parent
),
activity_above as (
    select activity_id as id, activity_id as above from dim_activity where activity_id in (select activity from held)
    union
    select x.id, p.activity_id from activity_above x join dim_activity a on a.activity_id = x.above join dim_activity p on p.code = a.parent
),
below as (
    select h.indicator, h.time_period, h.ref_area, h.activity
    from held h
    where exists (select 1 from area_above x join held o on o.ref_area = x.above where x.id = h.ref_area and x.above <> x.id and o.indicator = h.indicator and o.time_period = h.time_period)
        or exists (select 1 from activity_above x join held o on o.activity = x.above where x.id = h.activity and x.above <> x.id and o.indicator = h.indicator and o.time_period = h.time_period)
),
both_sexes as (select code_id as sex from dim_code where list = 'SEX' and code = '_T')
select i.code as "Indicator", p.code as "Period", c.code as "SizeClass", sum(o.value) as "Total", count(*) as "Cells"
from observation o
join dim_indicator i on i.indicator_id = o.indicator
join dim_period p on p.period_id = o.time_period
join dim_size_class c on c.size_class_id = o.size_class
where o.value is not null and o.sex = (select sex from both_sexes)
    and not exists (select 1 from below b where b.indicator = o.indicator and b.time_period = o.time_period and b.ref_area = o.ref_area and b.activity = o.activity)
group by i.code, p.code, p.start_date, c.code, c.sort
order by p.start_date desc, i.code, c.sort
limit 500;
