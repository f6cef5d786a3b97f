-- Below zero in a measure that cannot be; value added and investment can.
select o.part, min(o.source_row) as source_row, o.source_col, arg_min(o.source_text, o.source_row) as value, count(*) as places, i.code as indicator,
    case when count(*) > 1 then array_to_string(min(o.source_row, 10)::varchar[], ', ') end as rows
from observation o
join dim_indicator i on i.indicator_id = o.indicator and i.non_negative
where o.value < 0
group by o.part, o.source_col, i.code
order by 1, 2, 3;
