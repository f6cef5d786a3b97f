-- One dataflow of the release as a file with codes in place of ids, every figure with all that is said of it, in the columns of the API; {fact} is its table, which stands
-- as coded_figure with the codes of its key (coded-key.sql); {file} is a literal, {number} the macro that numbers go through, {options} those of the format.
create or replace temp macro written(number) as rtrim(rtrim(number::varchar, '0'), '.');
-- The nearest double, which a plain cast is not always.
create or replace temp macro nearest(number) as number::varchar::double;

copy (
    with statuses as (
        select f.bits, string_agg(c.code, ' ' order by c.code_id) as codes
        from (select distinct obs_statuses as bits from release.{fact}) f join release.dim_code c on c.list = 'OBS_STATUS' and f.bits & (1::uinteger << (c.code_id - 1)::uinteger) <> 0
        group by all
    ), kinds as (
        select f.bits, string_agg(c.code, ' ' order by c.code_id) as codes
        from (select distinct interval_kinds as bits from release.{fact} where interval_kinds is not null) f join release.dim_code c on c.list = 'INTERVAL_KIND' and f.bits & (1::utinyint << (c.code_id - 1)::utinyint) <> 0
        group by all
    )
    select f.freq as "FREQ", f.ref_area as "REF_AREA", f.dataset as "DATASET", f.stat_unit as "STAT_UNIT", f.indicator as "INDICATOR", f.size_scheme as "SIZE_SCHEME", f.size_class as "SIZE_CLASS",
        f.activity as "ACTIVITY", f.sex as "SEX", f.unit_measure as "UNIT_MEASURE", f.price_base as "PRICE_BASE", f.time_period as "TIME_PERIOD",
        {number}(f.value) as "OBS_VALUE", {number}(f.value_low) as "VALUE_LOW", {number}(f.value_high) as "VALUE_HIGH",
        o.code as "OBS_STATUS", c.code as "CONF_STATUS", m.code as "METHOD", k.codes as "INTERVAL_KIND", r.code as "REASON", w.codes as "OBS_STATUSES", f.std_err as "STD_ERR", f.preferred as "PREFERRED"
    from coded_figure f
    join release.dim_code o on o.list = 'OBS_STATUS' and o.code_id = f.obs_status
    join release.dim_code c on c.list = 'CONF_STATUS' and c.code_id = f.conf_status
    join release.dim_code m on m.list = 'METHOD' and m.code_id = f.method
    left join release.dim_code r on r.list = 'REASON' and r.code_id = f.reason
    left join statuses w on w.bits = f.obs_statuses
    left join kinds k on k.bits = f.interval_kinds
    order by f.place
) to {file} ({options});
