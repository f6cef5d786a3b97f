-- Dimensions and rules that come with the program, from the CSV files in reference/.
-- A code keeps its id for the life of a work warehouse; ids are never shown to anybody.

create sequence if not exists code_id;

create table if not exists dim_area (
    area_id usmallint primary key default nextval('code_id'), code varchar not null, level varchar not null, parent varchar,
    iso3 varchar, name_es varchar, name_pt varchar, name_en varchar, aliases varchar, source varchar, status varchar);

create table if not exists dim_activity (
    activity_id usmallint primary key default nextval('code_id'), code varchar not null, system varchar not null, level varchar not null, parent varchar,
    name_es varchar, name_pt varchar, name_en varchar, source varchar, status varchar);

create table if not exists dim_indicator (
    indicator_id usmallint primary key default nextval('code_id'), code varchar not null, dataflow varchar not null, topic varchar not null, unit_kind varchar not null, decimals utinyint not null,
    additive_over varchar not null, non_negative boolean not null, is_integer boolean not null, flow_or_stock varchar, ppp boolean not null,
    name_es varchar, name_pt varchar, name_en varchar, definition_es varchar, definition_pt varchar, definition_en varchar,
    sbs_code varchar, source varchar, status varchar);

create table if not exists dim_size_scheme (
    scheme_id usmallint primary key default nextval('code_id'), code varchar not null, ref_area varchar, role varchar not null, criterion varchar not null, variable varchar, zero_units varchar,
    refusal_reason_es varchar, refusal_reason_pt varchar, refusal_reason_en varchar, legal_basis varchar, valid_from varchar, valid_to varchar,
    name_es varchar, name_pt varchar, name_en varchar, note varchar, source varchar, status varchar);

create table if not exists dim_size_class (
    size_class_id usmallint primary key default nextval('code_id'), scheme varchar not null, code varchar not null, sort smallint not null, parent varchar, aliases varchar,
    name_es varchar, name_pt varchar, name_en varchar, source varchar, status varchar);

-- Bounds are half-open, [low, high): a band printed as 10-49 is low 10, high 50.
create table if not exists size_class_bound (
    scheme varchar not null, class varchar not null, sector varchar, criterion varchar not null, valid_from varchar, valid_to varchar,
    low decimal(18, 3) not null, high decimal(18, 3), unit varchar not null, unit_year varchar, source varchar, status varchar);

-- A national code and an ISIC Rev.4 code of the same level that share at least one class.
create table if not exists activity_link (source_code varchar not null, target_code varchar not null, level varchar not null, source varchar, status varchar);

create table if not exists dim_code (
    list varchar not null, code varchar not null, code_id usmallint not null, sort smallint not null, parent varchar,
    name_es varchar, name_pt varchar, name_en varchar, note varchar, source varchar, status varchar, primary key (list, code));

create table if not exists dim_period (
    period_id usmallint primary key default nextval('code_id'), code varchar not null, freq varchar not null, start_date date not null, end_date date not null);

-- What was measured, of whom and how: one row a dataset, as its profile declares it (METHOD.md, Keys).
create table if not exists dim_dataset (
    dataset_id usmallint primary key default nextval('code_id'), code varchar not null, provider varchar not null, ref_area varchar not null, stat_unit varchar not null,
    count_concept varchar not null, universe varchar not null, size_scheme varchar not null, zero_units varchar, activity_system varchar, origin varchar not null,
    description json not null);

-- Which of several datasets of a country is the one to take for an indicator and years, and why (METHOD.md, Keys). Periods of any length by their year.
-- place is 1 for the first choice; the others serve the schemes that those before them do not reach.
create table if not exists preferred_dataset (
    dataset varchar not null, indicator varchar not null, place utinyint not null, valid_from varchar not null, valid_to varchar not null,
    reason_es varchar not null, reason_pt varchar not null, reason_en varchar not null, source varchar, status varchar);

-- Indicators that a release computes from others, times a scale: a share (the class over the total of its scheme), a part (both of the same class, the one within the other),
-- a ratio (both of the same class), relative (a ratio over that of the large class of the scheme), a density (over the inhabitants) or a growth (over the year before, less one).
create table if not exists derived_indicator (
    code varchar primary key, kind varchar not null, numerator varchar not null, denominator varchar, scale double not null, source varchar, status varchar);

-- How far a figure compares with those of other countries: what of its dataset, or of itself, makes a note or makes it not comparable, and the sentence that says so.
create table if not exists comparability_rule (
    aspect varchar not null, code varchar not null, grade varchar not null, text_es varchar, text_pt varchar, text_en varchar, source varchar, status varchar, primary key (aspect, code));

-- How large each country is: for the coverage of regional totals.
create table if not exists parameter (code varchar primary key, value double not null, meaning varchar not null, source varchar, status varchar);
create table if not exists economy (ref_area varchar not null, year smallint not null, population ubigint, gdp_usd double, source varchar, status varchar, primary key (ref_area, year));

-- What money of one kind is in another: FX and PPP (units of the currency for one of the unit), UNIT (units of account and redenominations: units of the currency in one
-- of the unit; without a year, always) and DEFLATOR (an index of national prices; unit tells its base).
create table if not exists rate (
    kind varchar not null, ref_area varchar not null, year smallint, unit varchar not null, currency varchar, value decimal(38, 15) not null, source varchar not null, status varchar not null);

-- Members of regions, by the days of their membership.
create table if not exists area_group (
    group_code varchar not null, member varchar not null, valid_from varchar, valid_to varchar, note varchar, source varchar, status varchar);

create table if not exists setting (name varchar primary key, value varchar not null);
