-- A percentage above 100, or below 0 where C04 does not speak of it already.
select o.part, min(o.source_row) as source_row, o.source_col, arg_min(o.source_text, o.source_row) as value, count(*) as places, i.code as indicator,
    case when count(*) > 1 then array_to_string(min(o.source_row, 10)::varchar[], ', ') end as rows
from observation o
join dim_indicator i on i.indicator_id = o.indicator
where o.unit_measure = (select code_id from dim_code where list = 'UNIT_MEASURE' and code = 'PT')
    and (o.value > getvariable('threshold.C11') or (o.value < 0 and not i.non_negative))
group by o.part, o.source_col, i.code
order by 1, 2, 3;
