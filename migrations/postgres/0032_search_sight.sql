-- +goose Up
-- One index answers words, filters and sight at once, so that what a person may not see is never read:
--
--   words, title_words   each word, each two words in a row, each filter
--   sight                a copy of document_access for the index, kept by a trigger; whether a hit may be shown is asked of
--                        document_access itself, every time
--
-- Long columns live beside the table (toast_tuple_target): a walk by date reads twenty documents a page, not four.
-- +goose StatementBegin
CREATE FUNCTION search_lexemes(words text, facets text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    -- Two words in a row are one lexeme, too: 'ke hoach'. A text too long for that says so, and is looked at itself.
    SELECT array_to_tsvector(w || array_remove(string_to_array(facets, ' '), '') || CASE WHEN octet_length(words) > 250000 THEN ARRAY['=long'] ELSE (
        SELECT coalesce(array_agg(a || ' ' || b), '{}') FROM unnest(w, w[2:]) AS pair (a, b) WHERE a <> '|' AND b <> '|') END)
    FROM (SELECT array_remove(string_to_array(words, ' '), '') AS w) AS parted
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION document_sight(id text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(person_id || '/' || organ_id || '/' || why ORDER BY person_id, organ_id, why), '{}')
    FROM document_access WHERE document_id = id
$$;
-- +goose StatementEnd

SET LOCAL maintenance_work_mem = '256MB';
ALTER TABLE document_search RENAME TO document_search_before;
CREATE TABLE document_search (
    document_id text NOT NULL,
    day         text NOT NULL,  -- the document's date, else the day it was begun: newest first
    symbol      text NOT NULL,  -- its words: "77 kh hu"; '' until numbered
    title       text NOT NULL,  -- words parted and surrounded by one space
    folded      text NOT NULL,  -- title | text
    exact       text NOT NULL,  -- the same with the accents, for quoted words
    facets      text NOT NULL,  -- "=k:plan =i:ld-tu": what a search is narrowed by, in the same index as its words
    sight       text[] NOT NULL DEFAULT '{}', -- "person/organ/why" of each row of document_access
    title_words tsvector GENERATED ALWAYS AS (search_lexemes(title, facets)) STORED,
    words       tsvector GENERATED ALWAYS AS (search_lexemes(folded, facets)) STORED,
    CONSTRAINT a_searched_document_has_a_day CHECK (length(day) = 10)
) WITH (toast_tuple_target = 128);
ALTER TABLE document_search ALTER COLUMN title SET STORAGE MAIN, ALTER COLUMN title_words SET STORAGE MAIN;
INSERT INTO document_search (document_id, day, symbol, title, folded, exact, facets, sight)
    SELECT document_id, day, symbol, title, folded, exact, facets, document_sight(document_id) FROM document_search_before;
DROP TABLE document_search_before;
ALTER TABLE document_search ADD PRIMARY KEY (document_id), ADD FOREIGN KEY (document_id) REFERENCES document (id);
-- How common a word is decides how it is looked for: know three thousand of them, not one.
ALTER TABLE document_search ALTER COLUMN words SET STATISTICS 300, ALTER COLUMN title_words SET STATISTICS 300, ALTER COLUMN sight SET STATISTICS 300;
CREATE INDEX document_search_by_title ON document_search USING gin (title_words, sight) WITH (fastupdate = off);
CREATE INDEX document_search_by_words ON document_search USING gin (words, sight) WITH (fastupdate = off);
CREATE INDEX document_search_by_day ON document_search (day DESC, document_id DESC);
CREATE INDEX document_search_by_symbol ON document_search (symbol) WHERE symbol <> '';
ANALYZE document_search;

-- +goose StatementBegin
CREATE FUNCTION keep_sight() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids text[];
BEGIN
    SELECT array_agg(DISTINCT document_id) INTO ids FROM changed;
    -- Two who grant at once wait for each other here, so that the second reads what the first granted.
    PERFORM 1 FROM document_search WHERE document_id = ANY (ids) ORDER BY document_id FOR UPDATE;
    UPDATE document_search SET sight = document_sight(document_id) WHERE document_id = ANY (ids) AND sight <> document_sight(document_id);
    RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION begin_sight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sight := document_sight(NEW.document_id);
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_grant_is_seen AFTER INSERT ON document_access REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_sight();
CREATE TRIGGER a_changed_grant_is_seen AFTER UPDATE ON document_access REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_sight();
CREATE TRIGGER a_revocation_is_seen AFTER DELETE ON document_access REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_sight();
CREATE TRIGGER a_searched_document_is_seen BEFORE INSERT ON document_search FOR EACH ROW EXECUTE FUNCTION begin_sight();

-- +goose Down
DROP TRIGGER a_grant_is_seen ON document_access;
DROP TRIGGER a_changed_grant_is_seen ON document_access;
DROP TRIGGER a_revocation_is_seen ON document_access;
ALTER TABLE document_search RENAME TO document_search_after;
CREATE TABLE document_search (
    document_id text NOT NULL,
    day         text NOT NULL,
    symbol      text NOT NULL,
    title       text NOT NULL,
    folded      text NOT NULL,
    exact       text NOT NULL,
    facets      text NOT NULL,
    title_words tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(title || ' ' || facets, ' '), ''))) STORED,
    words       tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(folded || ' ' || facets, ' '), ''))) STORED,
    CONSTRAINT a_searched_document_has_a_day CHECK (length(day) = 10)
);
INSERT INTO document_search (document_id, day, symbol, title, folded, exact, facets)
    SELECT document_id, day, symbol, title, folded, exact, facets FROM document_search_after;
DROP TABLE document_search_after;
DROP FUNCTION keep_sight();
DROP FUNCTION begin_sight();
DROP FUNCTION document_sight(text);
DROP FUNCTION search_lexemes(text, text);
ALTER TABLE document_search ADD PRIMARY KEY (document_id), ADD FOREIGN KEY (document_id) REFERENCES document (id);
ALTER TABLE document_search ALTER COLUMN words SET STATISTICS 1000;
CREATE INDEX document_search_by_title ON document_search USING gin (title_words) WITH (fastupdate = off);
CREATE INDEX document_search_by_words ON document_search USING gin (words) WITH (fastupdate = off);
CREATE INDEX document_search_by_day ON document_search (day DESC, document_id DESC);
CREATE INDEX document_search_by_symbol ON document_search (symbol) WHERE symbol <> '';
