-- The share of a size class in the nation moves by more than a few points in one year. Shares are taken of the classes that both years have, with no declared break
-- between them. Where the file prints no national row, or none over all activities, the areas or sections below are summed.
with held_area as (select a.area_id, a.code, a.level, a.parent from (select ref_area from observation group by ref_area) o join dim_area a on a.area_id = o.ref_area),
held_activity as (select a.activity_id, a.code, a.parent from (select activity from observation group by activity) o join dim_activity a on a.activity_id = o.activity),
nation as (
    select area_id from held_area where level = 'country'
    union all
    select area_id from held_area where parent in (select code from dim_area where level = 'country') and not exists (select 1 from held_area where level = 'country')
),
economy as (
    select activity_id from held_activity where code = '_T'
    union all
    select activity_id from held_activity where parent = '_T' and not exists (select 1 from held_activity where code = '_T')
),
class as (
    select c.size_class_id, c.code from dim_size_class c
    where c.scheme = getvariable('size_scheme') and c.code <> '_T' and not exists (select 1 from dim_size_class child where child.scheme = c.scheme and child.parent = c.code)
),
kind as (select indicator_id, code from dim_indicator where unit_kind in ('ENT', 'PS') and flow_or_stock in ('stock', 'average') and (additive_over = 'all' or list_contains(string_split(additive_over, '|'), 'size'))),
sent as (select time_period from observation where time_period is not null group by time_period),
year as (select period_id, start_date, code from dim_period where freq = 'A'),
both_sexes as (select code_id as sex from dim_code where list = 'SEX' and code = '_T'),
cell as (
    select indicator, time_period, size_class, true as sent, sum(value) as n, count(*) = count(value) as known, bool_or(obs_statuses & getvariable('bit.B') <> 0) as broken,
        min(part) as part, min(source_row) as source_row, arg_min(source_col, source_row) as source_col, arg_min(source_text, source_row) as source_text
    from observation
    where ref_area in (select area_id from nation) and activity in (select activity_id from economy) and size_class in (select size_class_id from class)
        and indicator in (select indicator_id from kind) and time_period in (select period_id from year) and sex = (select sex from both_sexes)
    group by indicator, time_period, size_class
    union all
    select indicator, time_period, size_class, false, sum(value), count(*) = count(value), false, null, null, null, null
    from published_figure
    where ref_area in (select area_id from nation) and activity in (select activity_id from economy) and size_class in (select size_class_id from class)
        and indicator in (select indicator_id from kind) and sex = (select sex from both_sexes)
        and time_period in (select period_id from year where period_id not in (select time_period from sent))
    group by indicator, time_period, size_class
),
compared as (
    select n.*, y.code as period, q.code as earlier,
        list_avg([n.n]) * 100 / nullif(sum(list_avg([n.n])) over whole, 0) as share, list_avg([o.n]) * 100 / nullif(sum(list_avg([o.n])) over whole, 0) as share_before,
        bool_and(n.known and o.known) over whole as complete, bool_or(n.broken) over whole as explained
    from cell n
    join year y on y.period_id = n.time_period
    join year q on q.start_date = y.start_date - interval 1 year
    join cell o on o.indicator = n.indicator and o.size_class = n.size_class and o.time_period = q.period_id
    window whole as (partition by n.indicator, n.time_period)
)
select c.part, c.source_row, c.source_col, c.source_text as value, count(*) over (partition by c.indicator, c.time_period) as places, i.code as indicator, k.code as size_class,
    c.period, c.earlier as earlier_period, round(c.share, 1) as share, round(c.share_before, 1) as earlier_share,
    printf('%+.1f', c.share - c.share_before) as points
from compared c
join dim_indicator i on i.indicator_id = c.indicator
join class k on k.size_class_id = c.size_class
where c.sent and c.complete and not c.explained and abs(c.share - c.share_before) > getvariable('threshold.S06')
qualify row_number() over (partition by c.indicator, c.time_period order by abs(c.share - c.share_before) desc, k.code) = 1
order by 1, 2, 3, i.code;
