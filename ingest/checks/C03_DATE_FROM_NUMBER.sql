-- A date where a figure should be: a spreadsheet took 4.1 for the fourth of January. What was typed was most likely day.month (DOMAIN.md, 4a);
-- of a count in a workbook, whose cell only has the format of a date, the number of that day.
with dated as (
    select o.part, o.source_row, o.source_col, o.source_text, try_cast(left(trim(o.source_text), 10) as date) as day,
        (select name is not null from table_window w where w.part = o.part limit 1) and (select is_integer from dim_indicator i where i.indicator_id = o.indicator) as counted
    from observation o
    where o.obs_statuses = 0 and o.source_text <> ''
        and (regexp_full_match(trim(o.source_text), getvariable('date_text'))
            or exists (select 1 from raw_note n where n.kind = 'date' and n.part = o.part and n.source_row = o.source_row and n.source_col = o.source_col))
)
select part, min(source_row) as source_row, source_col, arg_min(source_text, source_row) as value, count(*) as places,
    arg_min(case when counted then date_diff('day', date '1899-12-30', day)::varchar else day(day) || '.' || month(day) end, source_row) as proposed,
    case when count(*) > 1 then array_to_string(min(source_row, 10)::varchar[], ', ') end as rows
from dated
group by part, source_col
order by 1, 2, 3;
