-- The id is what makes a repeat the same row, so an id that does not follow from its cause could be paid twice.
select 'The transfer ' || encode(id, 'hex') || ' is not named by ' || kind || ' ' || cause || '.' as finding
from transfer
where id <> sha256(convert_to('canut/1 transfer' || chr(10) || kind || chr(10) || cause || chr(10), 'UTF8'))
