-- +goose Up
-- Why a form checker let a warning of thể thức stand, finding by finding. It holds for one version of the text; nothing
-- in it is ever changed or taken away: a new text is checked anew.
CREATE TABLE format_waiver (
    document_id     text NOT NULL REFERENCES document (id),
    content_version integer NOT NULL,
    finding         text NOT NULL, -- the fingerprint of the finding in that text
    rule            text NOT NULL,
    code            text NOT NULL,
    reason          text NOT NULL CONSTRAINT a_waiver_has_a_reason CHECK (reason <> ''),
    person_id       text NOT NULL,
    at              timestamp NOT NULL,
    CONSTRAINT a_finding_is_waived_once_a_version PRIMARY KEY (document_id, content_version, finding)
);
-- +goose StatementBegin
CREATE TRIGGER format_waiver_is_never_changed BEFORE UPDATE ON format_waiver
BEGIN SELECT RAISE(ABORT, 'format_waiver is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER format_waiver_is_never_deleted BEFORE DELETE ON format_waiver
BEGIN SELECT RAISE(ABORT, 'format_waiver is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE format_waiver;
