update activity_identity i set rule = r.rule_id from kept_rule r where r.kind = 'same activity' and r.source_code = i.source_code and r.target_code = i.target_code;
update activity_target t set rule = r.rule_id from kept_rule r where r.kind <> 'same activity' and r.target_code = t.code;
