-- One dataflow of the release as a file with codes in place of ids, every figure with all that is said of it, in the columns of the API; {fact} is its table, {file} a literal, {number} the macro that numbers go
-- through, {options} those of the format.
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
    select p.freq as "FREQ", a.code as "REF_AREA", d.code as "DATASET", d.stat_unit as "STAT_UNIT", i.code as "INDICATOR", s.scheme as "SIZE_SCHEME", s.code as "SIZE_CLASS", v.code as "ACTIVITY", x.code as "SEX",
        u.code as "UNIT_MEASURE", b.code as "PRICE_BASE", p.code as "TIME_PERIOD", {number}(f.value) as "OBS_VALUE", {number}(f.value_low) as "VALUE_LOW", {number}(f.value_high) as "VALUE_HIGH",
        o.code as "OBS_STATUS", c.code as "CONF_STATUS", m.code as "METHOD", k.codes as "INTERVAL_KIND", r.code as "REASON", w.codes as "OBS_STATUSES", f.std_err as "STD_ERR", f.preferred as "PREFERRED"
    from release.{fact} f
    join release.dim_area a on a.area_id = f.ref_area
    join release.dim_dataset d on d.dataset_id = f.dataset
    join release.dim_indicator i on i.indicator_id = f.indicator
    join release.dim_size_class s on s.size_class_id = f.size_class
    join release.dim_activity v on v.activity_id = f.activity
    join release.dim_period p on p.period_id = f.time_period
    join release.dim_code x on x.list = 'SEX' and x.code_id = f.sex
    join release.dim_code u on u.list = 'UNIT_MEASURE' and u.code_id = f.unit_measure
    join release.dim_code b on b.list = 'PRICE_BASE' and b.code_id = f.price_base
    join release.dim_code o on o.list = 'OBS_STATUS' and o.code_id = f.obs_status
    join release.dim_code c on c.list = 'CONF_STATUS' and c.code_id = f.conf_status
    join release.dim_code m on m.list = 'METHOD' and m.code_id = f.method
    left join release.dim_code r on r.list = 'REASON' and r.code_id = f.reason
    left join statuses w on w.bits = f.obs_statuses
    left join kinds k on k.bits = f.interval_kinds
    order by f.rowid
) to {file} ({options});
