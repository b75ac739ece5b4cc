-- From format 2 to format 3, before since_3.sql. The record is made again with the next build or report.
ALTER TABLE actor ADD COLUMN why TEXT NOT NULL DEFAULT '[]';
ALTER TABLE actor_role ADD COLUMN first_seen TEXT;
ALTER TABLE actor_role ADD COLUMN last_seen TEXT;
