-- The office's own cells enter the star in the scheme of their producer. {incoming} holds the figures on their way to one of the two fact tables.
insert into {incoming}
-- The whole numbers keep their sixteen places: beside a decimal(38, 0) DuckDB would round the others to it.
with cell as (
    select o.*, i.is_integer, i.non_negative,
        -- Half the distance between two printed figures; where that is not said, half the last decimal of the text.
        case when r.indicator is not null and o.value is not null
            then coalesce(r.half, (0.5 / pow(10, strlen(regexp_extract(o.source_text, '[.,]([0-9]+)[\s%]*$', 1))))::decimal(38, 16)) end as half
    from observation o
    join dim_indicator i on i.indicator_id = o.indicator
    left join rounding_of_class r on r.indicator = o.indicator and r.size_class = o.size_class
    where i.dataflow = '{dataflow}' and o.obs_statuses <> 0
)
select o.ref_area, getvariable('dataset'), o.indicator, o.size_class, o.activity, o.sex, o.unit_measure, o.price_base, o.time_period,
    o.value,
    case when o.half is null then null when o.non_negative and o.value < o.half then 0::decimal(38, 16) when o.is_integer then ceil(o.value - o.half)::decimal(38, 16) else o.value - o.half end,
    case when o.is_integer then floor(o.value + o.half)::decimal(38, 16) else o.value + o.half end,
    case when o.half is not null then getvariable('kind.ROUNDING') end, o.std_err,
    first_status(o.obs_statuses), o.obs_statuses, case when o.obs_statuses & getvariable('bit.Q') <> 0 then coalesce(o.conf_status, getvariable('CONF_STATUS.C')) else getvariable('CONF_STATUS.F') end, getvariable('METHOD.reported'), null,
    true, c.rule,
    getvariable('submission'), o.part, o.source_row, o.source_col,
    -- A plain whole number says itself: the star keeps the text only where it is not that (star.sql).
    case when try_cast(o.source_text as bigint)::varchar is distinct from o.source_text or try_cast(o.source_text as bigint)::decimal(38, 16) is distinct from o.value then coalesce(o.source_text, '') end, null
from cell o
left join correction c on c.part = o.part and c.source_row = o.source_row and c.source_col = o.source_col;
