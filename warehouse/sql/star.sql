-- The two fact tables of the star. Columns are the keys of METHOD.md as ids of the dimensions, then the figure, then where it came from.
-- {fact} is fact_enterprise_count or fact_performance: counts of units of whatever kind, and everything measured on them.

create table if not exists {fact} (
    ref_area      usmallint not null,
    dataset       usmallint not null,       -- implies statistical unit, count concept and universe
    indicator     usmallint not null,
    size_class    usmallint not null,       -- implies the size scheme
    activity      usmallint not null,
    sex           usmallint not null,
    unit_measure  usmallint not null,
    price_base    usmallint not null,
    time_period   usmallint not null,       -- implies the frequency

    value         decimal(38, 16),          -- null where only an interval is certain, or nothing is
    value_low     decimal(38, 16),          -- with value_high: the interval that certainly holds the true value
    value_high    decimal(38, 16),          -- null with a low end: no upper end is certain
    interval_kinds utinyint,                -- why it is an interval: bit n-1 for the kind with id n
    std_err       double,
    obs_status    usmallint not null,       -- the first by SDMX precedence
    obs_statuses  uinteger not null,        -- all that hold: bit n-1 for the status with id n
    conf_status   usmallint not null,
    method        usmallint not null,
    reason        usmallint,                -- why it is bounded or refused
    own_scheme    boolean not null,         -- in the size scheme of its producer
    rule          usmallint,                -- the step of harmonisation that made it; null for a cell of the office

    submission    uinteger not null,        -- the submission that brought it
    source_part   usmallint,                -- sheet or file part
    source_row    uinteger,                 -- as the office counts rows, from 1
    source_col    usmallint,                -- from 1
    source_text   varchar,                  -- verbatim; null where it is the value as a plain whole number, which most texts are
    closed_by     uinteger                  -- the submission that replaced it or no longer held it; null while current
);
