-- The figures of one fact table of a release with the codes of their key in place of the ids, which mean something in their own release only. {view} is the name to give it, {database} the release as it is
-- attached, {fact} the table; place is the order of answers.
create or replace temp view {view} as
select p.freq, a.code as ref_area, d.code as dataset, d.stat_unit, i.code as indicator, s.scheme as size_scheme, s.code as size_class, v.code as activity, x.code as sex, u.code as unit_measure,
    b.code as price_base, p.code as time_period, f.rowid as place, f.* exclude (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period)
from {database}.{fact} f
join {database}.dim_area a on a.area_id = f.ref_area
join {database}.dim_dataset d on d.dataset_id = f.dataset
join {database}.dim_indicator i on i.indicator_id = f.indicator
join {database}.dim_size_class s on s.size_class_id = f.size_class
join {database}.dim_activity v on v.activity_id = f.activity
join {database}.dim_period p on p.period_id = f.time_period
join {database}.dim_code x on x.list = 'SEX' and x.code_id = f.sex
join {database}.dim_code u on u.list = 'UNIT_MEASURE' and u.code_id = f.unit_measure
join {database}.dim_code b on b.list = 'PRICE_BASE' and b.code_id = f.price_base;
