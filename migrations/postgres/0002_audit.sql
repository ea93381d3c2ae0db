-- +goose Up
-- One chain of events per subject: seq counts 1, 2, 3 …; hash covers the event and the hash before it.
--
--   event 1 ──hash──▶ event 2 ──hash──▶ event 3        audit_head: seq = 3, hash of event 3
CREATE TABLE audit_event (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_kind text NOT NULL CONSTRAINT a_subject_is_a_document_organ_person_or_series
        CHECK (subject_kind IN ('document', 'organ', 'person', 'series')),
    subject_id   text NOT NULL,
    seq          integer NOT NULL,
    at           timestamptz NOT NULL,
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
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    actor_id   text NOT NULL,
    act        text NOT NULL,
    subject_id text NOT NULL,
    code       text NOT NULL,
    address    text NOT NULL
);
CREATE INDEX access_log_by_time ON access_log (at);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION refuse_moving_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq < OLD.seq OR NEW.seq > OLD.seq + 1 THEN RAISE EXCEPTION 'audit_head only moves on'; END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_is_never_emptied BEFORE TRUNCATE ON audit_event EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_only_moves_on BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_moving_back();
CREATE TRIGGER audit_head_is_never_deleted BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_head_is_never_emptied BEFORE TRUNCATE ON audit_head EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_log_is_never_changed BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_log_is_never_emptied BEFORE TRUNCATE ON access_log EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE access_log;
DROP TABLE audit_head;
DROP TABLE audit_event;
DROP FUNCTION refuse_moving_back();
DROP FUNCTION refuse_change();
