-- From format 1 to format 2, before since_2.sql. What was read from the documents before has none
-- of it; the next build reads them again.
ALTER TABLE statement ADD COLUMN said_on TEXT;
ALTER TABLE statement ADD COLUMN said_on_start INTEGER;
ALTER TABLE statement ADD COLUMN said_on_end INTEGER;
