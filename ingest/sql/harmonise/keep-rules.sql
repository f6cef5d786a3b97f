-- Records the wanted rules with what each takes together; one that another submission has brought is the same.
insert into harmonisation_rule (kind, source_code, target_code, detail)
select kind, source_code, target_code, detail
from wanted_rule
where (kind, source_code, target_code) not in (select kind, source_code, target_code from harmonisation_rule)
order by kind desc, source_code, target_code;

create or replace temp table kept_rule as
select r.rule_id, w.* from wanted_rule w join harmonisation_rule r using (kind, source_code, target_code);

insert or ignore into rule_input select rule_id, input.component, input.code from (select rule_id, unnest(inputs) as input from kept_rule);
