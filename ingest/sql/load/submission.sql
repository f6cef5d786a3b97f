insert into submission_part
select distinct getvariable('submission'), part, coalesce(name, '') from table_window;

insert into submission_label
select distinct getvariable('submission'), part, header, label, component, code, rule from label_reading;
