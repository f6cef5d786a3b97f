-- The current figures in key order; {fact} is one of the two fact tables.
create table release.{fact} as
select a.new_id as ref_area, d.new_id as dataset, i.new_id as indicator, s.new_id as size_class, v.new_id as activity, f.sex, f.unit_measure, f.price_base, p.new_id as time_period,
    f.* exclude (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, closed_by),
    -- A point estimate is shown within its interval, and only where that is narrow and for no other reason than the bands (METHOD.md, Size).
    case when e.point is not null and f.method = k.bounded and f.interval_kinds = k.nesting and f.value_low > 0 and f.value_high <= f.value_low * k.width then least(greatest(e.point, f.value_low), f.value_high) end as point,
    -- Whether its dataset is the one to take for its indicator, year and scheme.
    w.dataset is not null as preferred
from (from {fact} where closed_by is null {derived}) f
cross join (
    select (select code_id from dim_code where list = 'METHOD' and code = 'bounded') as bounded, (select (1 << (code_id - 1))::utinyint from dim_code where list = 'INTERVAL_KIND' and code = 'NESTING') as nesting,
        (select value::decimal(9, 4) from parameter where code = 'POINT_WIDTH') as width
) k
left join point_estimate e using (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, submission)
join map_area a on a.old_id = f.ref_area
join map_dataset d on d.old_id = f.dataset
join map_indicator i on i.old_id = f.indicator
join map_size_class s on s.old_id = f.size_class
join map_activity v on v.old_id = f.activity
join map_period p on p.old_id = f.time_period
join dim_size_class c on c.size_class_id = f.size_class
left join map_preferred w on w.dataset = f.dataset and w.indicator = f.indicator and w.time_period = f.time_period and w.scheme is not distinct from case when not f.own_scheme then c.scheme end
order by 1, 2, 3, 4, 5, 6, 7, 8, 9;
