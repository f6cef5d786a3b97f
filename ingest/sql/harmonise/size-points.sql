-- Point estimates of the units in a class that bands cross (METHOD.md, Size): log of the survival count N(>= x) linear in log x within the band that a limit falls in, clamped to
-- the interval, never in a band without an end, and only where the interval is narrow. They stand apart from the figures, so that none is ever summed. {counts} holds the figures in the
-- producer's scheme; the bounded ones of the target schemes are in the star.
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
bounded as (
    select f.ref_area, f.indicator, f.size_class, f.activity, f.sex, f.unit_measure, f.price_base, f.time_period, f.value_low, f.value_high, t.*
    from fact_enterprise_count f
    join target t on t.target = f.size_class
    where f.submission = getvariable('submission') and f.method = getvariable('METHOD.bounded') and f.indicator = getvariable('counted')
        and f.interval_kinds = getvariable('kind.NESTING') and f.value_low > 0 and f.value_high <= f.value_low * (select value from parameter where code = 'POINT_WIDTH')
),
survival as (
    select b.*, count(*) as bands,
        sum(c.value) filter (s.low >= b.lo_a)::double as above_lo_a, coalesce(sum(c.value) filter (s.low >= b.lo_b), 0)::double as above_lo_b,
        coalesce(sum(c.value) filter (s.low >= b.hi_a), 0)::double as above_hi_a, coalesce(sum(c.value) filter (s.low >= b.hi_b), 0)::double as above_hi_b
    from bounded b
    join {counts} c using (ref_area, indicator, activity, sex, unit_measure, price_base, time_period)
    join band s on s.size_class_id = c.size_class
    where c.own_scheme and c.value is not null and c.value_low is null
    group by all
),
estimate as (
    select *, above(lo, lo_a, lo_b, above_lo_a, above_lo_b) - case when hi_a is null then 0 else above(hi, hi_a, hi_b, above_hi_a, above_hi_b) end as units
    from survival
    where bands = (select count(*) from band) or getvariable('absent_is_zero')
)
select ref_area, getvariable('dataset'), indicator, size_class, activity, sex, unit_measure, price_base, time_period, getvariable('submission'),
    round(least(greatest(units, value_low::double), value_high::double))
from estimate
where units is not null;
