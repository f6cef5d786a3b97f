-- The parts of a target that only whole classes or activities reach, where no figure is an interval: their sum is all there is, and it takes a third of the time of members.sql.
-- A fragment of nesting.sql.
select {keys}, n.target,
    count(*) as parts,
    count(*) filter (f.value is null and not {elsewhere}) as unknown,
    false as bounded, false as open, false as narrowed, 0 as touching,
    sum(f.value) as value, null::decimal(38, 16) as low, null::decimal(38, 16) as high, 0 as kinds,
    bit_or(f.obs_statuses) as obs_statuses, null::usmallint as reason
from {incoming} f
join {mapping} n on n.source = f.{component} and (n.only_period is null or n.only_period = f.time_period)
where f.own_scheme and n.target in (select target from plain_target)
group by {keys}, n.target
