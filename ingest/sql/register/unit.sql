-- The rows of a register as it is read: only the columns that are asked for, as text. {table} is the file of units or one that is joined to it.
create or replace temp view {table} as
select {columns}
from read_csv({file}, auto_detect = false, header = false, columns = {types}, delim = {delimiter}, quote = {quote}, escape = {quote},
    skip = {skip}, strict_mode = true, null_padding = false, ignore_errors = false, max_line_size = 2097152, parallel = true);
