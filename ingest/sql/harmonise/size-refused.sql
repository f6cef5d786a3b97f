-- Targets on another criterion than the source's: every class of theirs is refused, with the scheme's own reason.
insert into {fact}
select {refused_keys},
    null, null, null, null, null,
    first_status(getvariable('bit.O')), getvariable('bit.O'), getvariable('CONF_STATUS.F'), getvariable('METHOD.refused'), getvariable('REASON.OTHER_CRITERION'),
    false, t.rule,
    getvariable('submission'), null, null, null, null, null
from (select distinct {keys} from {incoming} f where f.own_scheme and f.size_class <> getvariable('total_class')) k
cross join size_refusal t;
