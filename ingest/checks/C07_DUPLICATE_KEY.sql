-- One key twice: an error where the figures differ, a warning where they are equal. Rows with a label that was not read (C06) have no key.
with twice as (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period
    from observation
    where time_period is not null and ref_area is not null and size_class is not null and activity is not null
    group by all
    having count(*) > 1
)
select any_value(o.part) as part, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row) as source_col, arg_min(o.source_text, o.source_row) as value,
    count(*) as places, case when max(o.source_row) > min(o.source_row) then max(o.source_row) end as other_row,
    case when count(distinct coalesce(o.value::varchar, o.source_text)) > 1 then 'E' else 'W' end as severity,
    case when count(distinct coalesce(o.value::varchar, o.source_text)) > 1 then array_to_string(list_slice(list(distinct o.source_text order by o.source_text), 1, 5), ', ') end as figures
from observation o
join twice t on t.ref_area = o.ref_area and t.indicator is not distinct from o.indicator and t.size_class = o.size_class
    and t.activity = o.activity and t.sex is not distinct from o.sex and t.unit_measure is not distinct from o.unit_measure
    and t.price_base is not distinct from o.price_base and t.time_period = o.time_period
group by t.ref_area, t.indicator, t.size_class, t.activity, t.sex, t.unit_measure, t.price_base, t.time_period
order by 1, 2, 3;
