-- Links between activities of different levels, and activities of a linked classification that reach nothing: what is counted in them would be lost.
with linked as (
    select distinct s.system, s.level
    from raw_activity_link l join raw_activity s on s.code = l.source_code
)
select l.source_file, l.source_row, 'link-level', l.source_code || ' → ' || l.target_code, l.level
from raw_activity_link l
join raw_activity s on s.code = l.source_code
join raw_activity t on t.code = l.target_code
-- A source is of the level of its target or finer: what a class is part of says more than what its division is.
where t.level <> l.level or t.system <> 'ISIC4'
    or list_position(['class', 'group', 'division', 'section'], s.level) > list_position(['class', 'group', 'division', 'section'], l.level)
union all
select a.source_file, a.source_row, 'link-lost', a.code, a.level
from raw_activity a
join linked using (system, level)
where a.code not in (select source_code from raw_activity_link);
