-- Point estimates of the units in a class that bands cross (METHOD.md, Size): log of the survival count N(>= x) linear in log x within the band that a limit falls in, never in a band
-- without an end. They stand apart from the figures, so that none is ever summed; whether one is narrow enough to be shown, and its clamping to the interval, is the release's
-- (facts.sql), which knows the whole interval. They are whole, as counts are: a double that became a decimal would bring its noise along. {counts} holds the figures in the producer's scheme.
insert into point_estimate
with band as (select size_class_id, low::double as low, high::double as high from source_band where criterion = 'employment' and only_period is null),
-- Each limit of a straddled target and the band [a, b) around it; a limit that is the edge of a band is a.
target as (
    select t.target, b.low::double as lo, b.high::double as hi, f.low as lo_a, f.high as lo_b, g.low as hi_a, g.high as hi_b
    from size_target t
    join target_band b on b.size_class_id = t.target and b.criterion = 'employment'
    join band f on f.low <= b.low and b.low < f.high
    left join band g on g.low <= b.high and b.high < g.high
    where not t.exact and t.only_period is null
),
-- Where no target is crossed there is no pair, and the figures are not even read.
pair as materialized (select t.*, s.size_class_id, s.low, s.high from target t cross join band s),
figure as (
    -- list_avg([value]) is the value as a double; a cast takes ten times as long. Counts of units are whole in it.
    select ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period, list_avg([value]) as units
    from {counts}
    where own_scheme and indicator = getvariable('counted') and value is not null and value_low is null
),
survival as (
    select f.ref_area, f.indicator, p.target, f.activity, f.sex, f.unit_measure, f.price_base, f.time_period, p.lo, p.hi, p.lo_a, p.lo_b, p.hi_a, p.hi_b, count(*) as bands,
        sum(f.units) filter (p.low >= p.lo_a) as above_lo_a, coalesce(sum(f.units) filter (p.low >= p.lo_b), 0) as above_lo_b,
        coalesce(sum(f.units) filter (p.low >= p.hi_a), 0) as above_hi_a, coalesce(sum(f.units) filter (p.low >= p.hi_b), 0) as above_hi_b,
        coalesce(sum(f.units) filter (p.low >= p.lo and p.high <= p.hi), 0) as inside, sum(f.units) filter (p.low < p.hi and p.high > p.lo) as touching
    from figure f
    join pair p on p.size_class_id = f.size_class
    group by all
    -- What is known of the staff may narrow the interval further.
    having touching <= inside * (select value from parameter where code = 'POINT_WIDTH') or getvariable('classified_by') <> 0
),
estimate as (
    select *, above(lo, lo_a, lo_b, above_lo_a, above_lo_b) - case when hi_a is null then 0 else above(hi, hi_a, hi_b, above_hi_a, above_hi_b) end as units
    from survival
    where bands = (select count(*) from band) or getvariable('absent_is_zero')
)
select ref_area, getvariable('dataset'), indicator, target, activity, sex, unit_measure, price_base, time_period, getvariable('submission'), round(units)::bigint
from estimate
where units is not null;
