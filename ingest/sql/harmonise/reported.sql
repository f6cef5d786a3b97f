-- The office's own cells enter the star in the scheme of their producer. {incoming} holds the figures on their way to one of the two fact tables.
insert into {incoming}
select o.ref_area, getvariable('dataset'), o.indicator, o.size_class, o.activity, o.sex, o.unit_measure, o.price_base, o.time_period,
    o.value,
    case when i.non_negative and o.value < r.half then 0 when i.is_integer then ceil(o.value - r.half) else o.value - r.half end, case when i.is_integer then floor(o.value + r.half) else o.value + r.half end, case when o.value is not null and r.half is not null then getvariable('kind.ROUNDING') end, null,
    first_status(o.obs_statuses), o.obs_statuses, case when o.obs_statuses & getvariable('bit.Q') <> 0 then getvariable('CONF_STATUS.C') else getvariable('CONF_STATUS.F') end, getvariable('METHOD.reported'), null,
    true, c.rule,
    getvariable('submission'), o.part, o.source_row, o.source_col,
    -- A plain whole number says itself: the star keeps the text only where it is not that (star.sql).
    case when try_cast(o.source_text as bigint)::varchar is distinct from o.source_text or try_cast(o.source_text as bigint)::decimal(38, 16) is distinct from o.value then coalesce(o.source_text, '') end, null
from observation o
join dim_indicator i on i.indicator_id = o.indicator
left join rounding_of_class r on r.indicator = o.indicator and r.size_class = o.size_class
left join correction c on c.part = o.part and c.source_row = o.source_row and c.source_col = o.source_col
where i.dataflow = '{dataflow}' and o.obs_statuses <> 0;
