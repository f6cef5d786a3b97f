-- A text in a column of figures that is neither a number nor one of the layout's markers.
select o.part, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row) as source_col, o.source_text as value, count(*) as places
from observation o
where o.obs_statuses = 0 and trim(coalesce(o.source_text, '')) <> ''
    and not exists (select 1 from raw_note n where n.part = o.part and n.source_row = o.source_row and n.source_col = o.source_col and n.kind in ('date', 'error'))
group by o.part, o.source_text
order by 1, 2, 3;
