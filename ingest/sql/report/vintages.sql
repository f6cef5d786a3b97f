-- What earlier submissions said of the figures that a submission changes or takes away: the revision history of each.
with earlier as (
    select * from fact_enterprise_count where submission <> getvariable('submission') and dataset = getvariable('dataset') and own_scheme and method = getvariable('METHOD.reported')
    union all
    select * from fact_performance where submission <> getvariable('submission') and dataset = getvariable('dataset') and own_scheme and method = getvariable('METHOD.reported')
)
select c.place as Place, e.submission::bigint as Submission, s.received_at as ReceivedAt, e.value as Value
from report_change c
join earlier e using (ref_area, indicator, size_class, activity, sex, unit_measure, price_base, time_period)
join dim_submission s on s.submission_id = e.submission
where c.place <= {most}
order by c.place, s.received_at, e.submission;
