-- What a workbook shows in percent, such as 87%, is a figure of what is measured in percent alone; elsewhere it is none (C01).
update observation
set value = null, obs_statuses = 0
where contains(source_text, '%') and meaning is null and value is not null and unit_measure is distinct from code_id_of('UNIT_MEASURE', 'PT');
