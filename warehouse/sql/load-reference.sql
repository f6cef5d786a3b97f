-- Takes the reference CSV files into the dimensions. A code that is there already keeps its id.
-- raw_NAME holds the rows of NAME.csv as text, so that 0111 stays 0111, with the file and row that each comes from.

-- Codes that are there are replaced first and new ones put in after: to look for a conflict at every row takes five times as long.
create or replace temp view new_indicator as
select code, dataflow, topic, unit_kind, decimals::utinyint, additive_over, non_negative = 'yes', integer = 'yes', flow_or_stock, ppp = 'yes',
    name_es, name_pt, name_en, definition_es, definition_pt, definition_en, sbs_code, source, status
from raw_indicator;

create or replace temp view new_size_class as select scheme, code, sort::smallint, * exclude (scheme, code, sort, source_file, source_row) from raw_size_class;

insert or replace into dim_area select old.area_id, new.* exclude (source_file, source_row) from raw_area new join dim_area old on old.code = new.code;
insert into dim_area select nextval('code_id'), new.* exclude (source_file, source_row) from raw_area new where code not in (select code from dim_area);

insert or replace into dim_activity select old.activity_id, new.* exclude (source_file, source_row) from raw_activity new join dim_activity old on old.code = new.code;
insert into dim_activity select nextval('code_id'), new.* exclude (source_file, source_row) from raw_activity new where code not in (select code from dim_activity);

insert or replace into dim_size_scheme select old.scheme_id, new.* exclude (source_file, source_row) from raw_size_scheme new join dim_size_scheme old on old.code = new.code;
insert into dim_size_scheme select nextval('code_id'), new.* exclude (source_file, source_row) from raw_size_scheme new where code not in (select code from dim_size_scheme);

insert or replace into dim_indicator select old.indicator_id, new.* from new_indicator new join dim_indicator old on old.code = new.code;
insert into dim_indicator select nextval('code_id'), new.* from new_indicator new where code not in (select code from dim_indicator);

insert or replace into dim_size_class select old.size_class_id, new.* from new_size_class new join dim_size_class old on old.scheme = new.scheme and old.code = new.code;
insert into dim_size_class select nextval('code_id'), new.* from new_size_class new where (scheme, code) not in (select scheme, code from dim_size_class);

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

drop view new_indicator;
drop view new_size_class;
