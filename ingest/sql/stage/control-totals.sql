-- Sums by indicator, period and class over the rows of total activity and both sexes, as the office could print them.
select i.code as "Indicator", p.code as "Period", c.code as "SizeClass", sum(o.value) as "Total", count(*) as "Cells"
from observation o
join dim_indicator i on i.indicator_id = o.indicator
join dim_period p on p.period_id = o.time_period
join dim_size_class c on c.size_class_id = o.size_class
where o.value is not null
group by i.code, p.code, c.code, c.sort
order by i.code, p.code, c.sort
limit 500;
