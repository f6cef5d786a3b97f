-- Point estimates of the units in a class that bands cross (METHOD.md, Size): log of the survival count N(>= x) linear in log x within the band that a limit falls in, never in a band
-- without an end. They stand apart from the figures, so that none is ever summed; whether one is narrow enough to be shown, and its clamping to the interval, is the release's
-- (facts.sql), which knows the whole interval. {counts} holds the figures in the producer's scheme.
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
survival as (
    select c.ref_area, c.indicator, t.target, c.activity, c.sex, c.unit_measure, c.price_base, c.time_period, t.lo, t.hi, t.lo_a, t.lo_b, t.hi_a, t.hi_b, count(*) as bands,
        sum(c.value) filter (s.low >= t.lo_a)::double as above_lo_a, coalesce(sum(c.value) filter (s.low >= t.lo_b), 0)::double as above_lo_b,
        coalesce(sum(c.value) filter (s.low >= t.hi_a), 0)::double as above_hi_a, coalesce(sum(c.value) filter (s.low >= t.hi_b), 0)::double as above_hi_b,
        coalesce(sum(c.value) filter (s.low >= t.lo and s.high <= t.hi), 0) as inside, sum(c.value) filter (s.low < t.hi and s.high > t.lo) as touching
    from {counts} c
    join band s on s.size_class_id = c.size_class
    cross join target t
    where c.own_scheme and c.indicator = getvariable('counted') and c.value is not null and c.value_low is null
    group by all
    -- What is known of the staff may narrow the interval further.
    having touching <= inside * (select value from parameter where code = 'POINT_WIDTH') or getvariable('classified_by') <> 0
),
estimate as (
    select *, above(lo, lo_a, lo_b, above_lo_a, above_lo_b) - case when hi_a is null then 0 else above(hi, hi_a, hi_b, above_hi_a, above_hi_b) end as units
    from survival
    where bands = (select count(*) from band) or getvariable('absent_is_zero')
)
select ref_area, getvariable('dataset'), indicator, target, activity, sex, unit_measure, price_base, time_period, getvariable('submission'), round(units)
from estimate
where units is not null;
