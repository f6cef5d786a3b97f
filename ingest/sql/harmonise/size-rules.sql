-- The rules under which the producer's classes make those of the target schemes, or make none, with the classes, rates and indicators that each takes together.
create or replace temp table size_rule as
with class as (select size_class_id, scheme || '|' || code as code from dim_size_class),
source as (
    select n.target, n.only_period, list({'component': 'SIZE_CLASS', 'code': c.code} order by c.code) as inputs
    from size_nesting n join class c on c.size_class_id = n.source
    group by n.target, n.only_period
),
target as (
    select t.target, t.target_code, t.only_period, t.exact, s.inputs, r.rates, p.code as period,
        case when t.exact then t.high_sum else '[' || coalesce(t.low_sum, '') || '] … [' || t.high_sum || ']' end || coalesce('; ' || r.told, '') as detail
    from size_target t
    join source s on s.target = t.target and s.only_period is not distinct from t.only_period
    left join band_rate r on r.only_period = t.only_period
    left join dim_period p on p.period_id = t.only_period
)
select 'target' as use, target, only_period, null::usmallint as reason, case when exact then 'nested size' else 'straddled size' end || coalesce(', limits at the rates of ' || period, '') as kind, target_code, detail,
    inputs || list_transform(coalesce(rates, []), rate -> {'component': 'RATE', 'code': rate}) as inputs
from target
union all
select 'narrowed', t.target, t.only_period, null, 'straddled size, known staff', t.target_code, t.detail || '; ' || v.code,
    t.inputs || (select list({'component': 'INDICATOR', 'code': code} order by code) from dim_indicator where indicator_id in (getvariable('classified_by'), getvariable('counted')))
from target t join dim_indicator v on v.indicator_id = getvariable('classified_by')
where not t.exact
union all
select 'same', s.target, null, null, 'same size', s.target_code, null, [{'component': 'SIZE_CLASS', 'code': c.code}]
from size_same s join class c on c.size_class_id = s.source
union all
select distinct 'refused', f.target, null, f.reason, case r.code when 'OTHER_CRITERION' then 'size on another criterion' when 'NO_RATE' then 'size limits without a rate' else 'size beyond the universe' end, f.target_code, null, []
from size_refusal f join dim_code r on r.list = 'REASON' and r.code_id = f.reason;

create or replace temp table wanted_rule as
select kind, getvariable('size_scheme') as source_code, target_code, detail, inputs from size_rule
qualify row_number() over (partition by kind, target_code order by only_period) = 1;
