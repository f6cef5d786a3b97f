-- A count changes more from one year to the next than such counts do: a national total by more than a tenth, a class by more than its size makes usual, or any figure
-- by far more than it ever changes itself. A declared break (status B) explains a change. The series are those of stage/yearly-change.sql.
with top as (
    select (select activity_id from dim_activity where code = '_T') as activity, getvariable('total_class')::usmallint as size_class
),
kind as (select indicator_id, code, unit_kind in ('ENT', 'PS') as counted from dim_indicator),
-- Where all changes of a series lie closer together than what is still usual, none is far from the middle one; most series end here, and medians take long.
moving as (
    select series
    from yearly_change
    group by series
    having count(*) + 1 >= getvariable('threshold.S01.mad_points') and ln(max(x / y)) - ln(min(x / y)) > ln(1 + getvariable('threshold.S01.mad_floor')::double / 100)
),
own as (
    select series, median(ln(x / y)) as middle, mad(ln(x / y)) as deviation
    from yearly_change
    where series in (select series from moving)
    group by series
),
series as (
    select s.*, k.code, k.counted,
        s.ref_area in (select area_id from dim_area where level = 'country') and s.activity = (select activity from top) and s.size_class = (select size_class from top) as national
    from year_series s
    join kind k on k.indicator_id = s.indicator
),
jump as (
    select c.*, s.* exclude (series)
    from yearly_change c
    join series s on s.series = c.series
    left join own o on o.series = c.series
    where c.sent and not c.broken and greatest(c.x, c.y) >= getvariable('threshold.S01.small_units')
        and (
            (s.counted and abs(c.x / c.y - 1) * 100 > case
                when s.national then getvariable('threshold.S01.national')
                when greatest(c.x, c.y) >= getvariable('threshold.S01.large_units') then getvariable('threshold.S01.large')
                else getvariable('threshold.S01.small')
            end)
            or abs(ln(c.x / c.y) - o.middle) > greatest(getvariable('threshold.S01.mad')::double * o.deviation, ln(1 + getvariable('threshold.S01.mad_floor')::double / 100))
        )
)
-- One finding an indicator and year, and one more for its national total; it shows the largest figure.
select arg_max(j.part, j.x) as part, arg_max(j.source_row, j.x) as source_row, arg_max(j.source_col, j.x) as source_col, arg_max(o.source_text, j.x) as value, count(*) as places,
    j.code as indicator, arg_max(c.code, j.x) as size_class, arg_max(a.code, j.x) as area, arg_max(v.code, j.x) as activity, p.code as period, b.code as earlier_period,
    regexp_replace(arg_max(round(j.y, 2), j.x)::decimal(38, 2)::varchar, '[.]?0+$', '') as earlier_value,
    arg_max(printf('%+.1f', (j.x / j.y - 1) * 100), j.x) as percent
from (select * from jump limit 100000) j
join observation o on o.part = j.part and o.source_row = j.source_row and o.source_col = j.source_col and o.indicator = j.indicator
join dim_period p on p.period_id = j.time_period
join dim_period b on b.period_id = j.before
join dim_size_class c on c.size_class_id = j.size_class
join dim_area a on a.area_id = j.ref_area
join dim_activity v on v.activity_id = j.activity
group by j.code, j.national, p.code, b.code
order by 1, 2, 3, j.national desc;
