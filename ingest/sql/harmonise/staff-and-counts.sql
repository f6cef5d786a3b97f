-- Where a source prints only the units of each band, or only their staff, the other lies between two ends: n units of 10 to 49 persons employ
-- 10n to 49n (METHOD.md, Size), men and women together. Only where staff is what the bands are made of (classified_by); of annual averages only n times the next limit is certain.
-- {from} holds the figures of {known}, {into} takes those of {unknown}.
insert into {into}
select f.ref_area, f.dataset, {unknown}, f.size_class, f.activity, f.sex, d.unit_measure, d.price_base, f.time_period,
    null, {low}, {high}, getvariable('kind.NESTING'), null,
    first_status(carried_statuses(f.obs_statuses)), carried_statuses(f.obs_statuses), getvariable('CONF_STATUS.F'), getvariable('METHOD.bounded'), getvariable('REASON.STAFF_AND_COUNTS'),
    true, getvariable('rule'),
    getvariable('submission'), null, null, null, null, null
from {from} f
join counted_class s on s.size_class_id = f.size_class
join indicator_default d on d.indicator_id = {unknown}
where f.indicator = {known} and f.sex = getvariable('both_sexes') and f.own_scheme and f.value is not null
    and not exists (
        select 1 from {into} o
        where o.indicator = {unknown} and o.ref_area = f.ref_area and o.size_class = f.size_class and o.activity = f.activity and o.sex = f.sex and o.time_period = f.time_period);
