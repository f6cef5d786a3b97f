-- An empty cell in a column of figures where the layout does not say what an empty cell means.
-- Rows that lack a field are F06's, formulas without a result F08's, rows with a label that is not understood C06's.
select o.part, min(o.source_row) as source_row, o.source_col, '' as value, count(*) as places,
    (select code from dim_indicator where indicator_id = any_value(o.indicator)) as indicator,
    case when count(*) > 1 then array_to_string(min(o.source_row, 10)::varchar[], ', ') end as rows
from observation o
where o.obs_statuses = 0 and trim(coalesce(o.source_text, '')) = ''
    and o.ref_area is not null and o.indicator is not null and o.size_class is not null and o.activity is not null and o.time_period is not null
    and not exists (select 1 from ragged_row r where r.part = o.part and r.source_row = o.source_row)
    and not exists (select 1 from raw_note n where n.part = o.part and n.source_row = o.source_row and n.source_col = o.source_col and n.kind in ('no cached value', 'error'))
group by o.part, o.source_col
order by 1, 2, 3;
