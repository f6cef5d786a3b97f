-- A date where a figure should be: a spreadsheet took 4.1 for the fourth of January. What was typed was most likely day.month (DOMAIN.md, 4a).
with dated as (
    select o.part, o.source_row, o.source_col, o.source_text, try_cast(left(trim(o.source_text), 10) as date) as day
    from observation o
    where o.obs_statuses = 0 and o.source_text <> ''
        and (regexp_full_match(trim(o.source_text), getvariable('date_text'))
            or exists (select 1 from raw_note n where n.kind = 'date' and n.part = o.part and n.source_row = o.source_row and n.source_col = o.source_col))
)
select part, min(source_row) as source_row, source_col, arg_min(source_text, source_row) as value, count(*) as places,
    arg_min(day(day) || '.' || month(day), source_row) as proposed,
    case when count(*) > 1 then array_to_string(min(source_row, 10)::varchar[], ', ') end as rows
from dated
group by part, source_col
order by 1, 2, 3;
