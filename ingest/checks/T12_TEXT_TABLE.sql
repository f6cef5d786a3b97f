-- A figure that a title or note repeats differs from the cell that it names. A component that the figure leaves open is not compared.
select f.part, f.source_row, f.source_col, f.source_text as value,
    regexp_replace(f.figure::varchar, '[.]?0+$', '') as figure, regexp_replace(o.value::varchar, '[.]?0+$', '') as found, o.source_row as found_row,
    i.code as indicator, c.code as size_class, a.code as area, p.code as period
from (select * from text_figure limit 1000) f
join observation o on o.indicator = f.indicator and o.value <> f.figure
    and (f.ref_area is null or o.ref_area = f.ref_area) and (f.size_class is null or o.size_class = f.size_class) and (f.activity is null or o.activity = f.activity)
    and (f.sex is null or o.sex = f.sex) and (f.time_period is null or o.time_period = f.time_period)
join dim_indicator i on i.indicator_id = o.indicator
join dim_size_class c on c.size_class_id = o.size_class
join dim_area a on a.area_id = o.ref_area
join dim_period p on p.period_id = o.time_period
qualify row_number() over (partition by f.part, f.source_row, f.source_col, f.figure order by o.source_row, o.source_col) = 1
order by 1, 2, 3;
