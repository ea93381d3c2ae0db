-- +goose Up
-- Lists as a person wants them: a saved search is also a saved view of any list, one of them that with which it opens. What
-- the first page told the person last, so that it can tell what changed since. Lists in the order of change by each filter.
--
--   bench_seen_at ── more than half an hour ago ──▶ bench_since    (else both stay: a reload loses nothing)
ALTER TABLE saved_search RENAME TO saved_search_before;
CREATE TABLE saved_search (
    id         text PRIMARY KEY,
    person_id  text NOT NULL,
    list       text NOT NULL, -- "search", "boxes/all", "incoming" …: the page's path
    name       text NOT NULL,
    query      text NOT NULL, -- as in the address of the page: q=ke+hoach&issuer=…&col=symbol
    standard   boolean NOT NULL,
    created_at timestamp NOT NULL,
    CONSTRAINT a_person_names_a_view_of_a_list_once UNIQUE (person_id, list, name),
    CONSTRAINT a_saved_view_has_a_name CHECK (name <> '' AND length(name) <= 100 AND length(query) <= 2000)
);
INSERT INTO saved_search (id, person_id, list, name, query, standard, created_at)
    SELECT id, person_id, 'search', name, query, false, created_at FROM saved_search_before;
DROP TABLE saved_search_before;
CREATE UNIQUE INDEX a_list_opens_with_one_view ON saved_search (person_id, list) WHERE standard;

ALTER TABLE account ADD COLUMN keys text NOT NULL DEFAULT '' CONSTRAINT keys_are_on_or_off CHECK (keys IN ('', 'on', 'off'));
ALTER TABLE account ADD COLUMN bench_seen_at timestamp;
ALTER TABLE account ADD COLUMN bench_since timestamp;

CREATE INDEX document_by_state ON document (state, updated_at, id);
CREATE INDEX document_by_issuer ON document (issuer_id, updated_at, id);
CREATE INDEX document_by_kind ON document (kind, updated_at, id);
CREATE INDEX document_by_unit ON document (unit_id, updated_at, id);

-- +goose Down
DROP INDEX document_by_unit;
DROP INDEX document_by_kind;
DROP INDEX document_by_issuer;
DROP INDEX document_by_state;
ALTER TABLE account DROP COLUMN bench_since;
ALTER TABLE account DROP COLUMN bench_seen_at;
ALTER TABLE account DROP COLUMN keys;
ALTER TABLE saved_search RENAME TO saved_search_after;
CREATE TABLE saved_search (
    id         text PRIMARY KEY,
    person_id  text NOT NULL,
    name       text NOT NULL,
    query      text NOT NULL,
    created_at timestamp NOT NULL,
    CONSTRAINT a_person_names_a_search_once UNIQUE (person_id, name),
    CONSTRAINT a_saved_search_has_a_name CHECK (name <> '' AND length(name) <= 100 AND length(query) <= 2000)
);
INSERT INTO saved_search (id, person_id, name, query, created_at)
    SELECT id, person_id, name, query, created_at FROM saved_search_after WHERE list = 'search';
DROP TABLE saved_search_after;
