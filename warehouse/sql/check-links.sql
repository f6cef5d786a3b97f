-- Links between activities of different levels, and activities of a linked classification that reach nothing: what is counted in them would be lost.
with linked as (
    select distinct s.system, s.level
    from raw_activity_link l join raw_activity s on s.code = l.source_code
)
select l.source_file, l.source_row, 'link-level', l.source_code || ' → ' || l.target_code, l.level
from raw_activity_link l
join raw_activity s on s.code = l.source_code
join raw_activity t on t.code = l.target_code
where s.level <> l.level or t.level <> l.level or t.system <> 'ISIC4'
union all
select a.source_file, a.source_row, 'link-lost', a.code, a.level
from raw_activity a
join linked using (system, level)
where a.code not in (select source_code from raw_activity_link);
