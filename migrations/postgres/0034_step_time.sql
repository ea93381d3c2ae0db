-- +goose Up
-- How long each step of a chain took: one row for every time that a document left a state, written in the transaction that
-- moved it and never again. The columns of the document that reports count by are repeated, so that a year of an office is
-- read from one index.
--
--   document (a version) ──1 document_step_time        outcome: done · returned · withdrawn
CREATE TABLE document_step_time (
    id          text PRIMARY KEY,
    document_id text NOT NULL REFERENCES document (id),
    version     integer NOT NULL,               -- of the document, after the step
    office_id   text NOT NULL,
    issuer_id   text NOT NULL,
    unit_id     text NOT NULL,
    kind        text NOT NULL,
    signed      boolean NOT NULL,               -- the signature stood when the step began: văn thư counts these alone
    chain_id    text NOT NULL,
    state       text NOT NULL,                  -- that it left; of an opinion, consulting
    action      text NOT NULL,                  -- by which it left
    outcome     text NOT NULL,
    person_id   text NOT NULL,
    clock       text NOT NULL,                  -- work: minutes of the office's calendar; wall: of the clock, for what is urgent
    minutes     integer NOT NULL,
    began_at    timestamptz NOT NULL,
    ended_at    timestamptz NOT NULL,
    ended_on    text NOT NULL,                  -- by the office's calendar
    due         timestamptz,
    late        boolean NOT NULL,
    CONSTRAINT a_step_is_timed_once UNIQUE (document_id, version),
    CONSTRAINT a_step_ends_in_a_known_way CHECK (outcome IN ('done', 'returned', 'withdrawn')),
    CONSTRAINT a_step_is_measured_by_a_known_clock CHECK (clock IN ('work', 'wall')),
    CONSTRAINT a_step_takes_no_negative_time CHECK (minutes >= 0 AND ended_at >= began_at),
    CONSTRAINT only_a_step_with_a_term_is_late CHECK (NOT late OR due IS NOT NULL)
);
CREATE INDEX step_time_by_office ON document_step_time (office_id, ended_on, chain_id, state, outcome, clock, minutes, late, due, signed);
CREATE INDEX step_time_by_issuer ON document_step_time (issuer_id, ended_on, chain_id, state, outcome, clock, minutes, late, due, signed);
CREATE INDEX step_time_by_unit ON document_step_time (unit_id, ended_on, chain_id, state, outcome, clock, minutes, late, due, signed);
CREATE INDEX step_time_returned ON document_step_time (document_id) WHERE outcome = 'returned';

CREATE INDEX document_issued_of_office ON document (office_id, issued_on, kind, unit_id, due, id) WHERE issued_on <> '';
CREATE INDEX document_issued_of_issuer ON document (issuer_id, issued_on, kind, unit_id, due, id) WHERE issued_on <> '';
CREATE INDEX document_issued_of_unit ON document (unit_id, issued_on, kind, due, id) WHERE issued_on <> '';
CREATE INDEX document_begun_of_office ON document (office_id, office_date, kind, unit_id);
CREATE INDEX document_begun_of_issuer ON document (issuer_id, office_date, kind, unit_id);
CREATE INDEX document_begun_of_unit ON document (unit_id, office_date, kind);
CREATE INDEX document_open_with_due ON document (due) WHERE due <> '' AND issued_on = '';
CREATE INDEX delivery_answered_in_time ON delivery (document_id, ack, due, decided_at, read_at);
CREATE INDEX arrival_of_organ_by_day ON arrival (organ_id, arrival_date) WHERE arrival_number > 0;
CREATE INDEX arrival_of_office_by_day ON arrival (office_id, arrival_date) WHERE arrival_number > 0;
CREATE INDEX task_of_office_by_limit ON task (office_id, limit_on);
CREATE INDEX task_of_authority_by_limit ON task (authority_id, limit_on);

CREATE TRIGGER a_step_time_is_never_changed BEFORE UPDATE OR DELETE ON document_step_time FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_step_time_is_never_emptied BEFORE TRUNCATE ON document_step_time EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP INDEX task_of_authority_by_limit;
DROP INDEX task_of_office_by_limit;
DROP INDEX arrival_of_office_by_day;
DROP INDEX arrival_of_organ_by_day;
DROP INDEX delivery_answered_in_time;
DROP INDEX document_open_with_due;
DROP INDEX document_begun_of_unit;
DROP INDEX document_begun_of_issuer;
DROP INDEX document_begun_of_office;
DROP INDEX document_issued_of_unit;
DROP INDEX document_issued_of_issuer;
DROP INDEX document_issued_of_office;
DROP TABLE document_step_time;
