-- The rules under which national activities become ISIC's, with the activities that each takes together; a rule that another submission has brought is the same.
create or replace temp table activity_rule as
select 'same activity' as kind, source_code, target_code, null::varchar as detail, [source_code] as inputs from activity_identity
union all
select case when t.exact then 'nested activity' else 'allocated activity' end, {system}, t.code,
    case when t.exact then n.touching else '[' || n.inside || '] … [' || n.touching || ']' end, n.inputs
from activity_target t
join (
    select n.target, coalesce(string_agg(a.code, ' + ' order by a.code) filter (n.inside), '') as inside, string_agg(a.code, ' + ' order by a.code) as touching, list(a.code order by a.code) as inputs
    from activity_nesting n
    join dim_activity a on a.activity_id = n.source
    group by n.target
) n using (target);

insert into harmonisation_rule (kind, source_code, target_code, detail)
select kind, source_code, target_code, detail
from activity_rule
where (kind, source_code, target_code) not in (select kind, source_code, target_code from harmonisation_rule)
order by kind desc, source_code, target_code;

create or replace temp table activity_rule_id as
select r.rule_id, w.* from activity_rule w join harmonisation_rule r using (kind, source_code, target_code);

insert or ignore into rule_input select rule_id, 'ACTIVITY', unnest(inputs) from activity_rule_id;

update activity_identity i set rule = r.rule_id from activity_rule_id r where r.kind = 'same activity' and r.source_code = i.source_code and r.target_code = i.target_code;
update activity_target t set rule = r.rule_id from activity_rule_id r where r.kind <> 'same activity' and r.target_code = t.code;
