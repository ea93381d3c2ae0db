-- +goose Up
-- Who got a document, frozen at issue, and what became of every copy.
--
--   document ──< recipient_line (as printed)
--            ──< delivery (one receiver once) ──< delivery_reminder
--
--   sent ──▶ arrived ──▶ acknowledged        read_at and overdue are marks beside the state;
--     └────────┴───────▶ refused             an organ's acknowledgement takes a số đến from arrival_series
CREATE TABLE recipient_line (
    document_id text NOT NULL REFERENCES document (id),
    n           integer NOT NULL,
    kind        text NOT NULL,
    key         text NOT NULL,
    scope       text NOT NULL,
    text        text NOT NULL,    -- as printed
    purposes    text NOT NULL,    -- keys parted by a space
    ack         text NOT NULL,
    task        boolean NOT NULL,
    CONSTRAINT a_line_has_its_place PRIMARY KEY (document_id, n),
    CONSTRAINT a_line_counts_from_one CHECK (n >= 1),
    CONSTRAINT a_line_is_of_a_known_kind CHECK (kind IN ('ref', 'org', 'org_group', 'collective', 'person_group', 'person', 'archive', 'compound')),
    CONSTRAINT a_line_asks_for_a_known_answer CHECK (ack IN ('required', 'each', 'read', 'none')),
    CONSTRAINT a_line_is_printed CHECK (text <> '')
);

CREATE TABLE delivery (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    organ_id        text NOT NULL,    -- the receiving organ, or
    office_id       text NOT NULL,    -- (whose văn thư receives for it)
    person_id       text NOT NULL,    -- the receiving person
    name            text NOT NULL,
    channel         text NOT NULL,
    email           text NOT NULL,
    capacities      text NOT NULL,    -- a JSON list: the words under which it was named
    lines           text NOT NULL,    -- a JSON list of recipient_line.n
    ack             text NOT NULL,
    task            boolean NOT NULL,
    sent_at         timestamp NOT NULL,
    due             timestamp,
    state           text NOT NULL,
    arrived_at      timestamp,
    read_at         timestamp,
    read_by         text NOT NULL DEFAULT '',
    decided_at      timestamp,             -- of the acknowledgement or the refusal
    decided_by      text NOT NULL DEFAULT '',
    note            text NOT NULL DEFAULT '',
    reason_code     text NOT NULL DEFAULT '',
    arrival_year    integer NOT NULL DEFAULT 0,
    arrival_number  integer NOT NULL DEFAULT 0,
    arrival_date    text NOT NULL DEFAULT '',
    overdue         boolean NOT NULL DEFAULT false,
    version         integer NOT NULL,
    CONSTRAINT a_document_reaches_a_receiver_once UNIQUE (document_id, organ_id, person_id),
    CONSTRAINT a_receiver_is_an_organ_or_a_person CHECK ((organ_id = '') <> (person_id = '')),
    CONSTRAINT only_an_organ_has_an_office CHECK ((organ_id = '') = (office_id = '')),
    CONSTRAINT a_receiver_has_a_name CHECK (name <> ''),
    CONSTRAINT a_delivery_takes_a_known_channel CHECK (channel IN ('account', 'email', 'paper')),
    CONSTRAINT a_delivery_asks_for_a_known_answer CHECK (ack IN ('required', 'read', 'none')),
    CONSTRAINT a_delivery_stands_in_a_known_state CHECK (state IN ('sent', 'arrived', 'acknowledged', 'refused')),
    CONSTRAINT what_is_received_has_arrived CHECK (state = 'sent' OR arrived_at IS NOT NULL),
    CONSTRAINT a_decision_has_a_time_and_a_person CHECK ((state IN ('acknowledged', 'refused')) = (decided_at IS NOT NULL AND decided_by <> '')),
    CONSTRAINT a_refusal_says_why CHECK (state <> 'refused' OR (note <> '' AND reason_code <> '')),
    CONSTRAINT a_reader_is_named CHECK ((read_at IS NULL) = (read_by = '')),
    CONSTRAINT an_arrival_number_has_a_year_and_a_date CHECK (
        (arrival_number = 0 AND arrival_year = 0 AND arrival_date = '') OR (arrival_number >= 1 AND arrival_year >= 1 AND length(arrival_date) = 10)),
    CONSTRAINT only_an_organ_takes_an_arrival_number CHECK (arrival_number = 0 OR (organ_id <> '' AND state = 'acknowledged')),
    CONSTRAINT only_what_has_a_term_is_overdue CHECK (NOT overdue OR due IS NOT NULL),
    CONSTRAINT a_delivery_version_counts_from_one CHECK (version >= 1)
);
CREATE UNIQUE INDEX an_arrival_number_is_given_once ON delivery (organ_id, arrival_year, arrival_number) WHERE arrival_number > 0;
CREATE INDEX delivery_by_document ON delivery (document_id, id);
CREATE INDEX delivery_by_person ON delivery (person_id, id) WHERE person_id <> '';
CREATE INDEX delivery_by_organ ON delivery (organ_id, id) WHERE organ_id <> '';
CREATE INDEX delivery_by_office ON delivery (office_id, id) WHERE office_id <> '';
CREATE INDEX delivery_by_due ON delivery (due) WHERE overdue = false AND state IN ('sent', 'arrived');

CREATE TABLE delivery_reminder (
    id          text PRIMARY KEY,
    delivery_id text NOT NULL REFERENCES delivery (id),
    kind        text NOT NULL CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN ('overdue')),
    at          timestamp NOT NULL,
    CONSTRAINT a_delivery_is_reminded_of_a_thing_once UNIQUE (delivery_id, kind)
);

-- Số đến: one series per organ and year, paper and electronic together (NĐ 30/2020 Art. 22).
CREATE TABLE arrival_series (
    organ_id text NOT NULL,
    year     integer NOT NULL,
    last     integer NOT NULL,
    CONSTRAINT an_organ_has_one_arrival_series_a_year PRIMARY KEY (organ_id, year),
    CONSTRAINT an_arrival_series_counts_from_one CHECK (last >= 1)
);

-- +goose StatementBegin
CREATE TRIGGER a_printed_line_never_changes BEFORE UPDATE ON recipient_line
BEGIN SELECT RAISE(ABORT, 'a printed line never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_printed_line_is_never_deleted BEFORE DELETE ON recipient_line
BEGIN SELECT RAISE(ABORT, 'a printed line is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER the_receiver_of_a_delivery_never_changes BEFORE UPDATE ON delivery
WHEN NEW.id IS NOT OLD.id
    OR NEW.document_id IS NOT OLD.document_id
    OR NEW.organ_id IS NOT OLD.organ_id
    OR NEW.office_id IS NOT OLD.office_id
    OR NEW.person_id IS NOT OLD.person_id
    OR NEW.name IS NOT OLD.name
    OR NEW.channel IS NOT OLD.channel
    OR NEW.email IS NOT OLD.email
    OR NEW.capacities IS NOT OLD.capacities
    OR NEW.lines IS NOT OLD.lines
    OR NEW.ack IS NOT OLD.ack
    OR NEW.task IS NOT OLD.task
    OR NEW.sent_at IS NOT OLD.sent_at
    OR NEW.due IS NOT OLD.due
BEGIN SELECT RAISE(ABORT, 'the receiver of a delivery never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_delivery_only_moves_forward BEFORE UPDATE ON delivery
WHEN NEW.version <> OLD.version + 1
    OR (OLD.state IN ('acknowledged', 'refused') AND NEW.state <> OLD.state)
    OR (OLD.state = 'arrived' AND NEW.state = 'sent')
    OR (OLD.arrived_at IS NOT NULL AND NEW.arrived_at IS NOT OLD.arrived_at)
    OR (OLD.read_at IS NOT NULL AND (NEW.read_at IS NOT OLD.read_at OR NEW.read_by <> OLD.read_by))
    OR (OLD.decided_at IS NOT NULL AND (NEW.decided_at IS NOT OLD.decided_at OR NEW.decided_by <> OLD.decided_by OR NEW.note <> OLD.note
        OR NEW.reason_code <> OLD.reason_code OR NEW.arrival_number <> OLD.arrival_number OR NEW.arrival_year <> OLD.arrival_year
        OR NEW.arrival_date <> OLD.arrival_date))
    OR (OLD.overdue AND NOT NEW.overdue)
BEGIN SELECT RAISE(ABORT, 'a delivery only moves forward'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_delivery_begins_as_sent BEFORE INSERT ON delivery
WHEN NEW.state <> 'sent' OR NEW.version <> 1 OR NEW.overdue
BEGIN SELECT RAISE(ABORT, 'a delivery begins as sent'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_delivery_is_never_deleted BEFORE DELETE ON delivery
BEGIN SELECT RAISE(ABORT, 'a delivery is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER an_arrival_series_begins_at_one BEFORE INSERT ON arrival_series WHEN NEW.last <> 1
BEGIN SELECT RAISE(ABORT, 'an arrival series begins at one'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER an_arrival_series_only_counts_on BEFORE UPDATE ON arrival_series
WHEN NEW.last <> OLD.last + 1 OR NEW.organ_id <> OLD.organ_id OR NEW.year <> OLD.year
BEGIN SELECT RAISE(ABORT, 'an arrival series only counts on'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER an_arrival_series_is_never_deleted BEFORE DELETE ON arrival_series
BEGIN SELECT RAISE(ABORT, 'an arrival series is never deleted'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE delivery_reminder;
DROP TABLE delivery;
DROP TABLE recipient_line;
DROP TABLE arrival_series;
