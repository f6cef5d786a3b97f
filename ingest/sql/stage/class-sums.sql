-- Totals that differ from the sum of their classes, for T01 to tell; what is told there, T02 does not tell again.
-- A printed total of the size scheme, or a class printed beside its own subclasses, differs from the sum of its parts by more than rounding.
-- Where a part is hidden or missing, or the scheme is not there whole (T03), the parts may only not exceed the total. Rows that are not there at all
-- count as nothing, and make it a warning unless that is what their absence means. Keys that are there twice (C07) and labels that were not read (C06)
-- have their own findings.
create or replace temp table class_sum as
with held as (
    select c.size_class_id, c.code, c.parent
    from (select size_class from observation group by size_class) o join dim_size_class c on c.size_class_id = o.size_class
),
-- Each equation sets one printed class (-1) against its parts (1). Limits, here and below, only tell the planner that a set is small.
role as (
    select * from (
    select getvariable('total_class')::usmallint as equation, size_class_id as size_class, case code when '_T' then -1 else 1 end as sign
    from held where code not in (select parent from held where parent is not null)
    union all
    select p.size_class_id, c.size_class_id, 1 from held c join held p on p.code = c.parent
    union all
    select distinct p.size_class_id, p.size_class_id, -1 from held c join held p on p.code = c.parent
    ) limit 1000
),
additive as (
    select i.indicator_id as indicator, i.non_negative, i.is_integer, r.unit
    from dim_indicator i
    left join rounding r on r.indicator = i.indicator_id
    where i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), 'size')
),
-- Parts that are not applicable or counted in another cell are nothing here.
compared as (
    select * from (
        select r.equation, o.ref_area, o.indicator, o.activity, o.sex, o.unit_measure, o.price_base, o.time_period,
            sum(case when r.sign = 1 then o.value else -o.value end) as difference,
            count(o.value) filter (r.sign = -1) as totals,
            count(*) filter (r.sign = 1) as parts,
            count(*) filter (r.sign = 1 and o.value is null and o.obs_statuses & (getvariable('bit.M') | getvariable('bit.K')) = 0) as unknown
        from observation o
        join role r on r.size_class = o.size_class
        where o.indicator in (select indicator from additive) and o.time_period is not null
        group by all
        having totals = 1 and parts > 0 and difference <> 0
        limit 100000
    ) c
    where not exists (select 1 from doubtful_key k where k.ref_area = c.ref_area and k.indicator = c.indicator and k.activity = c.activity and k.sex = c.sex and k.time_period = c.time_period)
),
-- The unit that figures are rounded to: as the dataset says; nothing for counts; else the last digit printed in this class.
digit as (
    select o.indicator, o.size_class, min(abs(o.value) / nullif(regexp_replace(o.source_text, '[^0-9]', '', 'g'), '')::double) as unit
    from observation o
    semi join compared c on c.indicator = o.indicator and c.ref_area = o.ref_area and c.activity = o.activity and c.time_period = o.time_period
    where o.value <> 0 and o.indicator in (select indicator from additive where coalesce(unit, 1) = 1 and not is_integer) and not contains(upper(o.source_text), 'E')
    group by o.indicator, o.size_class
),
slack as (
    select c.*, a.non_negative, t.part, t.source_row, t.source_col, t.source_text, t.value as total, t.value + c.difference as sum,
        coalesce(
            case when a.unit > 1 or (a.unit < 1 and not a.is_integer) then (c.parts + 1) * a.unit::double / 2 when not a.is_integer then d.unit end, 0)
            + abs(list_avg([t.value])) * 1e-12 + 1e-6 * a.is_integer::int as tolerance
    from compared c
    join additive a on a.indicator = c.indicator
    join observation t on t.size_class = c.equation and t.value is not null and t.ref_area = c.ref_area and t.indicator = c.indicator and t.activity = c.activity
        and t.sex = c.sex and t.unit_measure = c.unit_measure and t.price_base = c.price_base and t.time_period = c.time_period
    left join (
        select r.equation, d.indicator, sum(d.unit) / 2 as unit from role r join digit d on d.size_class = r.size_class group by r.equation, d.indicator
    ) d on d.equation = c.equation and d.indicator = c.indicator
),
-- How many parts the file holds for this indicator and period in the groups where it holds most, and whether a whole class is not there.
expected as (
    select h.indicator, h.time_period, r.equation, count(*) as parts,
        r.equation = getvariable('total_class') and exists (
            select 1 from dim_size_class c
            where c.scheme = getvariable('size_scheme') and c.code not in ('_T', '_U', '_Z', 'S_CONF') and c.parent is null
                and c.size_class_id not in (select size_class from class_outside)
                and not list_contains(list(k.code), c.code) and not list_contains(list(k.parent), c.code)) as incomplete
    from (select distinct indicator, time_period, size_class from observation where indicator in (select indicator from compared)) h
    join role r on r.size_class = h.size_class and r.sign = 1
    join dim_size_class k on k.size_class_id = h.size_class
    group by h.indicator, h.time_period, r.equation
)
select s.*, case when s.parts < e.parts and not getvariable('absent_is_zero')::boolean then 'W' else 'E' end as severity,
    case when abs(s.difference) > 0.01 * abs(s.total) then 'ratio ' || round(list_avg([s.sum]) / nullif(list_avg([s.total]), 0), 2) else 'difference ' || s.difference end as cause,
    s.source_row::ubigint * 65536 + s.source_col as place
from slack s
join expected e on e.indicator = s.indicator and e.time_period = s.time_period and e.equation = s.equation
where abs(list_avg([s.difference])) > s.tolerance
    and case when s.difference > 0 and s.non_negative then true else s.unknown = 0 and not e.incomplete and not exists (
        select 1 from unread_label u
        where u.indicator = s.indicator and u.time_period = s.time_period and (u.size_class is null or s.parts < e.parts) and coalesce(u.ref_area, s.ref_area) = s.ref_area and coalesce(u.activity, s.activity) = s.activity) end;
