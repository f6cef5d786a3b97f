-- Takes the reference CSV files into the dimensions. A code that is there already keeps its id.
-- raw_NAME holds the rows of NAME.csv as text, so that 0111 stays 0111, with the file and row that each comes from.

insert or replace into dim_area
select coalesce(old.area_id, nextval('code_id')), new.* exclude (source_file, source_row)
from raw_area new
left join dim_area old on old.code = new.code;

insert or replace into dim_activity
select coalesce(old.activity_id, nextval('code_id')), new.* exclude (source_file, source_row)
from raw_activity new
left join dim_activity old on old.code = new.code;

insert or replace into dim_indicator
select coalesce(old.indicator_id, nextval('code_id')), new.code, new.dataflow, new.topic, new.unit_kind, new.decimals::utinyint,
    new.additive_over, new.non_negative = 'yes', new.integer = 'yes', new.flow_or_stock, new.ppp = 'yes',
    new.name_es, new.name_pt, new.name_en, new.definition_es, new.definition_pt, new.definition_en, new.sbs_code, new.source, new.status
from raw_indicator new
left join dim_indicator old on old.code = new.code;

insert or replace into dim_size_scheme
select coalesce(old.scheme_id, nextval('code_id')), new.* exclude (source_file, source_row)
from raw_size_scheme new
left join dim_size_scheme old on old.code = new.code;

insert or replace into dim_size_class
select coalesce(old.size_class_id, nextval('code_id')), new.scheme, new.code, new.sort::smallint, new.* exclude (scheme, code, sort, source_file, source_row)
from raw_size_class new
left join dim_size_class old on old.scheme = new.scheme and old.code = new.code;

delete from size_class_bound;
insert into size_class_bound
select scheme, class, sector, criterion, valid_from, valid_to, coalesce(low::decimal(18, 3), 0), high::decimal(18, 3), unit, unit_year, source, status
from raw_size_class_bound;

delete from activity_link;
insert into activity_link
select source_code, target_code, level, source, status
from raw_activity_link;

delete from preferred_dataset;
insert into preferred_dataset
select * exclude (source_file, source_row) replace (place::utinyint as place)
from raw_preferred_dataset;

delete from derived_indicator;
insert into derived_indicator
select * exclude (source_file, source_row) replace (scale::double as scale)
from raw_derived_indicator;

delete from comparability_rule;
insert into comparability_rule
select * exclude (source_file, source_row) from raw_comparability;

delete from parameter;
insert into parameter
select code, value::double, meaning, source, status from raw_parameter;

delete from economy;
insert into economy
select ref_area, year::smallint, population::ubigint, gdp_usd::double, source, status
from raw_economy;

delete from rate;
insert into rate
select kind, ref_area, year::smallint, unit, currency, value::decimal(38, 15), source, status
from raw_rate;

delete from area_group;
insert into area_group
select * exclude (source_file, source_row) from raw_area_group;

-- Short lists: the id is the place in the list, so that it fits a byte.
delete from dim_code;
insert into dim_code
select list, code, row_number() over (partition by list order by sort::smallint, code), sort::smallint, parent, name_es, name_pt, name_en, note, source, status
from raw_code;
