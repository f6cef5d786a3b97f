-- What a table of counts was counted from: the register, and how many of its rows each row of the table stands for.
insert into submission_register
select getvariable('submission'), $file, $sha256, $bytes::bigint, $rows::bigint, $kept::bigint, nullif($filter, ''), $by;

insert into submission_register_row
select getvariable('submission'), rowid + {first_row}, c{column}::bigint from {raw} where c{column} is not null;
