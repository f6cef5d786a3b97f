-- A target class that is one class of the source, neither more nor less.
insert into {fact}
select f.* replace (n.target as size_class, false as own_scheme, n.rule as rule,
    case when f.method in (getvariable('METHOD.refused'), getvariable('METHOD.bounded')) then f.method else getvariable('METHOD.aggregated') end as method,
    null as source_part, null as source_row, null as source_col, null as source_text)
from {incoming} f
join size_identity n on n.source = f.size_class
where f.own_scheme;
