-- Most series of a count move one way in one year, and by much, with no break declared. Money is left out: prices move it. The series are those of stage/yearly-change.sql.
with series as (
    select s.series, s.indicator, k.code from year_series s join dim_indicator k on k.indicator_id = s.indicator and k.unit_kind in ('ENT', 'PS')
),
moved as (
    select s.code, c.time_period, c.before, count(*) as series, min(c.part) as part, min(c.source_row) as source_row,
        greatest(count(*) filter (c.x > c.y), count(*) filter (c.x < c.y)) * 100 / count(*) as same_way,
        (median(c.x / c.y) - 1) * 100 as middle, bool_or(c.broken) as explained
    from yearly_change c
    join series s on s.series = c.series
    where c.sent
    group by s.code, c.time_period, c.before
    having count(*) >= getvariable('threshold.S03.series') and not explained
        and same_way > getvariable('threshold.S03.same_way') and abs(middle) > getvariable('threshold.S03')
)
select m.part, m.source_row, null::usmallint as source_col, p.code as value, m.series as places, m.code as indicator, p.code as period, b.code as earlier_period, m.series,
    round(m.same_way) as same_way, printf('%+.1f', m.middle) as percent
from moved m
join dim_period p on p.period_id = m.time_period
join dim_period b on b.period_id = m.before
order by 1, 2, m.code;
