-- One key twice: an error where the figures differ, a warning where they are equal; a row that is there twice is one finding, whatever its columns.
-- Rows with a label that was not read (C06) have no key.
with repeated as (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period
    from observation
    where time_period is not null and ref_area is not null and size_class is not null and activity is not null
    group by all
    having count(*) > 1
),
key as (
    select any_value(o.part) as part, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row) as source_col, arg_min(o.source_text, o.source_row) as value,
        count(*) as times, case when max(o.source_row) > min(o.source_row) then max(o.source_row) end as other_row,
        count(distinct coalesce(o.value::varchar, o.source_text)) > 1 as differs,
        array_to_string(list_slice(list(o.source_text order by o.source_row, o.source_col), 1, 5), ', ') as figures
    from observation o
    join (select * from repeated limit 100000) r on o.ref_area is not distinct from r.ref_area and o.indicator is not distinct from r.indicator
        and o.size_class is not distinct from r.size_class and o.activity is not distinct from r.activity and o.sex is not distinct from r.sex
        and o.unit_measure is not distinct from r.unit_measure and o.price_base is not distinct from r.price_base and o.time_period = r.time_period
    group by o.ref_area, o.indicator, o.size_class, o.activity, o.sex, o.unit_measure, o.price_base, o.time_period
)
select part, source_row, arg_min(source_col, (not differs, source_col)) as source_col, arg_min(value, (not differs, source_col)) as value,
    sum(times)::bigint as places, times, other_row, case when count(*) > 1 then sum(times)::bigint end as cells,
    case when bool_or(differs) then 'E' else 'W' end as severity,
    case when bool_or(differs) then arg_min(figures, (not differs, source_col)) end as figures
from key
-- Within one row, it is the columns that say the same.
group by part, source_row, times, other_row, case when other_row is null then source_col end
order by 1, 2, 3;
