-- Which classes of its own scheme a dataset has figures for: a query that names a class but no scheme means one of these.
create table release.own_size_class as
select dataset, size_class from release.fact_enterprise_count where own_scheme
union
select dataset, size_class from release.fact_performance where own_scheme
order by dataset, size_class;
