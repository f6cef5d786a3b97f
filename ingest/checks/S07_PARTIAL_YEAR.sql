-- A year's code for a part of a year or for another day than its end: the label says months or a half, the dataset says so of the period, it counts only
-- what was active in a window, or the year is not over. A count at a day may be out before the year is over, so that is a warning only.
-- A year that has not begun is C08's.
with annual as (
    select p.period_id, p.code, p.start_date, p.end_date from (select time_period from observation where time_period is not null group by time_period) o
    join dim_period p on p.period_id = o.time_period and p.freq = 'A'
),
label as (
    select id, part, source_col, label, lower(strip_accents(label)) as text from label_reading where component = 'TIME_PERIOD'
),
said as (
    select id, part, source_col, label
    from label
    where regexp_matches(text, '\b(ene(ro)?|jan(eiro|uary)?|feb(rero|ruary)?|fev(ereiro)?|mar(zo|co|ch)?|abr(il)?|apr(il)?|may(o)?|mai(o)?|jun(io|ho|e)?|jul(io|ho|y)?|ago(sto)?|aug(ust)?|sep(t|tiembre|tember)?|set(iembre|embro)?|oct(ubre|ober)?|out(ubro)?|nov(iembre|embro|ember)?)\b')
            -- Until December, or at its end, is a whole year.
            and not regexp_matches(text, '\b(dic(iembre)?|dez(embro)?|dec(ember)?)\b')
        or regexp_matches(text, '(semestre|semester|half|trimestre|trim\b|quarter|bimestre|\b[0-9]{1,2} meses|\b[0-9]{1,2} months|parcial|partial)')
),
partial as (
    select a.*, case
            when s.id is not null then 'label'
            when getvariable('count_concept')::varchar in ('ACTIVE_WINDOW', 'PERIOD_AVG') then 'window'
            when exists (select 1 from dataset_flag f where f.code = 'PARTIAL_YEAR' and (f.period_from is not null or f.period_to is not null)
                and (f.period_from is null or a.code >= f.period_from) and (f.period_to is null or a.code <= f.period_to)) then 'flag'
            when a.end_date > coalesce(try_cast(getvariable('today') as date), current_date) and a.start_date <= coalesce(try_cast(getvariable('today') as date), current_date) then 'unfinished'
        end as why
    from annual a
    left join (select distinct id from said) s on s.id = a.period_id
),
place as (
    select o.time_period, min(o.part) as part, min(o.source_row) as source_row, arg_min(o.source_col, o.source_row) as source_col, count(*) as places
    from observation o
    where o.time_period in (select period_id from partial where why is not null)
    group by o.time_period
)
select p.part, p.source_row, coalesce(l.source_col, p.source_col) as source_col, coalesce(l.label, a.code) as value, p.places,
    case when a.why = 'unfinished' and getvariable('count_concept')::varchar in ('AT_DATE', 'IN_FORCE', 'REG_TO_DATE') then 'W' else 'E' end as severity,
    a.code as period, a.why
from place p
join partial a on a.period_id = p.time_period
left join (select id, min(source_col) as source_col, coalesce(min(label) filter (label in (select label from said)), min(label)) as label from label group by id) l on l.id = a.period_id
order by 1, 2, 3, a.code;
