-- A class or activity of a target that several of the source touch. Those that lie inside it make its low end, all that touch it its high end; where what only
-- touches it has no units, the two are one and the sum is exact. Ends from touching need a measure that cannot be negative.
-- {mapping} says which of the {component} of the source touch which target and of what kind the interval then is, {targets} what is known of each target;
-- members.sql or members-plain.sql sums up the parts; {into} takes the sums. Of classes that are counted within a grouped class of the same sum ({elsewhere}) nothing is missing.
insert into {into}
with member as (
{member}
),
judged as (
    select m.*, case when m.narrowed then t.narrowed_rule else t.rule end as rule,
        m.touching = 0 and not m.bounded as whole,
        -- An interval of one point is that point, as where what crosses the limit has no unit at all.
        whole or not m.open and m.kinds = 0 and i.non_negative and coalesce(m.low, 0) = coalesce(m.high, 0) as certain,
        m.kinds | case when certain then 0 else m.touching end as interval_kinds,
        case
            when not (i.additive_over = 'all' or list_contains(string_split(i.additive_over, '|'), '{dimension}')) then getvariable('REASON.NOT_ADDITIVE')
            when m.unknown > 0 and obs_statuses & getvariable('bit.Q') <> 0 then getvariable('REASON.SUPPRESSED_PART')
            when m.unknown > 0 and obs_statuses & getvariable('bit.K') <> 0 then getvariable('REASON.GROUPED')
            when m.unknown > 0 or not t.complete or (m.parts < t.parts and not getvariable('absent_is_zero')) then getvariable('REASON.MISSING_PART')
            when not certain and not i.non_negative then getvariable('REASON.MAY_BE_NEGATIVE')
        end as refusal,
        case
            when m.touching & getvariable('kind.NESTING') <> 0 then getvariable('REASON.STRADDLES')
            when m.touching & getvariable('kind.ALLOCATION') <> 0 then getvariable('REASON.ALLOCATED')
            when m.touching & getvariable('kind.CONFIDENTIAL') <> 0 then getvariable('REASON.GROUPED')
            when m.touching <> 0 then getvariable('REASON.UNCLASSIFIED')
            else m.reason end as bounded_reason
    from member m
    join dim_indicator i on i.indicator_id = m.indicator
    join {targets} t on t.target = m.target and (t.only_period is null or t.only_period = m.time_period)
    where m.parts > 0
)
select {target_keys},
    case when refusal is null and certain then coalesce(case when whole then value else low end, 0) end,
    case when refusal is null and (not certain or kinds <> 0) then coalesce(low, 0) end,
    case when refusal is null and (not certain or kinds <> 0) and not open then coalesce(high, 0) end,
    case when refusal is null then nullif(interval_kinds, 0) end,
    null,
    first_status(statuses), statuses, case when statuses & getvariable('bit.Q') <> 0 then getvariable('CONF_STATUS.C') else getvariable('CONF_STATUS.F') end,
    case when refusal is not null then getvariable('METHOD.refused') when certain then getvariable('METHOD.aggregated') else getvariable('METHOD.bounded') end,
    coalesce(refusal, case when not certain then bounded_reason end),
    {own_scheme}, rule,
    getvariable('submission'), null, null, null, null, null
from (
    select *, case
        when refusal = getvariable('REASON.SUPPRESSED_PART') then getvariable('bit.Q')
        when refusal is not null then getvariable('bit.O')
        else carried_statuses(obs_statuses) end as statuses
    from judged
);
