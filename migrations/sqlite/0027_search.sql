-- +goose Up
-- What search looks through, kept in the transaction that writes the document: no accents, no case, no punctuation.
--
--   document ── document_search ── document_words (FTS5)   title: kind, symbol, trích yếu, issuer, signer, date, hồ sơ;
--   person ──< saved_search                                folded: title and text
--
-- Both databases hold the same words, made in Go; only the index over them differs (here FTS5, there a GIN).
CREATE TABLE document_search (
    n           integer PRIMARY KEY, -- its row in document_words
    document_id text NOT NULL REFERENCES document (id),
    day         text NOT NULL,  -- the document's date, else the day it was begun: newest first
    symbol      text NOT NULL,  -- its words: "77 kh hu"; '' until numbered
    title       text NOT NULL,  -- words parted and surrounded by one space
    folded      text NOT NULL,  -- title | text
    exact       text NOT NULL,  -- the same with the accents, for quoted words
    facets      text NOT NULL,  -- for the GIN of the other database: here the filters ask document itself
    CONSTRAINT a_document_is_searched_once UNIQUE (document_id),
    CONSTRAINT a_searched_document_has_a_day CHECK (length(day) = 10)
);
CREATE INDEX document_search_by_day ON document_search (day DESC, document_id DESC);
CREATE INDEX document_search_by_symbol ON document_search (symbol) WHERE symbol <> '';
-- detail=column: which words, in which column. Where they stand is asked of the text itself, on both databases alike.
CREATE VIRTUAL TABLE document_words USING fts5(
    title, folded, content='document_search', content_rowid='n', detail=column, prefix='2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
-- +goose StatementBegin
CREATE TRIGGER a_searched_document_is_indexed AFTER INSERT ON document_search BEGIN
    INSERT INTO document_words (rowid, title, folded) VALUES (NEW.n, NEW.title, NEW.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_searched_document_is_indexed_anew AFTER UPDATE OF title, folded ON document_search BEGIN
    INSERT INTO document_words (document_words, rowid, title, folded) VALUES ('delete', OLD.n, OLD.title, OLD.folded);
    INSERT INTO document_words (rowid, title, folded) VALUES (NEW.n, NEW.title, NEW.folded);
END;
-- +goose StatementEnd
ALTER TABLE document DROP COLUMN search_text;

CREATE TABLE saved_search (
    id         text PRIMARY KEY,
    person_id  text NOT NULL,
    name       text NOT NULL,
    query      text NOT NULL, -- as in the address of the page: q=ke+hoach&issuer=…
    created_at timestamp NOT NULL,
    CONSTRAINT a_person_names_a_search_once UNIQUE (person_id, name),
    CONSTRAINT a_saved_search_has_a_name CHECK (name <> '' AND length(name) <= 100 AND length(query) <= 2000)
);

-- +goose Down
DROP TABLE saved_search;
DROP TABLE document_words;
DROP TABLE document_search;
ALTER TABLE document ADD COLUMN search_text text NOT NULL DEFAULT '';
