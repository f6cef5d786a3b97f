-- Where the source puts units of several classes together for confidentiality (grouped_class), the classes that it may hold and that have no row of their own are in it:
-- SDMX's pair of statuses, K (included elsewhere) beside the W that the label of the grouped class bears.
insert into {incoming}
select f.ref_area, f.dataset, f.indicator, g.held, f.activity, f.sex, f.unit_measure, f.price_base, f.time_period,
    null, null, null, null, null,
    first_status(getvariable('bit.K')), getvariable('bit.K'), getvariable('CONF_STATUS.F'), getvariable('METHOD.refused'), getvariable('REASON.INCLUDED_ELSEWHERE'),
    true, g.rule,
    getvariable('submission'), null, null, null, null, null
from {incoming} f
join grouped_class g on g.size_class = f.size_class
where f.own_scheme and not exists (
    select 1 from {incoming} o
    where o.size_class = g.held and o.ref_area = f.ref_area and o.indicator = f.indicator and o.activity = f.activity and o.sex = f.sex
        and o.unit_measure = f.unit_measure and o.price_base = f.price_base and o.time_period = f.time_period);
