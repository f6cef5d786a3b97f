-- A band that crosses the limit of a target class holds n units with e persons. Both together say more than n alone (METHOD.md, Size: a known class
-- employment tightens counts): of n units of 50 to 249 persons, at most (e - 50n) / 50 can have 100 or more. Only where the measured staff is what the
-- bands are made of, at the same date (classified_by), and neither figure is rounded; a figure that the source hides is no fact.
--
-- Of the band [a, b) a target takes [lo, hi); z of the units may lie above it, the rest below. x units in the target are possible where some z has
--     x lo + (n-x-z) a + z hi  <=  e  <=  x (hi-1) + (n-x-z) (lo-1) + z (b-1).
-- Where only one of the two is printed, the other (staff-and-counts.sql) has in the target at most what the target's own limits allow: {most_staff} a unit.
-- {counts} and {measures} hold the figures on their way to the two fact tables.

create or replace temp macro fits(x, n, e, a, b, lo, hi) as case
    when a = lo then x * lo + (n - x) * hi <= e and x * (hi - 1) + (n - x) * (b - 1) >= e or (x = n and x * lo <= e and x * (hi - 1) >= e)
    when b = hi then x * lo + (n - x) * a <= e and x * (hi - 1) + (n - x) * (lo - 1) >= e
    else greatest(ceil_div(e - x * (hi - 1) - (n - x) * (lo - 1), b - lo), 0) <= least(floor_div(e - x * lo - (n - x) * a, hi - a), n - x) end;

-- The fewest and the most units that fit. Where the target lies inside the band the inequalities alone can be a few units too wide, since
-- a unit has whole persons: those few are tried.
create or replace temp macro fewest(n, e, a, b, lo, hi) as case
    when a = lo then greatest(0, ceil_div(n * hi - e, hi - lo))
    when b = hi then greatest(0, ceil_div(e - n * (lo - 1), b - lo))
    else list_min(list_filter(range(0, least(n, 63)::bigint + 1), x -> fits(x::hugeint, n, e, a, b, lo, hi)))::hugeint end;
create or replace temp macro most_by_limits(n, e, a, b, lo, hi) as least(n,
    case when a < lo then floor_div(e - n * a, lo - a) else n end,
    case when hi < b then floor_div(n * (b - 1) - e, b - hi) else n end);
create or replace temp macro most(limit_, n, e, a, b, lo, hi) as case
    when a = lo or b = hi then limit_
    else list_max(list_filter(range(greatest(limit_ - 63, 0)::bigint, limit_::bigint + 1), x -> fits(x::hugeint, n, e, a, b, lo, hi)))::hugeint end;

create or replace temp table straddling as
select n.source, n.target, s.low::hugeint as a, s.high::hugeint as b, greatest(s.low, t.low)::hugeint as lo, least(s.high, t.high)::hugeint as hi
from size_nesting n
join source_band s on s.size_class_id = n.source
join target_band t on t.size_class_id = n.target
where not n.inside and n.part and s.criterion = 'employment';

create or replace temp table narrowed as
with pair as (
    select c.rowid as counts_row, e.rowid as performance_row, c.value as units, e.value as staff, c.value_low is null and e.value_low is null as as_they_are,
        coalesce(c.value_high, c.value) as most_units, coalesce(e.value_high, e.value) as most_staff,
        c.reason is not distinct from getvariable('REASON.STAFF_AND_COUNTS') as units_follow, e.reason is not distinct from getvariable('REASON.STAFF_AND_COUNTS') as staff_follows, p.*
    from {counts} c
    join {measures} e using (ref_area, dataset, size_class, activity, sex, time_period)
    join straddling p on p.source = c.size_class
    where c.indicator = getvariable('counted') and e.indicator = getvariable('classified_by') and c.own_scheme and e.own_scheme and c.sex = getvariable('both_sexes')
),
cell as (
    select *, units::hugeint as n, staff::hugeint as e
    from pair
    where units > 0 and staff is not null and as_they_are
),
ends as (
    select *, fewest(n, e, a, b, lo, hi) as x_low, most(most_by_limits(n, e, a, b, lo, hi), n, e, a, b, lo, hi) as x_high
    from cell
)
select counts_row, performance_row, target, x_low as counts_low, x_high as counts_high,
    greatest(x_low * lo, e - (n - x_low) * case when hi < b then b - 1 else lo - 1 end) as performance_low,
    least(x_high * (hi - 1), e - (n - x_high) * case when a < lo then a else hi end) as performance_high
from ends
-- Staff that the band does not allow is a finding (T04) and says nothing here.
where x_low <= x_high and n * a <= e and n * (b - 1) >= e
union all
select null, performance_row, target, null, null, 0, case when hi < 1e15 then floor(most_units)::hugeint * {most_staff} end from pair where staff_follows
union all
select counts_row, null, target, 0, case when lo > 0 then floor_div(floor(most_staff), lo) end, null, null from pair where units_follow;
