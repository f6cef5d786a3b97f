-- Which national activities lie in, and which touch, each section and division of ISIC Rev.4, looked at from both sides (METHOD.md, Activity): a target is exact only if all
-- of its sources map wholly into it. A source reaches a section by its own level or by finer ones; of levels that the submission holds whole, the finest counts.
-- {system} is the dataset's classification; {counts} and {measures} hold its figures.
create or replace temp table activity_link_here as
with link as (
    select s.activity_id as source, s.level as source_level, t.activity_id as target, t.code as target_code, t.level as target_level, t.parent as target_parent
    from activity_link l
    join dim_activity s on s.code = l.source_code and s.system = {system} and s.system <> 'ISIC4'
    join dim_activity t on t.code = l.target_code and t.system = 'ISIC4' and t.level = l.level
),
-- What lies in a class lies in its division, and so in its section.
upwards as (
    select * from link
    union
    select l.source, l.source_level, t.activity_id, t.code, t.level, t.parent
    from link l
    join dim_activity t on t.code = l.target_parent and t.system = 'ISIC4' and t.level = 'division'
    where l.target_level = 'class'
)
select source, source_level, target, target_code, target_level from upwards
union
select l.source, l.source_level, t.activity_id, t.code, t.level
from upwards l
join dim_activity t on t.code = l.target_parent and t.system = 'ISIC4' and t.level = 'section'
where l.target_level = 'division';

create or replace temp table activity_nesting as
with present as (select activity from {counts} where own_scheme union select activity from {measures} where own_scheme),
-- A section with a division that nothing of the national classification reaches is not covered by it. A classification known by its sections alone cannot be looked into.
uncovered as (
    select d.parent as code
    from dim_activity d
    where d.system = 'ISIC4' and d.level = 'division' and exists (select 1 from activity_link_here where target_level = 'division')
        and d.activity_id not in (select target from activity_link_here)
),
-- Of a target that the submission touches without holding all of it, the reason is all that can be said.
route as (
    select target, source_level, bool_and(source in (select activity from present)) and target_code not in (select code from uncovered) as complete
    from activity_link_here
    group by target, target_code, source_level
    having bool_or(source in (select activity from present))
    qualify row_number() over (partition by target order by complete desc, list_position(['class', 'group', 'division', 'section'], source_level)) = 1
)
select l.source, l.target, l.target_code, r.complete,
    not exists (select 1 from activity_link_here o where o.source = l.source and o.target_level = l.target_level and o.target <> l.target) as inside,
    getvariable('kind.ALLOCATION')::utinyint as kind, true as part, null::usmallint as only_period
from activity_link_here l
join route r using (target, source_level);

create or replace temp table activity_target as
select target, target_code as code, bool_and(inside) as exact, bool_and(complete) as complete, count(*) as parts, null::usmallint as only_period, null::usmallint as rule, null::usmallint as narrowed_rule
from activity_nesting
group by target, target_code;

-- One national activity that is one of ISIC's, and that one it alone: no sum is needed, and what does not add moves too.
create or replace temp table activity_identity as
select n.source, n.target, s.code as source_code, t.code as target_code, null::usmallint as rule
from activity_nesting n
join activity_target t using (target)
join dim_activity s on s.activity_id = n.source
where t.exact and t.complete and t.parts = 1;

delete from activity_nesting where target in (select target from activity_identity);
delete from activity_target where target in (select target from activity_identity);
