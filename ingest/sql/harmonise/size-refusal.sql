-- A source without employment bands reaches no employment target, whatever sales target it may reach; one that leaves out units without staff reaches no class that has them.
create or replace temp table size_refusal as
select t.size_class_id as target, t.scheme || '|' || t.code as target_code, getvariable('REASON.OTHER_CRITERION') as reason, null::usmallint as only_period, null::usmallint as rule
from dim_size_class t
join dim_size_scheme k on k.code = t.scheme
where k.role = 'target' and k.criterion = 'employment' and k.code <> getvariable('size_scheme') and t.code not in ('_T', '_U', '_Z') and (t.parent is null or t.parent = 'MIPYME')
    and not exists (select 1 from source_band where criterion = 'employment')
    and exists (select 1 from dim_size_class where scheme = getvariable('size_scheme') and code not in ('_T', '_U', '_Z'))
union all
select t.size_class_id, t.scheme || '|' || t.code, getvariable('REASON.ZERO_EXCLUDED'), null, null
from dim_size_class t
join dim_size_scheme k on k.code = t.scheme
join size_class_bound b on b.scheme = t.scheme and b.class = t.code and b.criterion = 'employment' and b.low = 0
where k.role = 'target' and k.criterion = 'employment' and k.code <> getvariable('size_scheme') and (t.parent is null or t.parent = 'MIPYME')
    and getvariable('zero_units') = 'excluded' and exists (select 1 from source_band where criterion = 'employment')
union all
-- Limits in money or units of account of a year without a rate.
select t.size_class_id, t.scheme || '|' || t.code, getvariable('REASON.NO_RATE'), p.period_id, null
from dim_size_class t
join dim_size_scheme k on k.code = t.scheme
cross join (select period_id from dim_period where period_id in (select time_period from {counts} union select time_period from {measures})) p
where k.role = 'target' and k.criterion = 'sales' and k.code <> getvariable('size_scheme') and t.code not in ('_T', '_U', '_Z') and (t.parent is null or t.parent = 'MIPYME')
    and exists (select 1 from source_band where criterion = 'sales') and not exists (select 1 from source_band where criterion = 'sales' and unit = 'USD' and (only_period is null or only_period = p.period_id));
