-- Micro, small and medium enterprises together, where the producer's scheme has the class and the source does not print it: the sum of the classes below it, and units
-- without a class may belong to it. A class of two levels counts by the level that the source prints.
create or replace temp table group_nesting as
with present as (select size_class from {counts} where own_scheme union select size_class from {measures} where own_scheme),
class as (from dim_size_class where scheme = getvariable('size_scheme')),
whole as (select size_class_id as target from class where code = 'MIPYME' and size_class_id not in (select size_class from present)),
child as (select c.*, w.target from class c cross join whole w where c.parent = 'MIPYME'),
member as (
    select c.size_class_id as source, c.target
    from child c
    where c.size_class_id in (select size_class from present) or not exists (select 1 from class g where g.parent = c.code)
    union all
    select g.size_class_id, c.target
    from child c join class g on g.parent = c.code
    where c.size_class_id not in (select size_class from present)
)
select source, target, true as inside, getvariable('kind.NESTING')::utinyint as kind, true as part, null::usmallint as only_period from member
union all
select g.size_class, w.target, bool_and(m.source is not null), getvariable('kind.CONFIDENTIAL'), false, null
from grouped_class g cross join whole w left join member m on m.source = g.held
group by g.size_class, w.target
union all
select c.size_class_id, w.target, false, getvariable('kind.UNCLASSIFIED'), false, null
from class c cross join whole w
where c.code in ('_U', 'S_CONF') and c.size_class_id not in (select size_class from grouped_class);

create or replace temp table group_target as
select n.target, true as complete, count(*) filter (n.part) as parts, string_agg(c.code, ' + ' order by c.sort) filter (n.part) as members, null::usmallint as only_period,
    null::usmallint as rule, null::usmallint as narrowed_rule
from group_nesting n join dim_size_class c on c.size_class_id = n.source
group by n.target;
