-- Indicators that are computed from others of the same dataset, so that no ratio crosses statistical unit, count concept or universe (METHOD.md, Keys). A figure that the
-- source prints stays as printed. Ends are rounded outwards; of what can be negative only exact ratios are taken.
insert into harmonisation_rule (kind, source_code, target_code, detail)
select kind, numerator, code, numerator || ' / ' || coalesce(denominator, 'POPULATION')
from derived_indicator d
where not exists (select 1 from harmonisation_rule r where r.kind = d.kind and r.source_code = d.numerator and r.target_code = d.code);

create or replace temp table formula as
select d.kind, d.scale, r.rule_id as rule, t.indicator_id as target, t.unit_kind, t.decimals, n.indicator_id as numerator, m.indicator_id as denominator, n.non_negative,
    d.numerator as numerator_code, d.denominator as denominator_code
from derived_indicator d
join dim_indicator t on t.code = d.code
join dim_indicator n on n.code = d.numerator
left join dim_indicator m on m.code = d.denominator
join harmonisation_rule r on r.kind = d.kind and r.source_code = d.numerator and r.target_code = d.code;

create or replace temp table large_class as
from dim_size_class where code = 'LARGE' or code = 'V' or code like 'S_GE%' qualify row_number() over (partition by scheme order by sort desc) = 1;

insert or ignore into rule_input
select rule, 'INDICATOR', unnest(list_filter([numerator_code, denominator_code], x -> x is not null)) from formula
union
-- Of a share also the total of the scheme, of what is relative the large class of each scheme, of a growth the year before.
select rule, case kind when 'share' then 'SIZE_CLASS' else 'YEAR_BEFORE' end, '_T' from formula where kind in ('share', 'growth')
union
select rule, 'LARGE_CLASS', scheme || '|' || code from formula cross join large_class where kind = 'relative'
union
select rule, 'POPULATION', '_T' from formula where kind = 'density';

create or replace temp macro code_number(l, c) as (select code_id from dim_code where list = l and code = c);
create or replace temp macro first_status(mask) as (log2((mask::bigint & -(mask::bigint)))::usmallint + 1);

-- A double as a decimal, without the noise behind its sixth place.
create or replace temp macro settled(x) as x::decimal(38, 6)::decimal(38, 16);

create or replace temp table figure as
select * from fact_enterprise_count where closed_by is null and (value is not null or value_low is not null)
union all
select * from fact_performance where closed_by is null and (value is not null or value_low is not null);

create or replace temp table class_total as
select c.size_class_id as size_class, t.size_class_id as total from dim_size_class c join dim_size_class t on t.scheme = c.scheme and t.code = '_T' where c.code <> '_T';
create or replace temp table class_large as
select c.size_class_id as size_class, l.size_class_id as large
from dim_size_class c
join large_class l using (scheme);
create or replace temp table year_before as
select p.period_id as time_period, q.period_id as before from dim_period p join dim_period q on p.freq = 'A' and q.freq = 'A' and p.code::smallint = q.code::smallint + 1;

-- Where the staff of a unit is what puts it into its class, what a class's limits are.
create or replace temp table class_limit as
select t.dataset_id as dataset, i.indicator_id as numerator, u.indicator_id as denominator, c.size_class_id as size_class,
    case when b.low = 1 and t.zero_units = 'inside' then 0 else b.low::double end as low, b.high::double as high
from dim_dataset t
join dim_indicator i on i.code = (t.description->>'classifiedBy') and i.is_integer and i.flow_or_stock <> 'average'
join dim_indicator u on u.code = case when t.stat_unit in ('EST', 'LOC', 'UE') then 'ESTA' else 'ENTR' end
join size_class_bound b on b.criterion = 'employment' and b.sector is null
join dim_size_class c on c.scheme = b.scheme and c.code = b.class;

-- Both sides of each formula.
create or replace temp table pair as
select n.*, f.kind, f.scale, f.rule as derived_by, f.target, f.unit_kind, f.decimals, f.non_negative,
    d.indicator as of_indicator, d.value as of_value, coalesce(d.value_low, d.value) as of_low, case when d.value_low is null then d.value else d.value_high end as of_high,
    d.interval_kinds as of_kinds, d.obs_statuses as of_statuses, d.reason as of_reason
from formula f
join figure n on n.indicator = f.numerator
left join class_total t on t.size_class = n.size_class
left join year_before y on y.time_period = n.time_period
join figure d on d.indicator = f.denominator and d.size_class = case when f.kind = 'share' then t.total else n.size_class end
    and d.time_period = case when f.kind = 'growth' then y.before else n.time_period end
    and d.ref_area = n.ref_area and d.dataset = n.dataset and d.activity = n.activity and d.sex = n.sex and d.own_scheme = n.own_scheme
    and (f.kind <> 'share' or d.unit_measure = n.unit_measure and d.price_base = n.price_base)
union all
select n.*, f.kind, f.scale, f.rule, f.target, f.unit_kind, f.decimals, f.non_negative, null, e.population, e.population, e.population, null, n.obs_statuses, null
from formula f
join figure n on n.indicator = f.numerator
join dim_area a on a.area_id = n.ref_area and a.level = 'country'
join dim_period p on p.period_id = n.time_period and p.freq = 'A'
join economy e on e.ref_area = a.code and e.year = p.code::smallint
where f.kind = 'density' and e.population > 0;

-- Where one of the two is no single number: the least over the most, and the most over the least. Staff per unit of a class lies between the limits of the class, where
-- that staff is what puts a unit into it.
create or replace temp table quotient as
with plain as (
    select *, kind = 'growth' and obs_statuses & (1::uinteger << (code_number('OBS_STATUS', 'B') - 1)::uinteger) <> 0 as broken,
        case when of_value <> 0 then value::double / of_value::double end as q,
        case when (value is null or value_low is not null or of_value is null or of_low <> of_high) and non_negative and of_high is distinct from 0
            then coalesce(value_low, value)::double / coalesce(of_high::double, 1e300) end as q_low,
        case when of_low > 0 then (case when value_low is null then value else value_high end)::double / of_low::double end as q_high
    from pair
)
select p.* replace (
    case when b.dataset is null or p.q_low is null then p.q_low else greatest(p.q_low, b.low) end as q_low,
    case when b.dataset is null or p.q_low is null then p.q_high else least(coalesce(p.q_high, b.high - 1), b.high - 1) end as q_high)
from plain p
left join class_limit b on p.kind = 'ratio' and b.dataset = p.dataset and b.numerator = p.indicator and b.denominator = p.of_indicator and b.size_class = p.size_class;

create or replace temp table large_quotient as
select q.*, g.size_class as of_class from quotient q join class_large g on g.large = q.size_class where q.kind = 'relative';

create or replace temp table derived as
-- The statuses that a ratio takes over from either side; otherwise it is a normal value.
with carried as (select bit_or(1::uinteger << (code_id - 1)) as bits, any_value(code_number('OBS_STATUS', 'A')) as normal from dim_code where list = 'OBS_STATUS' and code in ('B', 'P', 'D', 'E', 'U')),
-- Over the same ratio of the large class. A growth is what is more than one.
compared as (
    select p.*, case p.kind when 'growth' then p.q - 1 when 'relative' then case when l.q > 0 then p.q / l.q end else p.q end as x,
        case p.kind
            when 'growth' then p.q_low - 1
            when 'relative' then case when p.size_class = l.size_class then case when p.q_low is not null then 1 end
                when p.q_low is not null or l.q_low is not null then coalesce(p.q_low, p.q) / nullif(case when l.q_low is null then l.q else coalesce(l.q_high, 1e300) end, 0) end
            else p.q_low end as x_low,
        case p.kind
            when 'growth' then p.q_high - 1
            when 'relative' then case when p.size_class = l.size_class then 1 else case when p.q_low is null then p.q else p.q_high end / nullif(coalesce(l.q_low, l.q), 0) end
            else p.q_high end as x_high,
        l.interval_kinds as large_kinds, l.of_kinds as large_of_kinds, l.obs_statuses | l.of_statuses as large_statuses
    from quotient p
    left join large_quotient l on l.target = p.target and l.of_class = p.size_class
        and l.ref_area = p.ref_area and l.dataset = p.dataset and l.activity = p.activity and l.sex = p.sex and l.time_period = p.time_period and l.own_scheme = p.own_scheme
    where p.kind <> 'relative' or l.size_class is not null
),
ratio as (
    select *, case when not broken then round(scale * x, decimals) end as quotient,
        case when not broken then floor(round(scale * x_low * pow(10, decimals), 6)) / pow(10, decimals) end as least_quotient,
        -- What is part of the other is never more than all of it.
        case when kind in ('share', 'part') then least(coalesce(most, scale), scale) else most end as most_quotient,
        -- That the year before began a new series says nothing of this one.
        (obs_statuses | case when kind = 'growth' then of_statuses & ~(1::uinteger << (code_number('OBS_STATUS', 'B') - 1)::uinteger) else of_statuses end | coalesce(large_statuses, 0))
            & (select bits from carried) as taken_over
    from (select *, ceil(round(scale * x_high * pow(10, decimals), 6)) / pow(10, decimals) as most from compared)
)
select r.ref_area, r.dataset, r.target as indicator, r.size_class, r.activity, r.sex,
    case r.unit_kind when 'MONEY' then r.unit_measure else code_number('UNIT_MEASURE', r.unit_kind) end as unit_measure,
    case r.unit_kind when 'MONEY' then r.price_base else code_number('PRICE_BASE', '_Z') end as price_base, r.time_period,
    settled(r.quotient) as value, settled(r.least_quotient) as value_low, settled(case when r.least_quotient is not null then r.most_quotient end) as value_high,
    case when r.least_quotient is not null then (coalesce(r.interval_kinds, 0) | coalesce(r.of_kinds, 0) | coalesce(r.large_kinds, 0) | coalesce(r.large_of_kinds, 0))::utinyint end as interval_kinds,
    null::double as std_err,
    first_status(statuses) as obs_status, statuses as obs_statuses, code_number('CONF_STATUS', 'F') as conf_status,
    code_number('METHOD', case when broken then 'refused' when r.quotient is not null then 'derived' else 'bounded' end) as method,
    case when broken then code_number('REASON', 'ACROSS_BREAK') when r.quotient is null then coalesce(r.reason, r.of_reason) end as reason,
    r.own_scheme, r.derived_by as rule, r.submission,
    null::usmallint as source_part, null::uinteger as source_row, null::usmallint as source_col, null::varchar as source_text, null::uinteger as closed_by
from (
    select *, case when broken then 1::uinteger << (code_number('OBS_STATUS', 'O') - 1)::uinteger
        when taken_over <> 0 then taken_over else 1::uinteger << ((select normal from carried) - 1)::uinteger end as statuses
    from ratio
) r
where (r.quotient is not null or r.least_quotient is not null or broken)
    -- Nothing is said by a share that may be all or nothing, and by a ratio that may be anything.
    and not coalesce(r.quotient is null and r.least_quotient = case when r.kind = 'growth' then -r.scale else 0 end and case when r.kind in ('share', 'part') then r.most_quotient >= r.scale else r.most_quotient is null end, false)
    and not exists (
        select 1 from fact_performance p
        where p.closed_by is null and p.indicator = r.target and p.ref_area = r.ref_area and p.dataset = r.dataset and p.size_class = r.size_class and p.activity = r.activity
            and p.sex = r.sex and p.time_period = r.time_period);

-- A ratio of which a country has both sides only in different datasets is refused (METHOD.md, Keys): said once, of the total, in the dataset that has the numerator.
insert into derived
with total as (
    select distinct f.ref_area, f.dataset, f.indicator, f.size_class, f.activity, f.sex, f.time_period, f.submission
    from figure f
    join dim_area a on a.area_id = f.ref_area and a.level = 'country'
    join dim_size_class c on c.size_class_id = f.size_class and c.code = '_T'
    join dim_activity v on v.activity_id = f.activity and v.code = '_T'
    where f.own_scheme and f.sex = code_number('SEX', '_T')
)
select n.ref_area, n.dataset, f.target, n.size_class, n.activity, n.sex,
    case f.unit_kind when 'MONEY' then (select any_value(unit_measure) from figure g where g.dataset = n.dataset and g.indicator = n.indicator) else code_number('UNIT_MEASURE', f.unit_kind) end,
    case f.unit_kind when 'MONEY' then code_number('PRICE_BASE', 'V') else code_number('PRICE_BASE', '_Z') end,
    n.time_period, null, null, null, null, null,
    code_number('OBS_STATUS', 'O'), 1::uinteger << (code_number('OBS_STATUS', 'O') - 1)::uinteger, code_number('CONF_STATUS', 'F'),
    code_number('METHOD', 'refused'), code_number('REASON', 'OTHER_UNIVERSE'), true, f.rule, n.submission, null, null, null, null, null
from formula f
join total n on n.indicator = f.numerator
where f.kind in ('ratio', 'part')
    and not exists (select 1 from total d where d.indicator = f.denominator and d.ref_area = n.ref_area and d.time_period = n.time_period and d.dataset = n.dataset)
    and exists (select 1 from total d where d.indicator = f.denominator and d.ref_area = n.ref_area and d.time_period = n.time_period and d.dataset <> n.dataset)
    and not exists (select 1 from figure p where p.indicator = f.target and p.ref_area = n.ref_area and p.dataset = n.dataset and p.time_period = n.time_period);
