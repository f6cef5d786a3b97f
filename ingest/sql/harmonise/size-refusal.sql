-- A source without employment bands reaches no employment target, whatever sales target it may reach; one that leaves out units without staff reaches no class that has them.
create or replace temp table size_refusal as
select t.size_class_id as target, t.scheme || '|' || t.code as target_code, getvariable('REASON.OTHER_CRITERION') as reason, null::usmallint as rule
from dim_size_class t
join dim_size_scheme k on k.code = t.scheme
where k.role = 'target' and k.criterion = 'employment' and k.code <> getvariable('size_scheme') and t.code not in ('_T', '_U', '_Z') and t.parent is null
    and not exists (select 1 from source_band where criterion = 'employment')
    and exists (select 1 from dim_size_class where scheme = getvariable('size_scheme') and code not in ('_T', '_U', '_Z'))
union all
select t.size_class_id, t.scheme || '|' || t.code, getvariable('REASON.ZERO_EXCLUDED'), null
from dim_size_class t
join dim_size_scheme k on k.code = t.scheme
join size_class_bound b on b.scheme = t.scheme and b.class = t.code and b.criterion = 'employment' and b.low = 0
where k.role = 'target' and k.criterion = 'employment' and k.code <> getvariable('size_scheme') and t.parent is null
    and getvariable('zero_units') = 'excluded' and exists (select 1 from source_band where criterion = 'employment');
