-- +goose Up
-- What a citation does to its document (grounds, implements …), what a short one is short for, and where it stands.
--
--   document ──< document_citation (short_of ─▶ n of the full one)      cited_symbol ─▶ document.symbol, looked up when read
ALTER TABLE document_citation ADD COLUMN relation text NOT NULL DEFAULT 'mentions' CONSTRAINT a_relation_is_one_of_six
    CHECK (relation IN ('grounds', 'implements', 'replaces', 'amends', 'answers', 'mentions'));
ALTER TABLE document_citation ADD COLUMN short_of integer NOT NULL DEFAULT 0 CONSTRAINT a_short_citation_follows_its_full_one
    CHECK (short_of >= 0 AND short_of < n);
ALTER TABLE document_citation ADD COLUMN paragraph integer NOT NULL DEFAULT 0; -- block of the body, from 1; 0 = the trích yếu
-- The symbol as a register prints it, with two digits at least: 5-TB/VPTU is 05-TB/VPTU.
ALTER TABLE document_citation ADD COLUMN cited_symbol text NOT NULL DEFAULT '';
UPDATE document_citation SET cited_symbol = CASE WHEN substr(symbol, 1, 1) IN ('1', '2', '3', '4', '5', '6', '7', '8', '9')
    AND substr(symbol, 2, 1) NOT IN ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') THEN '0' || symbol ELSE symbol END;
CREATE INDEX document_citation_by_symbol ON document_citation (cited_symbol, document_id) WHERE cited_symbol <> '';

-- +goose Down
DROP INDEX document_citation_by_symbol;
ALTER TABLE document_citation DROP COLUMN cited_symbol;
ALTER TABLE document_citation DROP COLUMN paragraph;
ALTER TABLE document_citation DROP COLUMN short_of;
ALTER TABLE document_citation DROP COLUMN relation;
