-- Cells that would show single units: too few, or one that is nearly all of a sum.
update register_table set mark = 'A' where units < {minimum};
update register_table set mark = 'O' where mark is null and ({dominated});
