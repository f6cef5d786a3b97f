-- Submissions, and tables of submissions, that brought figures of which none is current. A row without a table speaks of the whole submission.
with figure as (
    select submission, source_part as part, closed_by is null as is_current from fact_enterprise_count
    union all
    select submission, source_part, closed_by is null from fact_performance
)
select submission::bigint, null::varchar
from figure
group by submission
having not bool_or(is_current)
union all
select f.submission::bigint, coalesce(nullif(p.name, ''), s.file_name)
from figure f
join submission_part p on p.submission_id = f.submission and p.part = f.part
join dim_submission s on s.submission_id = f.submission
group by f.submission, 2
having not bool_or(f.is_current)
order by 1, 2;
