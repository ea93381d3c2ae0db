-- +goose Up
-- What somebody is typing and has not made a version yet: a person's own note, which no event records and nobody else
-- reads. It goes when it becomes a version, when its author throws it away, or when nobody has touched it for 90 days.
--
--   typed ──saved again──▶ revision + 1 ──Lưu──▶ document_version, and gone
CREATE TABLE document_working (
    id           text PRIMARY KEY,
    person_id    text NOT NULL,
    document_id  text NOT NULL, -- '' = of a document that is not begun yet
    issuer_id    text NOT NULL,
    kind         text NOT NULL,
    subject      text NOT NULL, -- for lists
    base_version integer NOT NULL, -- of the document that it was typed on; 0 for none
    revision     integer NOT NULL CONSTRAINT a_working_text_counts_its_savings CHECK (revision >= 1),
    form         text NOT NULL,
    since        timestamp NOT NULL,
    saved_at     timestamp NOT NULL
);
CREATE UNIQUE INDEX one_working_text_a_person_and_document ON document_working (person_id, document_id) WHERE document_id <> '';
CREATE INDEX document_working_by_person ON document_working (person_id, saved_at);
CREATE INDEX document_working_by_document ON document_working (document_id) WHERE document_id <> '';
CREATE INDEX document_working_by_time ON document_working (saved_at);

-- +goose Down
DROP TABLE document_working;
