-- What C07 found is settled before sums are compared: of equal figures of one key the first is kept, and keys with different figures are set apart.
create or replace temp table repeated as
select rowid as id, row_number() over whole > 1 as again, count(distinct coalesce(value::varchar, source_text)) over (partition by ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period) > 1 as differs,
    ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period
from observation
where time_period is not null and ref_area is not null and size_class is not null and activity is not null
window whole as (partition by ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period order by part, source_row, source_col);

insert into repeated_key
select distinct ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period from repeated where differs;

delete from observation where rowid in (select id from repeated where again and not differs);
drop table repeated;
