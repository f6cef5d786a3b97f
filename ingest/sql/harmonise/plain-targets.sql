-- The targets of a mapping that members-plain.sql is enough for.
create or replace temp table plain_target as
select n.target
from {mapping} n
where n.source in (select {component} from {incoming}) and not exists (select 1 from {incoming} where value_low is not null or value_high is not null)
group by n.target
having bool_and(n.inside and n.part);
