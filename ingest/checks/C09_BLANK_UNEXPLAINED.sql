-- An empty cell in a column of figures where the layout does not say what an empty cell means.
select o.part, min(o.source_row) as source_row, o.source_col, '' as value, count(*) as places,
    (select code from dim_indicator where indicator_id = any_value(o.indicator)) as indicator,
    case when count(*) > 1 then array_to_string(min(o.source_row, 10)::varchar[], ', ') end as rows
from observation o
where o.obs_statuses = 0 and trim(coalesce(o.source_text, '')) = ''
group by o.part, o.source_col
order by 1, 2, 3;
