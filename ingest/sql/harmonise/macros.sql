-- The first status by SDMX precedence: ids of OBS_STATUS follow the precedence, so it is the lowest bit.
create or replace temp macro first_status(mask) as (log2((mask::bigint & -(mask::bigint)))::usmallint + 1);

-- Statuses that a sum inherits from its parts; a sum is a normal value unless a part says otherwise.
create or replace temp macro carried_statuses(mask) as
    (case when (mask::uinteger & {carried}::uinteger) <> 0 then (mask::uinteger & {carried}::uinteger) else {normal}::uinteger end);

-- Statuses of a total: a break is its own and not its parts', since units that move between parts leave it as it was.
create or replace temp macro own_statuses(mask, area, period) as carried_statuses(
    (mask::uinteger & ~getvariable('bit.B')::uinteger) | coalesce((select f.bits from flagged f where f.area_id = area and f.period_id = period), 0)::uinteger);

-- Whole divisions, downwards and upwards; a division of decimals goes by way of doubles.
create or replace temp macro floor_div(p, q) as p::hugeint // q::hugeint - (p::hugeint % q::hugeint < 0)::hugeint;
create or replace temp macro ceil_div(p, q) as -floor_div(-p, q);

-- How many units have x or more, between the bands' edges a and b: no estimate from an edge without a logarithm, or where none is above.
create or replace temp macro above(x, a, b, above_a, above_b) as
    case when x = a then above_a when a >= 1 and b < 1e15 and above_b > 0 then exp(ln(above_a) + (ln(above_b) - ln(above_a)) * (ln(x) - ln(a)) / (ln(b) - ln(a))) end;

-- Figures of which more is known than their class says; size-narrowing.sql fills it.
create or replace temp table narrowed (counts_row bigint, performance_row bigint, target usmallint, counts_low hugeint, counts_high hugeint, performance_low hugeint, performance_high hugeint);
