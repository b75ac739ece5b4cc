-- From format 3 to format 4, before since_4.sql. The class is told by form and cue (`class_of`).
ALTER TABLE statement ADD COLUMN class TEXT NOT NULL DEFAULT '';
UPDATE statement SET class = class_of(form, (
    SELECT group_concat(substr(d.text, p.start + 1, p.end - p.start), ' ' ORDER BY p.position)
    FROM statement_span p JOIN document d ON d.id = statement.document
    WHERE p.statement = statement.id AND p.role = 'cue'));
