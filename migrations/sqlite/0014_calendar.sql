-- +goose Up
-- What an office says of a day over the national holidays. A day may be said anew and taken back: what was said before
-- stands in the log, and what was due by then is kept where it was frozen.
--
--   (as the country) ──put──▶ off | made_up ──put──▶ …
--          ▲                        │
--          └────────remove──────────┘
CREATE TABLE holiday (
    day        text NOT NULL CONSTRAINT a_day_is_said_once PRIMARY KEY, -- yyyy-mm-dd of the office's zone
    name       text NOT NULL CONSTRAINT a_holiday_has_a_name CHECK (name <> ''),
    kind       text NOT NULL CONSTRAINT a_holiday_is_off_or_made_up CHECK (kind IN ('off', 'made_up')),
    by_person  text NOT NULL,
    by_name    text NOT NULL,
    created_at timestamp NOT NULL,
    CONSTRAINT a_holiday_is_a_date CHECK (length(day) = 10)
);

-- The log tells of more kinds of things than it did: the calendar, arrivals, tasks, hồ sơ … SQLite changes a rule of a table
-- only by making the table anew; every row keeps its id and its hash.
DROP TRIGGER audit_event_is_never_changed;
DROP TRIGGER audit_event_is_never_deleted;
ALTER TABLE audit_event RENAME TO audit_event_before;
CREATE TABLE audit_event (
    id           integer PRIMARY KEY AUTOINCREMENT,
    subject_kind text NOT NULL CONSTRAINT a_subject_is_of_a_kind CHECK (subject_kind <> ''),
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
INSERT INTO audit_event (id, subject_kind, subject_id, seq, at, action, actor_id, actor_name, capacity, from_state, to_state, version, comment, details, prev, hash)
    SELECT id, subject_kind, subject_id, seq, at, action, actor_id, actor_name, capacity, from_state, to_state, version, comment, details, prev, hash FROM audit_event_before ORDER BY id;
DROP TABLE audit_event_before;
-- +goose StatementBegin
CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
-- +goose StatementEnd

-- +goose Down
-- A log keeps every event: the wider rule stays.
DROP TABLE holiday;
