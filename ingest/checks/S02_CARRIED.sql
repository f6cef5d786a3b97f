-- Figures of an area that are the same as in the period before: an old file sent again, or a year carried forward. Small counts repeat by chance, so only figures
-- from threshold smallest on are compared; at least some and more than a fifth of them must be the same. Looked at are the margins as in S01.
with top as (select (select activity_id from dim_activity where code = '_T') as activity),
country as (select area_id from dim_area where level = 'country'),
margin as (
    select exists (select 1 from observation where activity = (select activity from top)) or exists (select 1 from observation where ref_area in (select area_id from country)) as printed
),
sent as (select indicator, time_period from observation where indicator is not null and time_period is not null group by all),
year as (select period_id, start_date, code from dim_period where freq = 'A'),
published as (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value from published_figure where value >= getvariable('threshold.S02.smallest')::int
),
period as (
    -- One sheet of a workbook may say another year than the others: each indicator has its own periods.
    select indicator, time_period, true as sent from sent
    union all
    select indicator, time_period, false from published where (indicator, time_period) not in (select indicator, time_period from sent) group by all
),
pair as (
    select * from (
        select p.indicator, p.time_period, lag(p.time_period) over series as before, p.sent, y.code as period, lag(y.code) over series as earlier
        from period p join year y on y.period_id = p.time_period
        window series as (partition by p.indicator order by y.start_date)
    ) where before is not null and sent limit 1000
),
figure as materialized (
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, part, source_row
    from observation
    where value >= getvariable('threshold.S02.smallest')::int and (activity = (select activity from top) or ref_area in (select area_id from country) or not (select printed from margin))
),
earlier as (
    select * exclude (part, source_row) from figure where (indicator, time_period) in (select indicator, before from pair)
    union all
    select *
    from published
    where (indicator, time_period) in (select indicator, before from pair) and (indicator, time_period) not in (select indicator, time_period from sent)
),
same as (
    select n.indicator, n.time_period, n.ref_area, count(*) as cells, min(n.source_row) as source_row, min(n.part) as part
    from figure n
    join pair p on p.indicator = n.indicator and p.time_period = n.time_period
    join earlier e on e.time_period = p.before and e.value = n.value and e.ref_area = n.ref_area and e.indicator = n.indicator and e.size_class = n.size_class
        and e.activity = n.activity and e.sex = n.sex and e.unit_measure = n.unit_measure and e.price_base = n.price_base
    group by n.indicator, n.time_period, n.ref_area
    having count(*) >= getvariable('threshold.S02.cells')
),
held as (
    select indicator, time_period, ref_area, count(*) as cells
    from figure
    group by indicator, time_period, ref_area
),
carried as (
    select s.*, h.cells as all_cells
    from same s join held h on h.indicator = s.indicator and h.time_period = s.time_period and h.ref_area = s.ref_area
    where s.cells * 100 > h.cells * getvariable('threshold.S02')
),
found as (
    select indicator, time_period, min(part) as part, min(source_row) as source_row, sum(cells)::bigint as places, sum(all_cells)::bigint as compared, count(*) as areas, arg_min(ref_area, source_row) as ref_area
    from carried
    group by indicator, time_period
)
select f.part, f.source_row, min(o.source_col) as source_col, arg_min(o.source_text, o.source_col) as value, f.places, i.code as indicator, p.period, p.earlier as earlier_period,
    f.compared, round(f.places * 100.0 / f.compared) as percent, f.areas, a.code as area
from found f
join pair p on p.indicator = f.indicator and p.time_period = f.time_period
join observation o on o.part = f.part and o.source_row = f.source_row and o.indicator = f.indicator and o.time_period = f.time_period
join dim_indicator i on i.indicator_id = f.indicator
join dim_area a on a.area_id = f.ref_area
group by f.part, f.source_row, f.places, i.code, p.period, p.earlier, f.compared, f.areas, a.code
order by 1, 2, 3;
