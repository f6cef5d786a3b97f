-- The data set of the query measurements, put into the fact table of a release: {areas} areas × 5 classes × {activities} activities × 6 indicators × 15 years, in key order,
-- with a flag on each tenth figure and an interval in place of each twentieth.
delete from fact_performance;
insert into fact_performance
    (ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, value_low, value_high, interval_kinds, obs_status, obs_statuses, conf_status, method, reason, own_scheme, submission, preferred)
with cell as (
    select a.area_id as ref_area, i.indicator_id as indicator, c.size_class_id as size_class, v.activity_id as activity, p.period_id as time_period,
        hash(a.area_id, i.indicator_id, c.size_class_id, v.activity_id, p.period_id) as drawn
    from (select area_id from dim_area where level in ('country', 'subdivision') order by level = 'country' desc, code limit {areas}) a
    cross join (select indicator_id from dim_indicator where code in ('EMPN', 'EMPE', 'TURN', 'VALU', 'WAGES', 'PROD')) i
    cross join (select size_class_id from dim_size_class where scheme = 'CMN3' order by sort limit 5) c
    cross join (select activity_id from dim_activity order by activity_id limit {activities}) v
    cross join (select period_id from dim_period where freq = 'A' order by code desc limit 15) p
)
select ref_area, 1, indicator, size_class, activity,
    (select code_id from dim_code where list = 'SEX' and code = '_T'), (select code_id from dim_code where list = 'UNIT_MEASURE' and code = 'PS'), (select code_id from dim_code where list = 'PRICE_BASE' and code = '_Z'), time_period,
    case when drawn % 20 > 0 then drawn % 5000000 end, case when drawn % 20 = 0 then drawn % 1000000 end, case when drawn % 20 = 0 then drawn % 1000000 + 5000 end, case when drawn % 20 = 0 then 1 end,
    case when drawn % 10 = 1 then (select code_id from dim_code where list = 'OBS_STATUS' and code = 'E') else (select code_id from dim_code where list = 'OBS_STATUS' and code = 'A') end,
    case when drawn % 10 = 1 then (select 1::bigint << (code_id - 1) from dim_code where list = 'OBS_STATUS' and code = 'E') else (select 1::bigint << (code_id - 1) from dim_code where list = 'OBS_STATUS' and code = 'A') end,
    (select code_id from dim_code where list = 'CONF_STATUS' and code = 'F'),
    case when drawn % 20 = 0 then (select code_id from dim_code where list = 'METHOD' and code = 'bounded') else (select code_id from dim_code where list = 'METHOD' and code = 'reported') end,
    case when drawn % 20 = 0 then (select code_id from dim_code where list = 'REASON' order by code_id limit 1) end, false, 1, false
from cell
order by all;
