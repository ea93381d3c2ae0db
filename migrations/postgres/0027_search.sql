-- +goose Up
-- What search looks through, kept in the transaction that writes the document: no accents, no case, no punctuation.
--
--   document ── document_search   title: kind, symbol, trích yếu, issuer, signer, date, hồ sơ; folded: title and text
--   person ──< saved_search
--
-- Both databases hold the same words, made in Go; only the index over them differs (here a GIN, there FTS5).
CREATE TABLE document_search (
    document_id text PRIMARY KEY REFERENCES document (id),
    day         text NOT NULL,  -- the document's date, else the day it was begun: newest first
    symbol      text NOT NULL,  -- its words: "77 kh hu"; '' until numbered
    title       text NOT NULL,  -- words parted and surrounded by one space
    folded      text NOT NULL,  -- title | text
    exact       text NOT NULL,  -- the same with the accents, for quoted words
    facets      text NOT NULL,  -- "=k:plan =i:ld-tu": what a search is narrowed by, in the same index as its words
    title_words tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(title || ' ' || facets, ' '), ''))) STORED,
    words       tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(folded || ' ' || facets, ' '), ''))) STORED,
    CONSTRAINT a_searched_document_has_a_day CHECK (length(day) = 10)
);
-- How common a word is decides how it is looked for: know ten thousand of them, not a thousand.
ALTER TABLE document_search ALTER COLUMN words SET STATISTICS 1000;
CREATE INDEX document_search_by_title ON document_search USING gin (title_words) WITH (fastupdate = off);
CREATE INDEX document_search_by_words ON document_search USING gin (words) WITH (fastupdate = off);
CREATE INDEX document_search_by_day ON document_search (day DESC, document_id DESC);
CREATE INDEX document_search_by_symbol ON document_search (symbol) WHERE symbol <> '';
ALTER TABLE document DROP COLUMN search_text;

CREATE TABLE saved_search (
    id         text PRIMARY KEY,
    person_id  text NOT NULL,
    name       text NOT NULL,
    query      text NOT NULL, -- as in the address of the page: q=ke+hoach&issuer=…
    created_at timestamptz NOT NULL,
    CONSTRAINT a_person_names_a_search_once UNIQUE (person_id, name),
    CONSTRAINT a_saved_search_has_a_name CHECK (name <> '' AND length(name) <= 100 AND length(query) <= 2000)
);

-- +goose Down
DROP TABLE saved_search;
DROP TABLE document_search;
ALTER TABLE document ADD COLUMN search_text text NOT NULL DEFAULT '';
