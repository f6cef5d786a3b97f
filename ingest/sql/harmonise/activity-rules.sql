-- The rules under which national activities become ISIC's, with the activities that each takes together.
create or replace temp table wanted_rule as
select 'same activity' as kind, source_code, target_code, null::varchar as detail, [{'component': 'ACTIVITY', 'code': source_code}] as inputs from activity_identity
union all
select case when t.exact then 'nested activity' else 'allocated activity' end, {system}, t.code,
    case when t.exact then n.touching else '[' || n.inside || '] … [' || n.touching || ']' end, n.inputs
from activity_target t
join (
    select n.target, coalesce(string_agg(a.code, ' + ' order by a.code) filter (n.inside), '') as inside, string_agg(a.code, ' + ' order by a.code) as touching, list({'component': 'ACTIVITY', 'code': a.code} order by a.code) as inputs
    from activity_nesting n
    join dim_activity a on a.activity_id = n.source
    group by n.target
) n using (target);
