-- Figures whose mark may be of the thousands or of the decimals. Either the marks do not fit the layout, so that nothing was read (12.67 where
-- the point is of the thousands), or the layout has no thousands mark and every point of the column has three digits behind it, one to three before.
with no_thousands as (
    -- Numbers of a workbook are numbers: only texts can be in doubt.
    select part from table_window where thousands_mark = '' and name is null
),
settled as (
    select distinct part, source_col
    from observation
    where part in (select part from no_thousands) and strlen(source_text) > 8 and contains(source_text, '.') and value is not null
),
measured as (
    select indicator_id from dim_indicator where not is_integer and unit_kind <> 'PT'
),
pointed as (
    select o.part, o.source_row, o.source_col, trim(o.source_text) as text
    from observation o
    where o.part in (select part from no_thousands) and o.indicator in (select indicator_id from measured) and contains(o.source_text, '.') and o.value is not null
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
    regexp_replace(value, '[^-+0-9]', '', 'g') as as_thousands,
    regexp_replace(regexp_replace(value, '[^-+0-9]([0-9]+)$', '|\1'), '[^-+0-9|]', '', 'g').replace('|', '.') as as_decimal
from first
order by part, source_row, source_col;
