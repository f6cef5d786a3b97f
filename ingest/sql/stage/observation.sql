-- What the stages read and write for one submission; all of it temporary.

create or replace temp table observation (
    part usmallint not null, source_row uinteger not null, source_col usmallint not null,
    ref_area usmallint, indicator usmallint, size_class usmallint, activity usmallint, sex usmallint, unit_measure usmallint, price_base usmallint, time_period usmallint,
    source_text varchar, meaning varchar, value decimal(38, 16), obs_statuses uinteger not null, conf_status usmallint, std_err double);

-- Texts that are no figure to the layout, and still no word: numbers with other marks, and dates.
set variable number_with_marks = '[-+]?[0-9]+([.,''’ \x{00A0}\x{202F}\x{2009}][0-9]+)+';
set variable date_text = '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.]+)?';

-- The rows of each table that hold its data.
create or replace temp table table_window (part usmallint, name varchar, header_row uinteger, first_row uinteger, last_row uinteger, thousands_mark varchar);

-- Rows within the window that a rule passes over, or that are empty.
create or replace temp table ignored_row (part usmallint, source_row uinteger);

-- Rows with another number of fields than the header: what seems to be empty in them is not.
create or replace temp table ragged_row (part usmallint, source_row uinteger);

-- How each distinct label was read.
create or replace temp table label_reading (
    part usmallint, source_col usmallint, header varchar, label varchar, component varchar, code varchar, id usmallint, rule varchar);

-- Texts that stand in place of a figure; an indicator or a period restricts them.
create or replace temp table marker (text varchar, indicator usmallint, time_period usmallint, meaning varchar, obs_statuses uinteger, value tinyint, conf_status usmallint);

-- The markers of each table, for messages.
create or replace temp table declared_marker (part usmallint, text varchar);

-- Those that hold only where the same key has a zero of another indicator.
create or replace temp table conditional_marker (part usmallint, text varchar, indicator usmallint, meaning varchar, obs_statuses uinteger, value tinyint, where_zero usmallint);

-- Keys whose figures are wrong in themselves, such as those that are there more than once with different figures: no sum can be held to them.
create or replace temp table doubtful_key (
    ref_area usmallint, indicator usmallint, size_class usmallint, activity usmallint, sex usmallint, unit_measure usmallint, price_base usmallint, time_period usmallint);

-- Keys of rows with a label that was not understood, which is null and may be any: that a class or a part is not there follows from it and is no further fault.
create or replace temp table unread_label (indicator usmallint, time_period usmallint, ref_area usmallint, size_class usmallint, activity usmallint);

-- Columns of figures that the source prints in other units than those of the star; messages say figures as they are printed.
create or replace temp table multiplied (part usmallint, source_col usmallint, multiplier decimal(18, 0));
create or replace temp macro as_printed(v, m) as regexp_replace((case when m is null then v else round(v / m, 6)::decimal(38, 6) end)::varchar, '[.]?0+$', '');

-- Figures that the profile corrects; the text of the source stays beside them.
create or replace temp table correction (part usmallint, source_row uinteger, source_col usmallint, cell varchar, corrected varchar, reason varchar, rule usmallint);

create or replace temp macro code_id_of(l, c) as (select code_id from dim_code where list = l and code = c);

-- Unit and prices that an indicator has unless its column says otherwise.
create or replace temp macro indicator_default_of(currency) as table
    select i.indicator_id,
        code_id_of('UNIT_MEASURE', case i.unit_kind when 'MONEY' then nullif(currency, '') else i.unit_kind end) as unit_measure,
        code_id_of('PRICE_BASE', case i.unit_kind when 'MONEY' then 'V' else '_Z' end) as price_base
    from dim_indicator i;
create or replace temp table indicator_default (indicator_id usmallint, unit_measure usmallint, price_base usmallint);

-- A number with a decimal point. DuckDB takes eight microseconds to make a decimal of 38 digits from a text, and a twentieth of that by way of a type
-- that holds the text just as exactly; and it would read 1_000 and 0x1F as numbers, which no office means.
create or replace temp macro plain_number(t) as
    case
        when try_cast(t as bigint)::varchar = t then try_cast(t as bigint)::decimal(38, 16)
        when regexp_full_match(trim(t), '[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?')
            then case
                when strlen(t) <= 18 and strlen(t) - instr(t, '.') <= 9 and not contains(t, 'e') and not contains(t, 'E')
                    then coalesce(try_cast(t as decimal(18, 9))::decimal(38, 16), try_cast(t as decimal(38, 16)))
                else try_cast(t as decimal(38, 16)) end
    end;

-- A number with the marks of its country; null where the thousands do not stand in threes. RE2 has no quoting of single
-- characters but the class, in which each mark stands for itself.
create or replace temp macro local_number(t, decimal_mark, thousands_mark) as
    case
        when thousands_mark <> '' and contains(t, thousands_mark)
            then case when regexp_full_match(trim(t), '[-+]?[0-9]{1,3}([' || thousands_mark || '][0-9]{3})+([' || decimal_mark || '][0-9]+)?')
                then plain_number(replace(replace(trim(t), thousands_mark, ''), decimal_mark, '.')) end
        when regexp_full_match(trim(t), '[-+]?[0-9]+([' || decimal_mark || '][0-9]+)?')
            then plain_number(replace(trim(t), decimal_mark, '.'))
    end;

-- The unit that the source rounds an indicator to (1 where it does not round); u in the tolerance of sums.
create or replace temp table rounding (indicator usmallint, unit decimal(38, 16));

-- By class: half the distance between two printed figures, so that a figure stands for itself more or less that; null for half the last decimal that its text prints.
create or replace temp table rounding_of_class (indicator usmallint, size_class usmallint, half decimal(38, 16));

-- Figures that notes or titles repeat, and the key of the cell that each should equal.
create or replace temp table text_figure (
    part usmallint, source_row uinteger, source_col usmallint, source_text varchar, figure decimal(38, 16),
    ref_area usmallint, indicator usmallint, size_class usmallint, activity usmallint, sex usmallint, time_period usmallint);

-- Codes that had to be repaired before they could be read: 2022.0 for 2022, 111 for 0111.
create or replace temp table repaired_code (part usmallint, source_row uinteger, source_col usmallint, source_text varchar, code varchar, places ubigint);

-- The office's own figures of this dataset that are current in the star: what the checks over time compare with.
create or replace temp view published_figure as
select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, obs_statuses
from fact_enterprise_count
where dataset = getvariable('dataset') and submission <> getvariable('submission') and closed_by is null and own_scheme and method = getvariable('METHOD.reported')
union all
select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, obs_statuses
from fact_performance
where dataset = getvariable('dataset') and submission <> getvariable('submission') and closed_by is null and own_scheme and method = getvariable('METHOD.reported');
