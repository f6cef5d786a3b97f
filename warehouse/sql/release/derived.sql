-- Indicators that are computed from others of the same dataset, so that no ratio crosses statistical unit, count concept or universe (METHOD.md, Keys). A figure that the
-- source prints stays as printed. Ends are rounded outwards; of what can be negative only exact ratios are taken.
insert into harmonisation_rule (kind, source_code, target_code, detail)
select kind, numerator, code, numerator || ' / ' || denominator
from derived_indicator d
where not exists (select 1 from harmonisation_rule r where r.kind = d.kind and r.source_code = d.numerator and r.target_code = d.code);

insert or ignore into rule_input
select r.rule_id, 'INDICATOR', unnest([d.numerator, d.denominator])
from derived_indicator d join harmonisation_rule r on r.kind = d.kind and r.source_code = d.numerator and r.target_code = d.code
union
-- Of a share also the total of the scheme.
select r.rule_id, 'SIZE_CLASS', '_T'
from derived_indicator d join harmonisation_rule r on r.kind = d.kind and r.source_code = d.numerator and r.target_code = d.code
where d.kind = 'share';

create or replace temp macro code_number(l, c) as (select code_id from dim_code where list = l and code = c);
create or replace temp macro first_status(mask) as (log2((mask::bigint & -(mask::bigint)))::usmallint + 1);

-- A double as a decimal, without the noise behind its sixth place.
create or replace temp macro settled(x) as x::decimal(38, 6)::decimal(38, 16);

create or replace temp table derived as
with formula as (
    select d.kind, d.scale, r.rule_id as rule, t.indicator_id as target, t.unit_kind, t.decimals, n.indicator_id as numerator, m.indicator_id as denominator, n.non_negative
    from derived_indicator d
    join dim_indicator t on t.code = d.code
    join dim_indicator n on n.code = d.numerator
    join dim_indicator m on m.code = d.denominator
    join harmonisation_rule r on r.kind = d.kind and r.source_code = d.numerator and r.target_code = d.code
),
figure as (
    select * from fact_enterprise_count where closed_by is null and (value is not null or value_low is not null)
    union all
    select * from fact_performance where closed_by is null and (value is not null or value_low is not null)
),
total as (select c.size_class_id as size_class, t.size_class_id as total from dim_size_class c join dim_size_class t on t.scheme = c.scheme and t.code = '_T' where c.code <> '_T'),
-- The statuses that a ratio takes over from either side; otherwise it is a normal value.
carried as (select bit_or(1::uinteger << (code_id - 1)) as bits, any_value(code_number('OBS_STATUS', 'A')) as normal from dim_code where list = 'OBS_STATUS' and code in ('B', 'P', 'D', 'E', 'U')),
pair as (
    select n.*, f.kind, f.scale, f.rule as derived_by, f.target, f.unit_kind, f.decimals, f.non_negative,
        d.value as of_value, coalesce(d.value_low, d.value) as of_low, case when d.value_low is null then d.value else d.value_high end as of_high,
        d.interval_kinds as of_kinds, d.obs_statuses as of_statuses, d.reason as of_reason,
        coalesce(n.value_low, n.value) as low, case when n.value_low is null then n.value else n.value_high end as high
    from formula f
    join figure n on n.indicator = f.numerator
    left join total t on t.size_class = n.size_class
    join figure d on d.indicator = f.denominator and d.size_class = case when f.kind = 'share' then t.total else n.size_class end
        and d.ref_area = n.ref_area and d.dataset = n.dataset and d.activity = n.activity and d.sex = n.sex and d.time_period = n.time_period and d.own_scheme = n.own_scheme
        and (f.kind <> 'share' or d.unit_measure = n.unit_measure and d.price_base = n.price_base)
),
ratio as (
    select *,
        case when of_value <> 0 then round(scale * value / of_value, decimals) end as quotient,
        -- Where one of the two is no single number: the least over the most, and the most over the least; what is part of the other is never more than all of it.
        case when (value is null or value_low is not null or of_value is null or of_low <> of_high) and non_negative and of_high is distinct from 0
            then floor(scale * low / coalesce(of_high, 1e300) * pow(10, decimals)) / pow(10, decimals) end as least_quotient,
        case when of_low > 0 then ceil(scale * high / of_low * pow(10, decimals)) / pow(10, decimals) end as most_quotient
    from pair
)
select r.ref_area, r.dataset, r.target as indicator, r.size_class, r.activity, r.sex,
    case r.unit_kind when 'MONEY' then r.unit_measure else code_number('UNIT_MEASURE', r.unit_kind) end as unit_measure,
    case r.unit_kind when 'MONEY' then r.price_base else code_number('PRICE_BASE', '_Z') end as price_base, r.time_period,
    settled(r.quotient) as value,
    settled(r.least_quotient) as value_low,
    settled(case when r.least_quotient is not null then case when r.kind = 'ratio' then r.most_quotient else least(coalesce(r.most_quotient, r.scale), r.scale) end end) as value_high,
    case when r.least_quotient is not null then (coalesce(r.interval_kinds, 0) | coalesce(r.of_kinds, 0))::utinyint end as interval_kinds, null::double as std_err,
    first_status(statuses) as obs_status, statuses as obs_statuses, code_number('CONF_STATUS', 'F') as conf_status,
    code_number('METHOD', case when r.quotient is not null then 'derived' else 'bounded' end) as method,
    case when r.quotient is null then coalesce(r.reason, r.of_reason) end as reason,
    r.own_scheme, r.derived_by as rule, r.submission,
    null::usmallint as source_part, null::uinteger as source_row, null::usmallint as source_col, null::varchar as source_text, null::uinteger as closed_by
from (
    select *, case when (obs_statuses | of_statuses) & (select bits from carried) <> 0 then (obs_statuses | of_statuses) & (select bits from carried)
        else 1::uinteger << ((select normal from carried) - 1)::uinteger end as statuses
    from ratio
) r
where (r.quotient is not null or r.least_quotient is not null)
    -- Nothing is said by a share that may be all or nothing, and by a ratio that may be anything.
    and not (r.quotient is null and r.least_quotient = 0 and case when r.kind = 'ratio' then r.most_quotient is null else coalesce(r.most_quotient, r.scale) >= r.scale end)
    and not exists (
        select 1 from fact_performance p
        where p.closed_by is null and p.indicator = r.target and p.ref_area = r.ref_area and p.dataset = r.dataset and p.size_class = r.size_class and p.activity = r.activity
            and p.sex = r.sex and p.time_period = r.time_period);
