-- What becomes of the figures that a submission brings, scheme by scheme: exact, bounded or refused, and why.
select c.scheme as Scheme, m.code as Method, n.code as Reason, count(*) as Figures
from (
    select size_class, method, reason from fact_enterprise_count where submission = getvariable('submission')
    union all
    select size_class, method, reason from fact_performance where submission = getvariable('submission')
) f
join dim_size_class c on c.size_class_id = f.size_class
join dim_code m on m.list = 'METHOD' and m.code_id = f.method
left join dim_code n on n.list = 'REASON' and n.code_id = f.reason
group by all
order by c.scheme, m.code, n.code;
