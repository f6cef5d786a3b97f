-- Which classes of the source scheme lie in, and which touch, each class of the target schemes: from bounds alone (METHOD.md, Size).
-- Employment bands reach employment targets, and sales bands reach sales targets in the same money; never one the other. Sales bands in other money or in units of account
-- do so year by year, at that year's rates (METHOD.md, Money): such rows have an only_period, where others hold for all. Zero-unit firms: a bottom class that starts at 1 stands for all of [0, n)
-- where such firms are impossible or counted inside it; where they are excluded it does not reach S_LE9, only S1T9.

create or replace temp table band_rate as
with year as (
    select period_id as only_period, code::smallint as year from dim_period
    where freq = 'A' and period_id in (select time_period from {counts} union select time_period from {measures})
),
band_unit as (select distinct unit, unit_year from size_class_bound where scheme = getvariable('size_scheme') and criterion = 'sales' and sector is null and unit <> 'USD'),
-- The unit of account in its currency; a currency is its own.
account as (
    select y.*, u.unit, a.kind is not null as rated, r.parent is not null or r.list is not null as of_account, coalesce(a.value, 1) as value, coalesce(a.currency, u.unit) as currency,
        a.year as unit_year, coalesce(a.unit, u.unit) as unit_code
    from year y cross join band_unit u
    left join dim_code r on r.list = 'BOUND_UNIT' and r.code = u.unit
    left join rate a on a.kind = 'UNIT' and a.ref_area = getvariable('country') and a.unit = coalesce(r.parent, u.unit)
        and a.year = coalesce(u.unit_year, case getvariable('unit_year') when 'period' then y.year::varchar else nullif(getvariable('unit_year'), '') end)::smallint
)
select a.only_period, a.year, a.unit, a.value::double / fx.value::double as factor,
    concat(case when a.of_account then a.unit || ' ' || a.unit_year || ' = ' || trim(trailing '.' from trim(trailing '0' from a.value::varchar)) || ' ' || a.currency || '; ' else '' end,
        '1 USD = ', trim(trailing '.' from trim(trailing '0' from fx.value::varchar)), ' ', fx.currency) as told,
    list_filter([case when a.of_account then concat_ws('|', 'UNIT', getvariable('country'), a.unit_code, a.unit_year) end, concat_ws('|', 'FX', getvariable('country'), 'USD', a.year)], x -> x is not null) as rates
from account a
join rate fx on fx.kind = 'FX' and fx.ref_area = getvariable('country') and fx.year = a.year and fx.currency = a.currency
where a.rated or not a.of_account;

create or replace temp table source_band as
with band as (
select c.size_class_id, c.code, b.criterion, b.unit,
    case when b.low = 1 and getvariable('zero_units') in ('inside', 'impossible') then 0 else b.low end as low,
    coalesce(b.high, 1e15) as high
from size_class_bound b
join dim_size_class c on c.scheme = b.scheme and c.code = b.class
join dim_size_scheme k on k.code = b.scheme
where b.scheme = getvariable('size_scheme') and b.criterion = k.criterion and (k.criterion = 'employment' or k.criterion = 'sales' and b.sector is null)
    -- A class that only sums others is no band of its own.
    and not exists (select 1 from dim_size_class child where child.scheme = c.scheme and child.parent = c.code)
)
select *, null::usmallint as only_period from band
union all
select b.* replace ('USD' as unit, b.low::double * r.factor as low, case when b.high < 1e15 then b.high::double * r.factor else 1e15 end as high), r.only_period
from band b join band_rate r using (unit) where b.criterion = 'sales';

create or replace temp table target_band as
select c.size_class_id, c.scheme, c.code, b.criterion, b.unit, b.low, coalesce(b.high, 1e15) as high
from size_class_bound b
join dim_size_class c on c.scheme = b.scheme and c.code = b.class
join dim_size_scheme s on s.code = c.scheme
where s.role = 'target' and s.criterion in ('employment', 'sales') and b.criterion = s.criterion and c.scheme <> getvariable('size_scheme')
    -- S_LE9 holds firms without staff: a source that leaves them out fills only its child S1T9, where the target has one; a source that prints them apart fills both children.
    and (c.parent is null or c.parent = 'MIPYME' or getvariable('zero_units') in ('separate', 'excluded'))
    and not (getvariable('zero_units') = 'excluded' and s.criterion = 'employment' and b.low = 0);

create or replace temp table size_nesting as
select s.size_class_id as source, t.size_class_id as target,
    s.low >= t.low and s.high <= t.high as inside, getvariable('kind.NESTING')::utinyint as kind, true as part, s.only_period
from source_band s
join target_band t on t.criterion = s.criterion and t.unit = s.unit and s.low < t.high and t.low < s.high;

create or replace temp table size_target as
select n.target, t.scheme || '|' || t.code as target_code, bool_and(n.inside) as exact, true as complete, count(*) as parts,
    string_agg(s.code, ' + ' order by s.low) filter (n.inside) as low_sum, string_agg(s.code, ' + ' order by s.low) as high_sum,
    n.only_period, null::usmallint as rule, null::usmallint as narrowed_rule
from size_nesting n
join source_band s on s.size_class_id = n.source and s.only_period is not distinct from n.only_period
join target_band t on t.size_class_id = n.target
group by n.target, t.scheme, t.code, n.only_period;

-- Units that the source puts together lie where the classes lie that they may be of.
insert into size_nesting
select g.size_class, n.target, bool_and(n.inside) and count(*) = any_value(g.holds), getvariable('kind.CONFIDENTIAL'), false, n.only_period
from (select *, count(*) over (partition by size_class) as holds from grouped_class) g
join size_nesting n on n.source = g.held
group by g.size_class, n.target, n.only_period;

-- Units whose class is not known could lie in any.
insert into size_nesting
select c.size_class_id, t.target, false, getvariable('kind.UNCLASSIFIED'), false, t.only_period
from dim_size_class c cross join size_target t
where c.scheme = getvariable('size_scheme') and c.code in ('_U', 'S_CONF') and c.size_class_id not in (select size_class from grouped_class);

-- All classes that units are counted in, with what their staff is at least and at most.
create or replace temp table counted_class as
select size_class_id, low, high from source_band where criterion = 'employment'
union all
select g.size_class, min(b.low), max(b.high) from grouped_class g join source_band b on b.size_class_id = g.held and b.criterion = 'employment' group by g.size_class
union all
select distinct n.source, 0, 1e15 from size_nesting n where n.kind = getvariable('kind.UNCLASSIFIED');

-- What bounds a class by every criterion, as one text: two classes with the same bounds are the same class under two names.
create or replace temp table class_bounds as
select b.scheme, b.class, string_agg(concat_ws(' ', b.criterion, b.sector, b.low, coalesce(b.high::varchar, 'open'), b.unit), '; ' order by b.criterion, b.sector, b.low) as bounds
from size_class_bound b
group by b.scheme, b.class;

-- A scheme of several criteria reaches only a target of the same criteria with the same classes (METHOD.md, Size: Ecuador's tamaño and CAN702).
create or replace temp table same_scheme as
select t.code
from dim_size_scheme s
join dim_size_scheme t on t.role = 'target' and t.criterion = s.criterion and t.code <> s.code
where s.code = getvariable('size_scheme') and s.criterion <> 'employment'
    and (select list(bounds order by bounds) from class_bounds where scheme = s.code) = (select list(bounds order by bounds) from class_bounds where scheme = t.code);

-- Total, unclassified and not applicable mean the same in every scheme.
create or replace temp table size_same as
select s.size_class_id as source, t.size_class_id as target, t.scheme || '|' || t.code as target_code
from dim_size_class s
join dim_size_class t on t.code = s.code
join dim_size_scheme k on k.code = t.scheme
where s.scheme = getvariable('size_scheme') and (s.code in ('_T', '_U', '_Z') or s.code = 'MIPYME' and k.code in (select code from same_scheme)) and k.code <> getvariable('size_scheme')
    and (k.role = 'target' and k.criterion = 'employment' or k.code in (select code from same_scheme) or k.code in (select b.scheme from size_target t join target_band b on b.size_class_id = t.target))
union all
select s.size_class_id, t.size_class_id, t.scheme || '|' || t.code
from same_scheme k
join class_bounds tb on tb.scheme = k.code
join class_bounds sb on sb.scheme = getvariable('size_scheme') and sb.bounds = tb.bounds
join dim_size_class s on s.scheme = sb.scheme and s.code = sb.class
join dim_size_class t on t.scheme = tb.scheme and t.code = tb.class;
