-- A printed total of the size scheme, or a class printed beside its own subclasses, differs from the sum of its parts by more than rounding; stage/class-sums.sql says when.
select j.part, arg_min(j.source_row, j.place) as source_row, arg_min(j.source_col, j.place) as source_col, arg_min(j.source_text, j.place) as value,
    case when bool_and(j.severity = 'W') then 'W' else 'E' end as severity, count(*) as places,
    i.code as indicator, arg_min(c.code, j.place) as size_class, arg_min(a.code, j.place) as area, arg_min(v.code, j.place) as activity, arg_min(p.code, j.place) as period,
    arg_min(j.parts, j.place) as parts,
    as_printed(arg_min(j.sum, j.place), arg_min(m.multiplier, j.place)) as sum,
    as_printed(arg_min(j.total, j.place), arg_min(m.multiplier, j.place)) as total,
    as_printed(arg_min(j.difference, j.place), arg_min(m.multiplier, j.place)) as difference
from class_sum j
left join multiplied m on m.part = j.part and m.source_col = j.source_col
join dim_indicator i on i.indicator_id = j.indicator
join dim_size_class c on c.size_class_id = j.equation
join dim_area a on a.area_id = j.ref_area
join dim_activity v on v.activity_id = j.activity
join dim_period p on p.period_id = j.time_period
group by j.part, i.code, j.cause
order by 1, 2, 3;
