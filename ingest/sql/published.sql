-- The figures of a dataset that a release holds as its office sent them, with the ids of this warehouse; {fact} is one of the two fact tables.
create or replace temp table published_here as
select c.*, m.code as method_code
from {coded} c
join {release}.dim_code m on m.list = 'METHOD' and m.code_id = c.method
where c.dataset = {dataset} and c.own_scheme and m.code = 'reported';

insert into dim_period (code, freq, start_date, end_date)
select code, freq, start_date, end_date from {release}.dim_period
where code in (select time_period from published_here) and code not in (select code from dim_period);

-- Codes that the reference data of now no longer have are of no figure that is compared.
insert into {fact} (
    ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, obs_status, obs_statuses, conf_status, method, own_scheme, submission)
select a.area_id, d.dataset_id, i.indicator_id, s.size_class_id, v.activity_id, x.code_id, u.code_id, b.code_id, p.period_id, c.value, c.obs_status, c.obs_statuses, c.conf_status, m.code_id, true, {submission}
from published_here c
join dim_area a on a.code = c.ref_area
join dim_dataset d on d.code = c.dataset
join dim_indicator i on i.code = c.indicator
join dim_size_class s on s.scheme = c.size_scheme and s.code = c.size_class
join dim_activity v on v.code = c.activity
join dim_code x on x.list = 'SEX' and x.code = c.sex
join dim_code u on u.list = 'UNIT_MEASURE' and u.code = c.unit_measure
join dim_code b on b.list = 'PRICE_BASE' and b.code = c.price_base
join dim_code m on m.list = 'METHOD' and m.code = c.method_code
join dim_period p on p.code = c.time_period;

drop table published_here;
