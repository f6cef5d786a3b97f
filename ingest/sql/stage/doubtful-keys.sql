-- What C04, C05, C07 and C11 found is settled before sums are compared: a figure that is wrong in itself makes no sum wrong as well. Of equal figures of one key the first
-- is kept; keys with different figures, with fractions of a unit, below zero and above a hundred percent are set apart.
create or replace temp table repeated as
select rowid as id, row_number() over whole > 1 as again, count(distinct coalesce(value::varchar, source_text)) over (partition by ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period) > 1 as differs,
    ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period
from observation
where time_period is not null and ref_area is not null and size_class is not null and activity is not null
window whole as (partition by ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period order by part, source_row, source_col);

insert into doubtful_key
select distinct ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period from repeated where differs;

delete from observation where rowid in (select id from repeated where again and not differs);
drop table repeated;

insert into doubtful_key
select o.ref_area, o.indicator, o.size_class, o.activity, o.sex, o.unit_measure, o.price_base, o.time_period
from observation o
join dim_indicator i on i.indicator_id = o.indicator and (i.is_integer or i.non_negative)
-- list_avg([value]) is the value as a double; a cast takes ten times as long.
where i.non_negative and o.value < 0 or o.unit_measure = code_id_of('UNIT_MEASURE', 'PT') and o.value > getvariable('threshold.C11') or i.is_integer and list_avg([o.value]) % 1 <> 0 and abs(o.value - round(o.value)) > getvariable('threshold.C05');
