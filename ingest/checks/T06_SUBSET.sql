-- A part is larger than the whole that holds it: employees and persons employed, exporters and enterprises, one sex and both. Half a unit of rounding on either side is allowed.
with held as (select i.indicator_id as id, i.code, i.non_negative, coalesce(r.unit, 0) as unit from (select indicator from observation group by indicator) o join dim_indicator i on i.indicator_id = o.indicator left join rounding r on r.indicator = i.indicator_id),
pair as (
    select s.id as subset, w.id as whole, s.code as subset_code, w.code as whole_code, case when greatest(s.unit, w.unit) > 1 then ((s.unit + w.unit) / 2)::decimal(38, 16) else 0::decimal(38, 16) end as slack
    from (values ('EMPE', 'EMPN'), ('ENT_EXP', 'ENTR'), ('ENT_WOWN', 'ENTR'), ('ENT_WMGR', 'ENTR'), ('ENT_HG10', 'ENTR'), ('ENT_SURVIVOR', 'ENTR'), ('ENT_ENTRY', 'ENTR'), ('ENT_BIRTH', 'ENT_ENTRY'), ('ENT_REENTRY', 'ENT_ENTRY')) k (subset, whole)
    join held s on s.code = k.subset
    join held w on w.code = k.whole
    limit 100
),
both_sexes as (select code_id as sex from dim_code where list = 'SEX' and code = '_T'),
larger as (
    select s.part, s.source_row, s.source_col, s.source_text, s.value, w.value as whole, w.source_row as whole_row, w.source_col as whole_col, p.subset_code, p.whole_code, null as sex_code,
        s.ref_area, s.size_class, s.activity, s.time_period
    from observation s
    join pair p on p.subset = s.indicator
    join (select * from observation where indicator in (select whole from pair)) w on w.indicator = p.whole and w.ref_area = s.ref_area and w.size_class = s.size_class and w.activity = s.activity and w.sex = s.sex and w.time_period = s.time_period
    where s.value > w.value + p.slack + abs(w.value) * 0.000001
    union all
    select s.part, s.source_row, s.source_col, s.source_text, s.value, w.value, w.source_row, w.source_col, h.code, h.code, x.code,
        s.ref_area, s.size_class, s.activity, s.time_period
    from observation s
    join held h on h.id = s.indicator and h.non_negative
    join dim_code x on x.list = 'SEX' and x.code_id = s.sex
    join (select * from observation where sex = (select sex from both_sexes) and exists (select 1 from observation where sex <> (select sex from both_sexes))) w
        on w.indicator = s.indicator and w.ref_area = s.ref_area and w.size_class = s.size_class and w.activity = s.activity
        and w.unit_measure = s.unit_measure and w.price_base = s.price_base and w.time_period = s.time_period
    where s.sex <> (select sex from both_sexes) and s.value > w.value + case when h.unit > 1 then h.unit else 0 end + abs(w.value) * 0.000001
        and h.id in (select indicator_id from dim_indicator where additive_over <> 'none')
),
placed as (select *, source_row::ubigint * 65536 + source_col as place from larger)
select l.part, arg_min(l.source_row, l.place) as source_row, arg_min(l.source_col, l.place) as source_col, arg_min(l.source_text, l.place) as value, count(*) as places,
    l.subset_code as subset, l.whole_code as whole, l.sex_code as sex, regexp_replace(arg_min(l.whole, l.place)::varchar, '[.]?0+$', '') as whole_value,
    arg_min(c.code, l.place) as size_class, arg_min(a.code, l.place) as area, arg_min(v.code, l.place) as activity, arg_min(p.code, l.place) as period,
    case when count(*) > 1 then array_to_string(min(l.source_row, 10)::varchar[], ', ') end as rows
from placed l
join dim_size_class c on c.size_class_id = l.size_class
join dim_area a on a.area_id = l.ref_area
join dim_activity v on v.activity_id = l.activity
join dim_period p on p.period_id = l.time_period
group by l.part, l.subset_code, l.whole_code, l.sex_code
order by 1, 2, 3;
