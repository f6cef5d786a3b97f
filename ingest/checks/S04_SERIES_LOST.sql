-- Keys that were published and that the file, which replaces them, no longer has; or series of the last published period that the next one lacks.
-- One finding an indicator, period and cause: a whole area, size class or activity that is gone, or single cells.
-- Where an absent row means zero, only keys that had some units are missed. Rows whose label was not read (C06) may be those that seem to be gone.
with sent as (
    select indicator, time_period, count(*) as cells, sum(hash(ref_area, size_class, activity, sex, unit_measure, price_base)) as keys from observation
    where time_period is not null and exists (select 1 from published_figure) and (indicator, time_period) not in (select indicator, time_period from unread_label)
    group by indicator, time_period
),
-- Periods whose keys are the same in number and in sum are not looked at again.
held as (
    select indicator, time_period, count(*) as cells, sum(hash(ref_area, size_class, activity, sex, unit_measure, price_base)) as keys from published_figure group by indicator, time_period
),
step as (
    select h.indicator, h.time_period as before, h.time_period, p.code as period, p.code as earlier
    from held h join sent s on s.indicator = h.indicator and s.time_period = h.time_period join dim_period p on p.period_id = h.time_period
    where (h.cells, h.keys) <> (s.cells, s.keys)
    union all
    select * from (
        select h.indicator, h.time_period as before, s.time_period, p.code as period, q.code as earlier
        from held h join dim_period q on q.period_id = h.time_period
        join sent s on s.indicator = h.indicator join dim_period p on p.period_id = s.time_period and p.freq = q.freq and p.start_date > q.start_date
        where h.time_period not in (select time_period from sent group by time_period)
        qualify row_number() over (partition by h.indicator, q.freq order by q.start_date desc, p.start_date) = 1 and q.start_date = max(q.start_date) over (partition by h.indicator, q.freq)
    )
),
lost as materialized (
    select o.*, s.period, s.earlier, s.time_period as new_period
    from published_figure o
    join (select * from step limit 10000) s on s.indicator = o.indicator and s.before = o.time_period
    where not exists (
            select 1 from observation n
            where n.ref_area = o.ref_area and n.indicator = o.indicator and n.size_class = o.size_class and n.activity = o.activity and n.sex = o.sex
                and n.unit_measure = o.unit_measure and n.price_base = o.price_base and n.time_period = s.time_period)
        and (coalesce(getvariable('replaces')::varchar, 'periods') <> 'areas' or o.ref_area in (select ref_area from observation group by ref_area))
        and (not coalesce(getvariable('absent_is_zero')::boolean, false) or o.value >= getvariable('threshold.S04.zero')::int)
),
-- A member is gone whole where the file has none of its keys in that period.
present as (
    select o.indicator, o.time_period, 'area' as component, o.ref_area as id from observation o where exists (select 1 from lost) group by all
    union all
    select o.indicator, o.time_period, 'size', o.size_class from observation o where exists (select 1 from lost) group by all
    union all
    select o.indicator, o.time_period, 'activity', o.activity from observation o where exists (select 1 from lost) group by all
),
caused as (
    select l.*, case when a.id is null then 'area' when c.id is null then 'size' when v.id is null then 'activity' else 'cell' end as component
    from lost l
    left join present a on a.component = 'area' and a.indicator = l.indicator and a.time_period = l.new_period and a.id = l.ref_area
    left join present c on c.component = 'size' and c.indicator = l.indicator and c.time_period = l.new_period and c.id = l.size_class
    left join present v on v.component = 'activity' and v.indicator = l.indicator and v.time_period = l.new_period and v.id = l.activity
)
select coalesce(min(t.part), (select min(part) from table_window)) as part, null::uinteger as source_row, null::usmallint as source_col, null::varchar as value, count(*) as places,
    i.code as indicator, l.component, any_value(l.period) as period, case when any_value(l.period) <> any_value(l.earlier) then any_value(l.earlier) end as earlier_period,
    case l.component when 'area' then min(a.code) when 'size' then min(c.code) when 'activity' then min(v.code) else min(a.code || '|' || c.code || '|' || v.code) end as key
from caused l
-- The sheet that holds what is left of it.
left join (select indicator, time_period, min(part) as part from observation group by all) t on t.indicator = l.indicator and t.time_period = l.new_period
join dim_indicator i on i.indicator_id = l.indicator
join dim_area a on a.area_id = l.ref_area
join dim_size_class c on c.size_class_id = l.size_class
join dim_activity v on v.activity_id = l.activity
group by i.code, l.new_period, l.component, case l.component when 'area' then l.ref_area when 'size' then l.size_class when 'activity' then l.activity end
order by period, i.code, l.component, key;
