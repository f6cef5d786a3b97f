-- The parts of each target and what they are together, between two ends; a fragment of nesting.sql.
select {keys}, n.target,
    count(*) filter (n.part) as parts,
    count(*) filter (f.value is null and f.value_low is null and not {elsewhere}) as unknown,
    bool_or(f.value is null and f.value_low is not null) as bounded,
    bool_or(f.value is null and f.value_low is not null and coalesce(w.{dataflow}_high, f.value_high) is null) as open,
    bool_or(w.target is not null) as narrowed,
    -- No unit is no unit wherever it belongs; but what can be negative may sum to zero.
    coalesce(bit_or(n.kind) filter (not n.inside and not {elsewhere} and (coalesce(f.value_high, f.value) is distinct from 0 or n.part and not i.non_negative)), 0) as touching,
    sum(f.value) as value,
    sum(case when n.inside then coalesce(f.value_low, f.value) else w.{dataflow}_low end) as low,
    sum(coalesce(w.{dataflow}_high, f.value_high, f.value)) as high,
    coalesce(bit_or(f.interval_kinds), 0) as kinds,
    bit_or(f.obs_statuses) as obs_statuses,
    max(f.reason) filter (f.method <> getvariable('METHOD.refused')) as reason
from {incoming} f
join {mapping} n on n.source = f.{component} and (n.only_period is null or n.only_period = f.time_period)
join dim_indicator i on i.indicator_id = f.indicator
left join narrowed w on w.{dataflow}_row = f.rowid and w.target = n.target
where f.own_scheme and n.target not in (select target from plain_target)
group by {keys}, n.target
