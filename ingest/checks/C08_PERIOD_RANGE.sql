-- A period in the future, before any statistic that could be meant, or outside the range that the dataset declares.
-- Variable today makes the answer repeatable; without it the day is the machine's.
with outside as (
    select period_id, code, case
            when start_date > coalesce(try_cast(getvariable('today') as date), current_date) then 'future'
            when year(start_date) < getvariable('threshold.C08') then 'too_old'
            when left(code, strlen(getvariable('period_from')::varchar)) < getvariable('period_from')::varchar then 'before_range'
            when left(code, strlen(getvariable('period_to')::varchar)) > getvariable('period_to')::varchar then 'after_range'
        end as why
    from dim_period
),
found as (
    select o.part, o.time_period, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row) as source_col, count(*) as places
    from observation o
    where o.time_period in (select period_id from outside where why is not null)
    group by o.part, o.time_period
),
label as (
    select part, id, min(source_col) as source_col, min(label) as label from label_reading where component = 'TIME_PERIOD' group by part, id
)
select f.part, f.source_row, coalesce(l.source_col, f.source_col) as source_col, coalesce(l.label, p.code) as value, f.places, p.code as period, p.why,
    case p.why when 'too_old' then getvariable('threshold.C08')::int::varchar when 'before_range' then getvariable('period_from')::varchar when 'after_range' then getvariable('period_to')::varchar end as bound
from found f
join outside p on p.period_id = f.time_period
left join label l on l.part = f.part and l.id = f.time_period
order by 1, 2, 3, p.code;
