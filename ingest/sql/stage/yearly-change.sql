-- Each annual figure beside that of the year before, for the checks over time. Looked at are the margins, national or over all activities, and all cells
-- where a file has no margins. Years that the file does not hold come from what is published.

-- A series is a key without its period. Its number makes the join of years one comparison instead of eight.
create or replace temp table year_series as
select row_number() over () as series, *
from (
    select distinct ref_area, indicator, size_class, activity, sex, unit_measure, price_base
    from observation
    where indicator in (select indicator_id from dim_indicator where unit_kind in ('ENT', 'PS', 'MONEY') and flow_or_stock <> 'ratio')
        and (activity = (select activity_id from dim_activity where code = '_T')
            or ref_area in (select area_id from dim_area where level = 'country')
            or not exists (
                select 1 from observation
                where activity = (select activity_id from dim_activity where code = '_T') or ref_area in (select area_id from dim_area where level = 'country')))
);

create or replace temp table yearly_point as
with year as (select period_id, year(start_date) as number from dim_period where freq = 'A'),
sent as (select indicator, time_period from observation where indicator is not null and time_period is not null group by all),
published as (select * from published_figure where value > 0)
-- list_avg([value]) is the value as a double; a cast takes ten times as long.
select s.series * 10000 + y.number as place, o.time_period, list_avg([o.value]) as x, true as sent, o.obs_statuses & getvariable('bit.B') <> 0 as broken, o.part, o.source_row, o.source_col
from observation o
join year y on y.period_id = o.time_period
join year_series s using (ref_area, indicator, size_class, activity, sex, unit_measure, price_base)
where o.value > 0
union all
select s.series * 10000 + y.number, o.time_period, list_avg([o.value]), false, false, null, null, null
from published o
join year y on y.period_id = o.time_period
join year_series s using (ref_area, indicator, size_class, activity, sex, unit_measure, price_base)
where (o.indicator, o.time_period) not in (select indicator, time_period from sent);

-- What is wrong in itself does not change from one year to the next as well. They are few: to look for them among all figures would take longer than all else here.
delete from yearly_point
where sent and place in (
    select s.series * 10000 + year(p.start_date)
    from doubtful_key k
    join dim_period p on p.period_id = k.time_period
    join year_series s using (ref_area, indicator, size_class, activity, sex, unit_measure, price_base));

create or replace temp table yearly_change as
select (n.place // 10000)::ubigint as series, n.time_period, o.time_period as before, n.x, o.x as y, n.sent, n.broken, n.part, n.source_row, n.source_col
from yearly_point n
join yearly_point o on o.place = n.place - 1;

drop table yearly_point;
