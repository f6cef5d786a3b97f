create or replace temp table size_rule_id as
select s.*, k.rule_id from size_rule s join kept_rule k using (kind, target_code);

update size_target t set rule = r.rule_id, narrowed_rule = r.rule_id from size_rule_id r where r.use = 'target' and r.target = t.target and r.only_period is not distinct from t.only_period;
update size_target t set narrowed_rule = r.rule_id from size_rule_id r where r.use = 'narrowed' and r.target = t.target and r.only_period is not distinct from t.only_period;
update size_refusal f set rule = r.rule_id from size_rule_id r where r.use = 'refused' and r.target = f.target and r.reason = f.reason;

create or replace temp table size_identity as
select distinct s.source, s.target, r.rule_id::usmallint as rule from size_same s join size_rule_id r on r.use = 'same' and r.target = s.target;
