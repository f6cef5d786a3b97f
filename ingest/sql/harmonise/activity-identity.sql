-- A national activity that corresponds to one ISIC Rev.4 activity of the same level, and that one to it alone, is that activity.
insert into {incoming}
select f.* replace (l.target as activity, case when f.method = getvariable('METHOD.bounded') then f.method else getvariable('METHOD.aggregated') end as method, l.rule as rule, null as source_part, null as source_row, null as source_col, null as source_text)
from {incoming} f
join activity_identity l on l.source = f.activity
where f.own_scheme and f.method <> getvariable('METHOD.refused');
