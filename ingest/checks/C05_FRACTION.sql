-- A fraction in a count. What a spreadsheet leaves behind the last digit of a sum is none; expanded samples have threshold 1.
-- Where every such figure has at most three digits on either side of its mark, the mark was perhaps of the thousands.
with fraction as (
    -- list_avg([value]) is the value as a double; a cast takes ten times as long.
    select o.part, o.source_row::ubigint as source_row, o.source_col, trim(o.source_text) as text, o.value, i.code as indicator
    from observation o
    join dim_indicator i on i.indicator_id = o.indicator and i.is_integer
    where list_avg([o.value]) % 1 <> 0
)
select part, min(source_row) as source_row, arg_min(source_col, source_row * 65536 + source_col) as source_col, arg_min(text, source_row * 65536 + source_col) as value, count(*) as places, indicator,
    case when bool_and(regexp_full_match(text, '[-+]?[1-9][0-9]{0,2}[.,][0-9]{1,3}')) then round(arg_min(value, source_row * 65536 + source_col) * 1000)::bigint end as as_thousands,
    case when count(*) > 1 then array_to_string(list_slice(list_sort(list_distinct(list(source_row))), 1, 10)::varchar[], ', ') end as rows
from fraction
where abs(value - round(value)) > getvariable('threshold.C05')
group by part, indicator
order by 1, 2, 3;
