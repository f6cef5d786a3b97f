-- A text in a column of figures that is neither a number nor one of the layout's markers. Figures with other marks are C02's, dates C03's, errors F08's.
-- Where the text holds one number and no more digits, that number was perhaps meant: 1600 (p).
with other as (
    select o.part, o.source_row, o.source_col, o.source_text
    from observation o
    where o.obs_statuses = 0 and trim(coalesce(o.source_text, '')) <> ''
        and not regexp_full_match(trim(o.source_text), getvariable('number_with_marks')) and not regexp_full_match(trim(o.source_text), getvariable('date_text'))
        and not exists (select 1 from raw_note n where n.part = o.part and n.source_row = o.source_row and n.source_col = o.source_col and n.kind in ('date', 'error'))
)
select part, min(source_row) as source_row, arg_min(source_col, source_row) as source_col, source_text as value, count(*) as places,
    nullif(regexp_extract(source_text, '^[^0-9]*?([-+]?[0-9]+([.,][0-9]+)*)[^0-9%]*$', 1), '') as proposed,
    (select string_agg('«' || m.text || '»', ', ' order by m.text) from (select distinct text from declared_marker d where d.part = other.part and text <> '' limit 8) m) as markers
from other
group by part, source_text
order by 1, 2, 3;
