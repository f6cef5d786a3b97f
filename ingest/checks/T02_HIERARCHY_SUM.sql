-- Areas or activities differ from the one above them by more than rounding, as in T01. A list may be partial: that it falls short of its total is an error
-- only where it holds every code, or where the same list adds up nearly everywhere else in the file; where it lacks a few codes only, it is a warning. That it exceeds
-- its total always is an error, of what cannot be negative.
with held_area as (
    select a.area_id as id, a.code, a.parent from (select ref_area from observation group by ref_area) o join dim_area a on a.area_id = o.ref_area
),
held_activity as (
    select a.activity_id as id, a.code, a.parent, a.system, a.level from (select activity from observation group by activity) o join dim_activity a on a.activity_id = o.activity
),
held_system as (select distinct system from held_activity where level <> 'total' and code <> '_U'),
-- Each equation sets one printed code (-1) against those below it (1); needed is how many the whole list has, units of unknown place or activity apart.
area_role as (
    select * from (
        select p.id as equation, c.id as member, 1 as sign, (c.code not like '%-\_U' escape '\')::int as listed from held_area c join held_area p on p.code = c.parent
        union all
        select distinct p.id, p.id, -1, 0 from held_area c join held_area p on p.code = c.parent
    ) limit 1000
),
activity_role as (
    select * from (
        select p.id as equation, c.id as member, 1 as sign, (c.code <> '_U')::int as listed, s.system
        from held_activity c join held_activity p on p.code = c.parent join held_system s on c.code = '_U' or c.system = s.system
        union all
        select distinct p.id, p.id, -1, 0, c.system from held_activity c join held_activity p on p.code = c.parent where c.code <> '_U'
    ) limit 1000
),
additive as (
    select i.indicator_id as indicator, i.non_negative, i.is_integer, r.unit,
        i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), 'area') as over_area,
        i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), 'activity') as over_activity
    from dim_indicator i
    left join rounding r on r.indicator = i.indicator_id
),
compared as (
    select * from (
        select 'area' as dimension, null as system, r.equation as ref_area, o.activity, r.equation, o.indicator, o.size_class, o.sex, o.unit_measure, o.price_base, o.time_period,
            sum(case when r.sign = 1 then o.value else -o.value end) as difference,
            count(o.value) filter (r.sign = -1) as totals,
            count(*) filter (r.sign = 1) as parts, sum(r.listed) as listed,
            count(*) filter (r.sign = 1 and o.value is null and o.obs_statuses & (getvariable('bit.M') | getvariable('bit.K')) = 0) as unknown
        from observation o
        join area_role r on r.member = o.ref_area
        where o.indicator in (select indicator from additive where over_area) and o.time_period is not null
        group by all
        having totals = 1 and parts > 1
        union all
        select 'activity', r.system, o.ref_area, r.equation, r.equation, o.indicator, o.size_class, o.sex, o.unit_measure, o.price_base, o.time_period,
            sum(case when r.sign = 1 then o.value else -o.value end) as difference,
            count(o.value) filter (r.sign = -1) as totals,
            count(*) filter (r.sign = 1) as parts, sum(r.listed) as listed,
            count(*) filter (r.sign = 1 and o.value is null and o.obs_statuses & (getvariable('bit.M') | getvariable('bit.K')) = 0) as unknown
        from observation o
        join activity_role r on r.member = o.activity
        where o.indicator in (select indicator from additive where over_activity) and o.time_period is not null
        group by all
        having totals = 1 and parts > 1
    ) c
    where not exists (
        select 1 from doubtful_key k
        where k.indicator = c.indicator and k.size_class = c.size_class and k.sex = c.sex and k.time_period = c.time_period and case c.dimension when 'area' then k.activity = c.activity else k.ref_area = c.ref_area end)
),
habit as (
    select dimension, system, equation, indicator, max(parts) as parts,
        count(*) filter (difference = 0 and unknown = 0) * 100 >= getvariable('threshold.T02.share') * count(*) filter (unknown = 0)
            and count(*) filter (difference = 0 and unknown = 0) >= getvariable('threshold.T02.groups') as adds_up
    from compared
    group by dimension, system, equation, indicator
),
whole as (
    select 'area' as dimension, null as system, p.area_id as equation, count(*) as codes
    from dim_area c join dim_area p on p.code = c.parent where c.code not like '%-\_U' escape '\' group by p.area_id
    union all
    select 'activity', c.system, p.activity_id, count(*) from dim_activity c join dim_activity p on p.code = c.parent where c.code <> '_U' group by p.activity_id, c.system
),
suspect as (
    select c.*, a.non_negative, a.is_integer, a.unit, h.parts as usual_parts,
        c.listed < w.codes and not h.adds_up as partial
    from (select * from compared where difference <> 0 limit 100000) c
    join additive a on a.indicator = c.indicator
    join habit h on h.dimension = c.dimension and h.system is not distinct from c.system and h.equation = c.equation and h.indicator = c.indicator
    left join whole w on w.dimension = c.dimension and w.system is not distinct from c.system and w.equation = c.equation
    -- What T01 says of a row of this sum is the same fault.
    where not exists (
        select 1 from class_sum s
        where s.indicator = c.indicator and s.sex = c.sex and s.time_period = c.time_period and abs(s.difference) = abs(c.difference)
            and (s.activity = c.activity or c.dimension = 'activity') and (s.ref_area = c.ref_area or c.dimension = 'area'))
    -- Units of a class that the source put into a grouped class are in the printed total and in no part.
    and not (c.parts < h.parts and c.size_class in (select held from grouped_class)) and ((c.difference > 0 and a.non_negative)
        or (c.unknown = 0 and (h.adds_up or c.listed >= w.codes * getvariable('threshold.T02.nearly') / 100) and not exists (
            select 1 from unread_label u
            where u.indicator = c.indicator and u.time_period = c.time_period and coalesce(u.size_class, c.size_class) = c.size_class
                and case c.dimension when 'area' then coalesce(u.activity, c.activity) = c.activity and (u.ref_area is null or c.parts < h.parts)
                    else coalesce(u.ref_area, c.ref_area) = c.ref_area and (u.activity is null or c.parts < h.parts) end)))
    limit 100000
),
-- The codes of a list that an indicator has no cell of.
lacking as (
    select e.dimension, e.system, e.equation, e.indicator, string_agg(c.code, ', ' order by c.code) as codes
    from (select distinct dimension, system, equation, indicator from suspect where partial) e
    join (
        select 'area' as dimension, null as system, c.area_id as id, p.area_id as parent, c.code from dim_area c join dim_area p on p.code = c.parent where c.code not like '%-\_U' escape '\'
        union all
        select 'activity', c.system, c.activity_id, p.activity_id, c.code from dim_activity c join dim_activity p on p.code = c.parent where c.code <> '_U'
    ) c on c.dimension = e.dimension and c.system is not distinct from e.system and c.parent = e.equation
    where not exists (select 1 from observation o where o.indicator = e.indicator and c.id = case e.dimension when 'area' then o.ref_area else o.activity end)
    group by all
),
-- The last digit printed, as in T01.
digit as (
    select o.indicator, min(abs(o.value) / nullif(regexp_replace(o.source_text, '[^0-9]', '', 'g'), '')::double) as unit
    from observation o
    where o.indicator in (select indicator from suspect where coalesce(unit, 1) = 1 and not is_integer) and o.value <> 0 and not contains(upper(o.source_text), 'E')
    group by o.indicator
),
judged as (
    select s.*, t.part, t.source_row, t.source_col, t.source_text, t.value as total, t.value + s.difference as sum,
        case when s.difference < 0 and (s.partial or s.parts < s.usual_parts and not getvariable('absent_is_zero')::boolean) then 'W' else 'E' end as severity,
        case when s.partial and s.difference < 0 then 'lacking' when abs(s.difference) > 0.01 * abs(t.value) then 'ratio ' || round(list_avg([t.value + s.difference]) / nullif(list_avg([t.value]), 0), 2) else 'difference ' || s.difference end as cause,
        t.source_row::ubigint * 65536 + t.source_col as place,
        coalesce(case when s.unit > 1 or (s.unit < 1 and not s.is_integer) then s.unit::double when not s.is_integer then d.unit end, 0) * (s.parts + 1) / 2
            + abs(list_avg([t.value])) * 1e-12 + 1e-6 * s.is_integer::int as tolerance
    from suspect s
    join observation t on t.ref_area = s.ref_area and t.activity = s.activity and t.indicator = s.indicator and t.size_class = s.size_class
        and t.sex = s.sex and t.unit_measure = s.unit_measure and t.price_base = s.price_base and t.time_period = s.time_period
    left join digit d on d.indicator = s.indicator
)
select j.part, arg_min(j.source_row, j.place) as source_row, arg_min(j.source_col, j.place) as source_col, arg_min(j.source_text, j.place) as value,
    case when bool_and(j.severity = 'W') then 'W' else 'E' end as severity, count(*) as places,
    j.dimension as members, i.code as indicator, arg_min(c.code, j.place) as size_class, arg_min(a.code, j.place) as area, arg_min(v.code, j.place) as activity, arg_min(p.code, j.place) as period,
    arg_min(j.parts, j.place) as parts,
    as_printed(arg_min(j.sum, j.place), arg_min(m.multiplier, j.place)) as sum,
    as_printed(arg_min(j.total, j.place), arg_min(m.multiplier, j.place)) as total,
    as_printed(arg_min(j.difference, j.place), arg_min(m.multiplier, j.place)) as difference,
    any_value(l.codes) filter (j.cause = 'lacking') as lacking
from judged j
left join multiplied m on m.part = j.part and m.source_col = j.source_col
left join lacking l on l.dimension = j.dimension and l.system is not distinct from j.system and l.equation = j.equation and l.indicator = j.indicator
join dim_indicator i on i.indicator_id = j.indicator
join dim_size_class c on c.size_class_id = j.size_class
join dim_area a on a.area_id = j.ref_area
join dim_activity v on v.activity_id = j.activity
join dim_period p on p.period_id = j.time_period
where abs(list_avg([j.difference])) > j.tolerance
group by j.part, j.dimension, i.code, j.cause
order by 1, 2, 3, j.dimension;
