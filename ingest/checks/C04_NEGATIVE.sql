-- Below zero in a measure that cannot be; value added and investment can.
select o.part, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row::ubigint * 65536 + o.source_col) as source_col, arg_min(o.source_text, o.source_row::ubigint * 65536 + o.source_col) as value, count(*) as places, i.code as indicator,
    case when count(*) > 1 then array_to_string(list_slice(list_sort(list_distinct(list(o.source_row))), 1, 10)::varchar[], ', ') end as rows
from observation o
join dim_indicator i on i.indicator_id = o.indicator and i.non_negative
where o.value < 0
group by o.part, i.code
order by 1, 2, 3;
