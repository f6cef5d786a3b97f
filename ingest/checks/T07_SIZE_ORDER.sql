-- Nationally there are more micro than small and more small than medium enterprises; elsewhere there need not be. Counts over all activities only.
-- Classes are taken together by their own names or, in bands of staff without any, by their bounds.
with class as (
    select c.size_class_id as size_class, case
            when c.code like 'MICRO%' or regexp_matches(lower(c.aliases), '(^|[|])micro') then 1
            when c.code like 'SMALL%' or regexp_matches(lower(c.aliases), '(^|[|])peque') then 2
            when c.code like 'MEDIUM%' and c.code <> 'MEDIUM_LARGE' or regexp_matches(lower(c.aliases), '(^|[|])median') then 3
            when max(b.high) filter (b.criterion = 'employment' and s.criterion = 'employment') <= 11 then 1
            when min(b.low) filter (s.criterion = 'employment') >= 10 and max(b.high) filter (s.criterion = 'employment') <= 51 then 2
            when min(b.low) filter (s.criterion = 'employment') >= 50 and max(b.high) filter (s.criterion = 'employment') <= 251 then 3
        end as step
    from dim_size_class c
    join dim_size_scheme s on s.code = c.scheme
    left join size_class_bound b on b.scheme = c.scheme and b.class = c.code
    where c.scheme = getvariable('size_scheme') and c.code not like '\_%' escape '\' and c.code <> 'S0'
        and not exists (select 1 from dim_size_class child where child.scheme = c.scheme and child.parent = c.code)
    group by c.size_class_id, c.code, c.aliases
),
counted as (
    select o.part, o.indicator, o.time_period, k.step, sum(o.value) as n, count(*) - count(o.value) as unknown, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row) as source_col,
        arg_min(o.source_text, o.source_row) as source_text, o.ref_area
    from observation o
    join class k on k.size_class = o.size_class and k.step is not null
    join dim_area a on a.area_id = o.ref_area and a.level = 'country'
    where o.indicator in (select indicator_id from dim_indicator where code in ('ENTR', 'ESTA'))
        and not exists (select 1 from doubtful_key k where k.indicator = o.indicator and k.ref_area = o.ref_area and k.time_period = o.time_period)
        and o.activity = (select activity_id from dim_activity where code = '_T') and o.sex = (select code_id from dim_code where list = 'SEX' and code = '_T')
    group by o.part, o.ref_area, o.indicator, o.time_period, k.step
),
broken as (
    select s.*, p.code as period, b.n as before
    from counted b
    join counted s on s.part = b.part and s.ref_area = b.ref_area and s.indicator = b.indicator and s.time_period = b.time_period and s.step = b.step + 1
    join dim_period p on p.period_id = s.time_period
    where b.unknown = 0 and s.unknown = 0 and s.n >= b.n
)
select b.part, min(b.source_row) as source_row, arg_min(b.source_col, b.source_row) as source_col, arg_min(b.source_text, b.source_row) as value, count(*) as places, i.code as indicator,
    case b.step when 2 then 'small' else 'medium' end as class, case b.step when 2 then 'micro' else 'small' end as smaller_class,
    regexp_replace(arg_min(b.n, b.source_row)::varchar, '[.]?0+$', '') as number, regexp_replace(arg_min(b.before, b.source_row)::varchar, '[.]?0+$', '') as smaller_number,
    array_to_string(list_slice(list(b.period order by b.period), 1, 10), ', ') as periods
from broken b
join dim_indicator i on i.indicator_id = b.indicator
group by b.part, i.code, b.step
order by 1, 2, 3;
