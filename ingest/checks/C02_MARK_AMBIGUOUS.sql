-- Figures whose mark may be of the thousands or of the decimals. Either the marks do not fit the layout, so that nothing was read (12.67 where
-- the point is of the thousands), or the layout has no thousands mark and every point of the column has three digits behind it, one to three before.
with no_thousands as (
    select part, name from table_window where thousands_mark = ''
),
-- Numbers of a workbook are numbers: only its texts can be in doubt.
texts as (
    select part, source_row, source_col, source_text, indicator, value from observation where part in (select part from no_thousands where name is null)
    union all
    select o.part, o.source_row, o.source_col, o.source_text, o.indicator, o.value
    from observation o
    join raw_note n on n.part = o.part and n.source_row = o.source_row and n.source_col = o.source_col and n.kind = 'text number'
    where o.part in (select part from no_thousands where name is not null)
),
settled as (
    select distinct part, source_col
    from texts
    where strlen(source_text) > 8 and contains(source_text, '.') and value is not null
),
measured as (
    select indicator_id from dim_indicator where not is_integer and unit_kind <> 'PT'
),
pointed as (
    select o.part, o.source_row, o.source_col, trim(o.source_text) as text
    from texts o
    where o.indicator in (select indicator_id from measured) and contains(o.source_text, '.') and o.value is not null
        and not exists (select 1 from settled s where s.part = o.part and s.source_col = o.source_col)
),
doubtful as (
    select part, source_row, source_col, trim(source_text) as text, 'unread' as why
    from observation
    where obs_statuses = 0 and source_text <> '' and regexp_full_match(trim(source_text), getvariable('number_with_marks'))
    union all
    select p.part, p.source_row, p.source_col, p.text, 'unsettled'
    from pointed p
    where not exists (
        select 1 from pointed other
        where other.part = p.part and other.source_col = p.source_col and not regexp_full_match(other.text, '[-+]?[1-9][0-9]{0,2}[.][0-9]{3}'))
),
first as (
    select part, source_col, why, min(source_row) as source_row, arg_min(text, source_row) as value, count(*) as places,
        case when count(*) > 1 then array_to_string(min(source_row, 10)::varchar[], ', ') end as rows
    from doubtful
    group by part, source_col, why
)
select part, source_row, source_col, value, places, rows, why,
    case when thousands and decimals then as_thousands end as as_thousands,
    case when thousands and decimals then as_decimal end as as_decimal,
    case when thousands and not decimals then as_thousands when decimals and not thousands then as_decimal end as reading
from (
    select *, regexp_replace(value, '[^-+0-9]', '', 'g') as as_thousands,
        regexp_replace(regexp_replace(value, '[^-+0-9]([0-9]+)$', '|\1'), '[^-+0-9|]', '', 'g').replace('|', '.') as as_decimal,
        -- Thousands stand in threes behind one mark; decimals come once, behind a mark of their own.
        regexp_full_match(value, '[-+]?[0-9]{1,3}(([.][0-9]{3})+|(,[0-9]{3})+|([^-+0-9.,][0-9]{3})+)') as thousands,
        regexp_full_match(value, '[-+]?([0-9]+[.,][0-9]+|[0-9]{1,3}(([.][0-9]{3})+,[0-9]+|(,[0-9]{3})+[.][0-9]+|([^-+0-9.,][0-9]{3})+[.,][0-9]+))') as decimals
    from first
)
order by part, source_row, source_col;
