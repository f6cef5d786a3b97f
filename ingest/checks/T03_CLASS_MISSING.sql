-- A class of the dataset's scheme has no cell at all for an indicator and period that has cells of other classes. A class that the source began
-- to print later is a warning for the periods before. A class is there too where its parent or one of its subclasses is,
-- and may be there under a label that was not read (C06).
with held as (
    select indicator, time_period, size_class, min(source_row) as source_row, min(part) as part
    from observation
    where indicator is not null and time_period is not null and size_class is not null
    group by indicator, time_period, size_class
),
class as (
    select c.size_class_id as id, c.code, c.sort, c.parent, c.scheme
    from dim_size_class c
    where c.scheme = getvariable('size_scheme') and c.code not in ('_T', '_U', '_Z', 'S_CONF')
        and c.size_class_id not in (select size_class from class_outside)
        -- Units without staff are no class of their own where they are excluded, impossible or inside another.
        and not (c.code = 'S0' and coalesce(getvariable('zero_units')::varchar, '') in ('inside', 'impossible', 'excluded'))
),
-- What stands for a class: itself, its parent, and for a parent any of its children.
stands as (
    select id, id as by from class
    union all
    select c.id, p.id from class c join class p on p.code = c.parent
    union all
    select p.id, c.id from class c join class p on p.code = c.parent
),
grouped as (
    select indicator, time_period, min(source_row) as source_row, arg_min(part, source_row) as part
    from held h join class c on c.id = h.size_class
    where (indicator, time_period) not in (select indicator, time_period from unread_label)
    group by indicator, time_period
),
missing as (
    select g.indicator, g.time_period, g.part, g.source_row, c.id, c.code, c.sort, p.code as period, p.start_date,
        (select min(q.start_date) from held h join stands s on s.by = h.size_class join dim_period q on q.period_id = h.time_period
            where s.id = c.id and h.indicator = g.indicator) as first_start
    from grouped g
    cross join class c
    join dim_period p on p.period_id = g.time_period
    where not coalesce(getvariable('absent_is_zero')::boolean, false)
        and not exists (select 1 from held h join stands s on s.by = h.size_class where s.id = c.id and h.indicator = g.indicator and h.time_period = g.time_period)
)
select arg_min(m.part, m.source_row) as part, min(m.source_row) as source_row, null::usmallint as source_col, m.code as value, count(*) as places,
    case when m.start_date < m.first_start then 'W' else 'E' end as severity,
    i.code as indicator, m.code as size_class, getvariable('size_scheme') as scheme,
    array_to_string(list_slice(list(m.period order by m.start_date), 1, 10), ', ') as periods
from missing m
join dim_indicator i on i.indicator_id = m.indicator
group by i.code, m.code, m.sort, case when m.start_date < m.first_start then 'W' else 'E' end
order by 1, 2, i.code, m.sort;
