-- DuckDB's own reader, for plain UTF-8 files. Everything is text: 0111 is not 111.
create or replace temp table raw_1 as
select *, {fields}::usmallint as fields
from read_csv({file}, auto_detect = false, header = false, columns = {columns}, delim = {delimiter}, quote = '', escape = '',
    skip = {skip}, strict_mode = true, null_padding = false, ignore_errors = false, max_line_size = 2097152);
