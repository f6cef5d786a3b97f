create or replace temp table part_of_total as
select area_id as part from dim_area where parent = (select code from dim_area where area_id = getvariable('total'));
