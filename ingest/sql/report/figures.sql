-- A name that a spreadsheet would take for a formula is quoted.
-- What becomes of each figure that a submission brings: as its office has it, in each scheme, exact, bounded or refused and why; with the cell that it stands in.
select case when coalesce(nullif(p.name, ''), s.file_name)[1] in ('=', '+', '-', '@') then '''' || coalesce(nullif(p.name, ''), s.file_name) else coalesce(nullif(p.name, ''), s.file_name) end as "TABLE", f.source_row as "ROW", f.source_col as "COLUMN",
    r.code as REF_AREA, i.code as INDICATOR, c.scheme as SIZE_SCHEME, c.code as SIZE_CLASS, v.code as ACTIVITY, x.code as SEX, t.code as TIME_PERIOD,
    f.value::double as OBS_VALUE, f.value_low::double as VALUE_LOW, f.value_high::double as VALUE_HIGH, m.code as METHOD, n.code as REASON
from (
    select * from fact_enterprise_count where submission = getvariable('submission')
    union all
    select * from fact_performance where submission = getvariable('submission')
) f
join dim_submission s on s.submission_id = f.submission
join dim_area r on r.area_id = f.ref_area
join dim_indicator i on i.indicator_id = f.indicator
join dim_size_class c on c.size_class_id = f.size_class
join dim_activity v on v.activity_id = f.activity
join dim_code x on x.list = 'SEX' and x.code_id = f.sex
join dim_period t on t.period_id = f.time_period
join dim_code m on m.list = 'METHOD' and m.code_id = f.method
left join dim_code n on n.list = 'REASON' and n.code_id = f.reason
left join submission_part p on p.submission_id = f.submission and p.part = f.source_part
order by f.source_part nulls last, f.source_row, f.source_col, r.code, i.code, t.code, c.scheme, c.sort, v.code, x.code
