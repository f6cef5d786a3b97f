-- A month as registers write it: 2014-12, 2014-12-31, DICIEMBRE 2014, dezembro de 2014. Texts that begin with a digit sort as they are.
create or replace temp macro month_number(name) as coalesce(
    list_position(['ENERO', 'FEBRERO', 'MARZO', 'ABRIL', 'MAYO', 'JUNIO', 'JULIO', 'AGOSTO', 'SEPTIEMBRE', 'OCTUBRE', 'NOVIEMBRE', 'DICIEMBRE'], name),
    list_position(['JANEIRO', 'FEVEREIRO', 'MARCO', 'ABRIL', 'MAIO', 'JUNHO', 'JULHO', 'AGOSTO', 'SETEMBRO', 'OUTUBRO', 'NOVEMBRO', 'DEZEMBRO'], name));
create or replace temp macro month_of(t) as
    case when t < ':' then case when t similar to '(19|20)[0-9]{2}-(0[1-9]|1[0-2]).*' then left(t, 7) end
        else right(t, 4) || '-' || lpad(month_number(upper(strip_accents(regexp_extract(trim(t), '^\p{L}+'))))::varchar, 2, '0') end;
