-- The rows of a register, counted by all its dimensions at once: the only time that the file of units is read. Rows that the filters leave out are counted too, to say how many they are.
create or replace temp table register_cell as
with unit as (
    select {numbers}{dimensions}, {weight} as weight, {stratum} as stratum, {cluster} as cluster, {newest} as newest, ({filters}) as kept
    from register_unit u
    {joins}
)
select {names}, stratum, cluster, kept,
    count(*) as units, {sums}{squares}{weighted} as weighted, {bad_weights} as bad_weights, -- Months in figures sort as texts, and only the newest of them need be read.
    greatest(month_of(max(newest) filter (newest < ':')), max(case when newest >= ':' then month_of(newest) end)) as newest
from unit
group by all;
