-- What each text of a dimension stands for.
create or replace temp table register_label (name varchar, text varchar, code varchar);
