-- National and ISIC Rev.4 codes that correspond one to one, looked at from both sides.
create or replace temp table activity_identity as
select s.activity_id as source, t.activity_id as target, l.source_code, l.target_code, null::usmallint as rule
from activity_link l
join dim_activity s on s.code = l.source_code and s.system = {system}
join dim_activity t on t.code = l.target_code
where s.system <> 'ISIC4'
    and (select count(*) from activity_link o where o.source_code = l.source_code and o.level = l.level) = 1
    and (select count(*) from activity_link o join dim_activity os on os.code = o.source_code where os.system = s.system and o.target_code = l.target_code and o.level = l.level) = 1
    -- A section is complete only if each of its divisions has a source too.
    and (l.level <> 'section' or not exists (
        select 1 from dim_activity d
        where d.parent = l.target_code and d.system = 'ISIC4' and d.level = 'division'
            and not exists (select 1 from activity_link o join dim_activity os on os.code = o.source_code where os.system = s.system and o.target_code = d.code)));
