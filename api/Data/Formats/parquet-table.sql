-- What an answer is gathered in before it becomes a Parquet file; {columns} are names and types.
create table answer ({columns});
