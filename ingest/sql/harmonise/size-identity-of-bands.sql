-- Where every unit of the submission has a class, a target that is exactly one class of the source is that class: no sum is needed.
create or replace temp table unclassified_here as
select 1 as one from observation o
join size_nesting n on n.source = o.size_class and not n.part
-- A rounded zero may be a few.
where o.value <> 0 or o.value is null
    or exists (select 1 from rounding_of_class r where r.indicator = o.indicator and r.size_class = o.size_class and (r.half is null or r.half > 0))
limit 1;

insert into size_identity
select n.source, t.target, t.rule
from size_target t
join size_nesting n on n.target = t.target and n.part
where t.exact and t.parts = 1 and t.only_period is null and not exists (select 1 from unclassified_here);

delete from size_nesting where target in (select target from size_identity);
