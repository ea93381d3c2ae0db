-- +goose Up
-- One chain of events per subject: seq counts 1, 2, 3 …; hash covers the event and the hash before it.
--
--   event 1 ──hash──▶ event 2 ──hash──▶ event 3        audit_head: seq = 3, hash of event 3
CREATE TABLE audit_event (
    id           integer PRIMARY KEY AUTOINCREMENT,
    subject_kind text NOT NULL CONSTRAINT a_subject_is_a_document_organ_person_or_series
        CHECK (subject_kind IN ('document', 'organ', 'person', 'series')),
    subject_id   text NOT NULL,
    seq          integer NOT NULL,
    at           timestamp NOT NULL,
    action       text NOT NULL,
    actor_id     text NOT NULL,
    actor_name   text NOT NULL,
    capacity     text NOT NULL,
    from_state   text NOT NULL,
    to_state     text NOT NULL,
    version      integer NOT NULL,
    comment      text NOT NULL,
    details      text NOT NULL,
    prev         text NOT NULL,
    hash         text NOT NULL,
    CONSTRAINT a_place_in_a_chain_is_taken_once UNIQUE (subject_kind, subject_id, seq),
    CONSTRAINT a_chain_starts_at_one CHECK (seq >= 1)
);

CREATE TABLE audit_head (
    subject_kind text NOT NULL,
    subject_id   text NOT NULL,
    seq          integer NOT NULL,
    hash         text NOT NULL,
    CONSTRAINT a_subject_has_one_chain PRIMARY KEY (subject_kind, subject_id)
);

-- Who was refused what: no event of the subject, since nothing happened to it.
CREATE TABLE access_log (
    id         integer PRIMARY KEY AUTOINCREMENT,
    at         timestamp NOT NULL,
    actor_id   text NOT NULL,
    act        text NOT NULL,
    subject_id text NOT NULL,
    code       text NOT NULL,
    address    text NOT NULL
);
CREATE INDEX access_log_by_time ON access_log (at);

-- +goose StatementBegin
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_only_moves_on BEFORE UPDATE ON audit_head WHEN NEW.seq < OLD.seq OR NEW.seq > OLD.seq + 1
BEGIN SELECT RAISE(ABORT, 'audit_head only moves on'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_is_never_deleted BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit_head is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER access_log_is_never_changed BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER access_log_is_never_deleted BEFORE DELETE ON access_log
BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE access_log;
DROP TABLE audit_head;
DROP TABLE audit_event;
