-- Texts that mean something else where the same key has a zero of another indicator.
update observation o
set meaning = k.meaning, value = k.value, obs_statuses = (o.obs_statuses & ~getvariable('bit.A')::uinteger) | k.obs_statuses
from conditional_marker k, observation z
where k.part = o.part and k.text = trim(coalesce(o.source_text, '')) and (k.indicator is null or k.indicator = o.indicator)
    and z.indicator = k.where_zero and z.value = 0
    and z.ref_area = o.ref_area and z.size_class = o.size_class and z.activity = o.activity and z.sex = o.sex and z.time_period = o.time_period;
