-- The tables of counts: every combination of dimensions that is asked for, the others as totals. The standard error of a total from a stratified sample of clusters
-- drawn with replacement is that of textbooks (W. G. Cochran, Sampling Techniques, 3rd ed., 1977, ch. 11): the spread of the clusters' totals within each stratum.
create or replace temp table register_table as
with sampled as (
    select stratum, case when bool_and(cluster is null) then sum(units) else count(distinct cluster) end::double as clusters
    from register_cell group by stratum
),
by_cluster as (
    select {names}, grouping({names}) as totals, stratum, cluster, sum(units) as units, sum(weighted) as weighted{sums}{squares}
    from register_cell
    where kept
    group by grouping sets ({sets})
),
by_stratum as (
    select {names}, totals, stratum, sum(units) as units, sum(weighted) as weighted{largest}{spreads}
    from by_cluster
    group by {names}, totals, stratum
)
select {names}, totals, sum(units)::bigint as units, sum(weighted) as weighted{all_sums}{std_errs}, null::varchar as mark
from by_stratum
join sampled using (stratum)
group by {names}, totals;
