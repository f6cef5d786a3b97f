-- Target classes that the source cannot reach at all: refused for every key, with the reason.
insert into {fact}
select {refused_keys},
    null, null, null, null, null,
    first_status(getvariable('bit.O')), getvariable('bit.O'), getvariable('CONF_STATUS.F'), getvariable('METHOD.refused'), t.reason,
    false, t.rule,
    getvariable('submission'), null, null, null, null, null
from (select distinct {keys} from {incoming} f where f.own_scheme and f.size_class <> getvariable('total_class')) k
join size_refusal t on t.only_period is null or t.only_period = k.time_period;
