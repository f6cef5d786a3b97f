-- One key twice: an error where the figures differ, a warning where they are equal.
select any_value(part) as part, min(source_row) as source_row, arg_min(source_col, source_row) as source_col, arg_min(source_text, source_row) as value,
    count(*) as places, max(source_row) as other_row,
    case when count(distinct coalesce(value::varchar, source_text)) > 1 then 'E' else 'W' end as severity
from observation
where time_period is not null
group by ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period
having count(*) > 1
order by 1, 2, 3;
