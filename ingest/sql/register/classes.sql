-- The classes of a scheme on one number that no other class is part of, with their bounds: persons as they are, money in the currency of the register at the rates of its year
-- (METHOD.md, Size and Money). A class whose bounds have no rate comes without a low one.
with bound as (
    select b.class as code, b.low, b.high, b.criterion, b.unit, coalesce(b.unit_year, nullif($unit_year, 'period'), $year) as unit_year
    from size_class_bound b
    join dim_size_scheme s on s.code = b.scheme and s.criterion = b.criterion
    join dim_size_class c on c.scheme = b.scheme and c.code = b.class
    where b.scheme = $scheme and b.sector is null
        and not exists (select 1 from dim_size_class child where child.scheme = c.scheme and child.parent = c.code)
),
factor as (
    select b.*,
        case when b.criterion = 'employment' or b.unit = $currency then 1
            when b.unit = 'USD' then (select value from rate where kind = 'FX' and ref_area = $country and year::varchar = $year and currency = $currency)
            else (select r.value from rate r where r.kind = 'UNIT' and r.ref_area = $country and r.year::varchar = b.unit_year
                and r.unit = coalesce((select parent from dim_code where list = 'BOUND_UNIT' and code = b.unit), b.unit)) end as factor
    from bound b
)
select code as Class, (low * factor)::decimal(38, 6) as Low, (high * factor)::decimal(38, 6) as High from factor order by low;
