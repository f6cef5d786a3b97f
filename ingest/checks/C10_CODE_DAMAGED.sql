-- Codes that a spreadsheet had damaged and a rule repaired: 2022.0 for 2022, 111 for 0111. One finding a column and kind of damage.
select part, min(source_row) as source_row, source_col, arg_min(source_text, source_row) as value, sum(places)::bigint as places,
    arg_min(code, source_row) as code, nullif(count(distinct source_text), 1) as codes, kind
from (select *, case when regexp_matches(source_text, '[.]0+$') then 'decimal_tail' else 'lost_zero' end as kind from repaired_code)
group by part, source_col, kind
order by 1, 2, 3;
