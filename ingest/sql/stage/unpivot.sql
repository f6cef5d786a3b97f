-- From a raw table to observations: labels become ids, each column of figures becomes a row, texts become values.
-- A row's statuses: A where there is a figure, those of its marker where there is none, and those that a label conveys.
insert into observation
with t as (
    select r.rowid as position, {labels}
        unnest([{measure_texts}]) as text,
        unnest([{measure_columns}]) as col{std_err_texts}
    from {raw} r
    {joins}
    where {window} and not {ignored}
),
figure as (
    select (t.position + {first_row})::uinteger as source_row, t.col as source_col, t.text,
    {components},
        {value} as value, m.multiplier, {std_err} as std_err,
        {label_statuses} as label_statuses
    from t
    join measure m on m.col = t.col
    {text_numbers}
)
select {part}, f.source_row, f.source_col,
    f.REF_AREA, f.INDICATOR, f.SIZE_CLASS, f.ACTIVITY, f.SEX, coalesce(f.UNIT_MEASURE, d.unit_measure), coalesce(f.PRICE_BASE, d.price_base), f.TIME_PERIOD,
    f.text, k.meaning,
    case when k.meaning is null then f.{multiplied} else k.value end,
    case
        when k.value is not null or (f.value is not null and k.meaning is null) then case when label_statuses = 0 then normal.bit else label_statuses end
        when k.obs_statuses is not null then k.obs_statuses | label_statuses
        else 0
    end,
    k.conf_status, f.std_err
from figure f
cross join (select (1::uinteger << (code_id_of('OBS_STATUS', 'A') - 1)::uinteger) as bit) normal
left join indicator_default d on d.indicator_id = f.INDICATOR
left join marker k on {marker_applies} k.text = trim(coalesce(f.text, '')) and (k.indicator is null or k.indicator = f.INDICATOR) and (k.time_period is null or k.time_period = f.TIME_PERIOD)
where k.meaning is distinct from 'Absent';
