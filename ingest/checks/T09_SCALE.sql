-- An indicator is a thousand or a million times what was published last, or as little: thousands for units. The same cells of the nearest period that
-- both have are set side by side; what counts is the middle of their ratios.
with published as (select * from published_figure where value > 0),
-- For each indicator and frequency the pair of periods, one of the file and one published, that lie nearest to each other, the latest of them first.
compared as (
    select n.indicator, n.time_period, o.time_period as earlier, p.code as period, q.code as earlier_period
    from (select indicator, time_period from observation group by indicator, time_period) n
    join (select indicator, time_period from published group by indicator, time_period) o on o.indicator = n.indicator
    join dim_period p on p.period_id = n.time_period
    join dim_period q on q.period_id = o.time_period and q.freq = p.freq
    qualify row_number() over (partition by n.indicator, p.freq order by abs(date_diff('day', q.start_date, p.start_date)), p.start_date desc) = 1
),
ratio as (
    select c.indicator, c.time_period, c.period, c.earlier_period, o.source_row, o.source_col, o.part, log10(list_avg([o.value]) / list_avg([p.value])) as magnitude
    from compared c
    join observation o on o.indicator = c.indicator and o.time_period = c.time_period
    join published p on p.indicator = c.indicator and p.time_period = c.earlier and p.ref_area = o.ref_area and p.size_class = o.size_class and p.activity = o.activity
        and p.sex = o.sex and p.unit_measure = o.unit_measure and p.price_base = o.price_base
    where o.value > 0
),
scaled as (
    select indicator, time_period, period, earlier_period, median(magnitude) as magnitude, count(*) as places, min(part) as part, min(source_row) as source_row
    from ratio
    group by indicator, time_period, period, earlier_period
    having places >= getvariable('threshold.T09.cells')
        and abs(median(magnitude) - round(median(magnitude))) <= log10(1 + getvariable('threshold.T09') / 100) and abs(round(median(magnitude))) >= getvariable('threshold.T09.power')
)
select s.part, s.source_row, min(o.source_col) as source_col, arg_min(o.source_text, o.source_col) as value, s.places, i.code as indicator, s.period, s.earlier_period,
    case when s.magnitude > 0 then '' else '1/' end || pow(10, abs(round(s.magnitude)))::bigint as factor
from scaled s
join observation o on o.part = s.part and o.source_row = s.source_row and o.indicator = s.indicator and o.time_period = s.time_period
join dim_indicator i on i.indicator_id = s.indicator
group by s.part, s.source_row, s.places, i.code, s.period, s.earlier_period, s.magnitude
order by 1, 2, 3;
