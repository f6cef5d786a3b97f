-- Classes of a scheme that overlap or leave a gap, by criterion and sector. A class that sums others is no class of its own here.
with bound as (
    select b.source_file, b.source_row, b.scheme, b.class, coalesce(b.sector, '') as sector, b.criterion, coalesce(b.valid_from, '') as valid_from, b.unit,
        coalesce(b.low::double, 0) as low, b.high::double as high
    from raw_size_class_bound b
    where not exists (select 1 from raw_size_class child where child.scheme = b.scheme and child.parent = b.class)
),
neighbour as (
    select *, lag(class) over w as before, lag(high) over w as reached, row_number() over w as place
    from bound
    window w as (partition by scheme, sector, criterion, valid_from order by low, high nulls last)
)
select source_file, source_row, case when reached is null or low < reached then 'overlap' else 'gap' end, scheme || '|' || class, before
from neighbour
where place > 1 and low is distinct from reached
union all
select source_file, source_row, 'upside-down', scheme || '|' || class, null from bound where high <= low
union all
select source_file, source_row, 'units', scheme || '|' || class, unit
from (select *, min(unit) over (partition by scheme, sector, criterion, valid_from) as other from bound)
where unit is distinct from other;
