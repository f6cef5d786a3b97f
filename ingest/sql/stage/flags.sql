-- What the dataset's flags say of single periods shows on the figures themselves: B at the first period after a break, P while preliminary.
update observation o
set obs_statuses = case when o.obs_statuses = getvariable('bit.A') then f.bit else o.obs_statuses | f.bit end
from dim_period p, (
    select code, period_from, period_to, case code when 'BREAK' then getvariable('bit.B') else getvariable('bit.P') end as bit
    from dataset_flag where code in ('BREAK', 'PRELIMINARY')
) f
where p.period_id = o.time_period and o.obs_statuses <> 0
    and case f.code
        when 'BREAK' then p.code = f.period_from
        else (f.period_from is null or p.code >= f.period_from) and (f.period_to is null or p.code <= f.period_to) end;
