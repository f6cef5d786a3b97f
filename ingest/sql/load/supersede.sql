-- A corrected file replaces its dataset within the periods and indicators (and, if it says so, areas) that it holds.
-- Figures that did not change stay with the submission that brought them; changed and vanished ones are closed. {fact} is one of the two fact tables.

create or replace temp table incoming as select rowid as id, * from {fact} where submission = getvariable('submission');

create or replace temp table current_in_scope as
select rowid as id, *
from {fact} f
where f.dataset = getvariable('dataset') and f.submission <> getvariable('submission') and f.closed_by is null
    and f.time_period in (select distinct time_period from incoming)
    and f.indicator in (select distinct indicator from incoming)
    and (getvariable('replaces') = 'periods' or f.ref_area in (select distinct ref_area from incoming));

create or replace temp table unchanged as
select n.id as new_id, o.id as old_id
from incoming n
join current_in_scope o using (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, obs_statuses, method)
where n.value is not distinct from o.value and n.value_low is not distinct from o.value_low and n.value_high is not distinct from o.value_high
    and n.reason is not distinct from o.reason and n.rule is not distinct from o.rule
    and n.std_err is not distinct from o.std_err and n.conf_status = o.conf_status and n.interval_kinds is not distinct from o.interval_kinds;

delete from {fact} where rowid in (select new_id from unchanged);
update {fact} set closed_by = getvariable('submission') where rowid in (select id from current_in_scope where id not in (select old_id from unchanged));
