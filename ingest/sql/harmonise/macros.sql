-- The first status by SDMX precedence: ids of OBS_STATUS follow the precedence, so it is the lowest bit.
create or replace temp macro first_status(mask) as (log2((mask::bigint & -(mask::bigint)))::usmallint + 1);

-- Statuses that a sum inherits from its parts; a sum is a normal value unless a part says otherwise.
create or replace temp macro carried_statuses(mask) as
    (case when (mask::uinteger & {carried}::uinteger) <> 0 then (mask::uinteger & {carried}::uinteger) else {normal}::uinteger end);
