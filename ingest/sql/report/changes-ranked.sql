-- The changes that changes.sql found, in their order.
select c.kind as Kind, c.area_code as RefArea, c.indicator_code as Indicator, c.class_code as SizeClass, c.activity_code as Activity, c.sex_code as Sex, c.period_code as TimePeriod,
    c.old_value as OldValue, c.new_value as NewValue, c.national_effect as NationalEffect, c.regional_effect as RegionalEffect, nullif(p.name, '') as "Table"
from report_change c
left join submission_part p on p.submission_id = getvariable('submission') and p.part = c.part
order by c.place;
