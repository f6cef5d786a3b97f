-- The dimensions of a release. Ids follow the order in which answers show the codes, so that rows in key order need no sorting.

create table release.dim_area as
select row_number() over (order by case level when 'region' then 1 else 0 end, code)::usmallint as area_id, * exclude (area_id) from dim_area
where level not in ('other', 'subdivision2') or area_id in (select ref_area from fact_enterprise_count union select ref_area from fact_performance);

create table release.dim_activity as
select row_number() over (order by case when code = '_T' then 0 when system = 'ISIC4' then 1 else 2 end, code)::usmallint as activity_id, * exclude (activity_id) from dim_activity;

create table release.dim_indicator as
select row_number() over (order by dataflow, code)::usmallint as indicator_id, * exclude (indicator_id) from dim_indicator;

create table release.dim_size_scheme as
select row_number() over (order by code)::usmallint as scheme_id, * exclude (scheme_id) from dim_size_scheme;

create table release.dim_size_class as
select row_number() over (order by scheme, sort, code)::usmallint as size_class_id, * exclude (size_class_id) from dim_size_class;

create table release.dim_period as
select row_number() over (order by start_date, end_date desc, code)::usmallint as period_id, * exclude (period_id) from dim_period
where period_id in (select time_period from fact_enterprise_count union select time_period from fact_performance);

create table release.dim_dataset as
select row_number() over (order by ref_area, code)::usmallint as dataset_id, * exclude (dataset_id) from dim_dataset;

create table release.dim_code as select * from dim_code;
create table release.size_class_bound as select * from size_class_bound order by scheme, class, sector, valid_from;
create table release.derived_indicator as select * from derived_indicator order by code;
create table release.comparability_rule as select * from comparability_rule order by aspect, code;
create table release.economy as select * from economy order by ref_area, year;
create table release.rate as select * from rate order by kind, ref_area, unit, year;
create table release.area_group as select * from area_group order by group_code, member, valid_from;
create table release.activity_link as select * from activity_link order by source_code, target_code;
create table release.harmonisation_rule as
select * from harmonisation_rule
where rule_id in (select rule from fact_enterprise_count where closed_by is null union select rule from fact_performance where closed_by is null union select rule from derived)
order by rule_id;
create table release.rule_input as select * from rule_input where rule_id in (select rule_id from release.harmonisation_rule) order by rule_id, component, code;
create table release.submission_part as select * from submission_part order by submission_id, part;
create table release.submission_label as select * from submission_label order by submission_id, part, component, code, label;
create table release.submission_register as select * from submission_register order by submission_id;
create table release.submission_register_row as select * from submission_register_row order by submission_id, source_row;

create or replace temp table map_area as select o.area_id as old_id, n.area_id as new_id from dim_area o join release.dim_area n using (code);
create or replace temp table map_activity as select o.activity_id as old_id, n.activity_id as new_id from dim_activity o join release.dim_activity n using (code);
create or replace temp table map_indicator as select o.indicator_id as old_id, n.indicator_id as new_id from dim_indicator o join release.dim_indicator n using (code);
create or replace temp table map_size_class as select o.size_class_id as old_id, n.size_class_id as new_id from dim_size_class o join release.dim_size_class n using (scheme, code);
create or replace temp table map_period as select o.period_id as old_id, n.period_id as new_id from dim_period o join release.dim_period n using (code);
create or replace temp table map_dataset as select o.dataset_id as old_id, n.dataset_id as new_id from dim_dataset o join release.dim_dataset n using (code);

create table release.preferred_dataset as select * from preferred_dataset where dataset in (select code from dim_dataset) order by dataset, indicator, valid_from;

create table release.dim_submission as
select s.* replace (d.new_id as dataset) from dim_submission s join map_dataset d on d.old_id = s.dataset order by submission_id;
