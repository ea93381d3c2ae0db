-- +goose Up
-- What a conclusion asks for, and what became of it.
--
--   document ──< task_item (proposed while it is a draft) ──< task (one for every lead organ, from the issue on)
--            ──< report_obligation ──< obligation_organ, obligation_shift ──< task (one for every organ and date)
--   data_request ──< data_answer (one for every organ)
--
--   new ──accept──▶ accepted ──start──▶ in_progress ──report──▶ reported ──confirm──▶ completed
--    │ ▲ hand_back     └────────report────────┘ ▲  report ▲          │ send_back
--    ▼ │ give_again                             │         └──────────┴──▶ sent_back ──start──▶ in_progress
--   handed_back                                            any open state ──cancel (by a document)──▶ cancelled
CREATE TABLE task_list (
    document_id     text PRIMARY KEY REFERENCES document (id),
    content_version integer NOT NULL,            -- of the text that the items were read from
    confirmed_by    text NOT NULL DEFAULT '',
    confirmed_at    timestamp,
    version         integer NOT NULL,
    CONSTRAINT a_task_list_version_counts_from_one CHECK (version >= 1),
    CONSTRAINT whoever_confirms_a_list_is_named CHECK ((confirmed_at IS NULL) = (confirmed_by = ''))
);

CREATE TABLE task_item (
    document_id   text NOT NULL REFERENCES task_list (document_id),
    n             integer NOT NULL,
    ref           text NOT NULL,                 -- "2.1", "2.2-bis"
    text          text NOT NULL,
    leads         text NOT NULL,                 -- a JSON list of {organ_id, name}
    co            text NOT NULL,                 -- the same
    deadline_kind text NOT NULL,
    due           text NOT NULL,
    rule          text NOT NULL,                 -- RFC 5545, of a recurring one
    deadline_text text NOT NULL,                 -- as written
    deliverable   text NOT NULL,
    report_to     text NOT NULL,
    source        text NOT NULL,                 -- a JSON object: where it stands in the body; {} = added by hand
    delivered_at  timestamp,
    CONSTRAINT an_item_has_its_place PRIMARY KEY (document_id, n),
    CONSTRAINT an_item_counts_from_one CHECK (n >= 1),
    CONSTRAINT an_item_says_what_to_do CHECK (text <> ''),
    CONSTRAINT an_item_has_a_known_deadline CHECK (deadline_kind IN ('none', 'date', 'recurring', 'on_request')),
    CONSTRAINT only_a_dated_item_has_a_date CHECK ((deadline_kind = 'date') = (due <> '')),
    CONSTRAINT only_a_recurring_item_has_a_rule CHECK ((deadline_kind = 'recurring') = (rule <> ''))
);

CREATE TABLE report_obligation (
    id            text PRIMARY KEY,
    document_id   text NOT NULL REFERENCES document (id),
    item_n        integer NOT NULL DEFAULT 0,    -- the item that it came from; 0 = set by hand
    kind          text NOT NULL,
    text          text NOT NULL,
    rule          text NOT NULL,
    first_due     text NOT NULL,
    ends          text NOT NULL,                 -- '' = no end
    receivers     text NOT NULL,                 -- who is reported to, as written
    template      text NOT NULL,                 -- id of the boilerplate of the report
    office_id     text NOT NULL,
    authority_id  text NOT NULL,
    source_symbol text NOT NULL,
    source_subject text NOT NULL,
    state         text NOT NULL,
    merged_into   text NOT NULL DEFAULT '',
    reason        text NOT NULL DEFAULT '',      -- of the merging or the ending
    created_by    text NOT NULL,
    created_at    timestamp NOT NULL,
    version       integer NOT NULL,
    CONSTRAINT an_obligation_is_of_a_known_kind CHECK (kind IN ('month', 'quarter', 'half', 'year', 'interim', 'final')),
    CONSTRAINT an_obligation_has_a_rule_and_a_first_date CHECK (rule <> '' AND length(first_due) = 10),
    CONSTRAINT an_obligation_ends_after_it_begins CHECK (ends = '' OR ends >= first_due),
    CONSTRAINT an_obligation_stands_in_a_known_state CHECK (state IN ('active', 'merged', 'ended')),
    CONSTRAINT only_a_merged_obligation_names_another CHECK ((state = 'merged') = (merged_into <> '')),
    CONSTRAINT an_obligation_version_counts_from_one CHECK (version >= 1)
);
CREATE INDEX report_obligation_by_document ON report_obligation (document_id);
CREATE INDEX report_obligation_active ON report_obligation (id) WHERE state = 'active';
CREATE UNIQUE INDEX an_item_makes_one_obligation ON report_obligation (document_id, item_n) WHERE item_n > 0;

CREATE TABLE obligation_organ (
    obligation_id text NOT NULL REFERENCES report_obligation (id),
    organ_id      text NOT NULL,
    office_id     text NOT NULL,
    name          text NOT NULL,
    CONSTRAINT an_organ_is_obliged_once PRIMARY KEY (obligation_id, organ_id)
);

-- A date of the rule that was moved, and why.
CREATE TABLE obligation_shift (
    obligation_id text NOT NULL REFERENCES report_obligation (id),
    occurrence    text NOT NULL,
    due           text NOT NULL,
    reason        text NOT NULL CONSTRAINT a_shift_has_a_reason CHECK (reason <> ''),
    person_id     text NOT NULL,
    at            timestamp NOT NULL,
    CONSTRAINT an_occurrence_is_shifted_to_one_date PRIMARY KEY (obligation_id, occurrence)
);

CREATE TABLE task (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    item_n          integer NOT NULL DEFAULT 0,
    obligation_id   text NOT NULL DEFAULT '',
    occurrence      text NOT NULL DEFAULT '',    -- the rule's own date, whatever it was moved to
    ref             text NOT NULL,
    text            text NOT NULL,
    deliverable     text NOT NULL,
    report_to       text NOT NULL,
    source_symbol   text NOT NULL,
    source_subject  text NOT NULL,
    lead_id         text NOT NULL,
    lead_office_id  text NOT NULL,
    lead_name       text NOT NULL,
    co              text NOT NULL,
    office_id       text NOT NULL,               -- the văn phòng that follows it up
    authority_id    text NOT NULL,               -- whose conclusion it is
    deadline_kind   text NOT NULL,
    deadline_text   text NOT NULL,
    due             text NOT NULL,
    monitor_due     text NOT NULL DEFAULT '',    -- set by the văn phòng, where the text has none
    limit_on        text NOT NULL,               -- due, else monitor_due
    state           text NOT NULL,
    handler_id      text NOT NULL DEFAULT '',
    note            text NOT NULL DEFAULT '',    -- of the newest act: a reason, a report
    evidence_document text NOT NULL DEFAULT '',
    evidence_symbol text NOT NULL DEFAULT '',
    evidence_blob   text NOT NULL DEFAULT '',
    evidence_name   text NOT NULL DEFAULT '',
    reported_on     text NOT NULL DEFAULT '',
    reported_by     text NOT NULL DEFAULT '',
    closed_at       timestamp,
    closed_by       text NOT NULL DEFAULT '',
    cancel_document text NOT NULL DEFAULT '',
    extension       text NOT NULL DEFAULT '',
    extension_to    text NOT NULL DEFAULT '',
    extension_by    text NOT NULL DEFAULT '',
    extension_reason text NOT NULL DEFAULT '',
    reminded_at     timestamp,
    escalated       integer NOT NULL DEFAULT 0,
    created_at      timestamp NOT NULL,
    updated_at      timestamp NOT NULL,
    version         integer NOT NULL,
    CONSTRAINT a_task_stands_in_a_known_state CHECK (state IN ('new', 'accepted', 'handed_back', 'in_progress', 'reported', 'sent_back', 'completed', 'cancelled')),
    CONSTRAINT a_task_has_a_lead CHECK (lead_id <> '' AND lead_office_id <> '' AND lead_name <> ''),
    CONSTRAINT a_task_has_a_giver CHECK (office_id <> '' AND authority_id <> ''),
    CONSTRAINT a_task_has_a_known_deadline CHECK (deadline_kind IN ('none', 'date', 'on_request')),
    CONSTRAINT an_office_sets_a_date_only_where_there_is_none CHECK (monitor_due = '' OR due = ''),
    CONSTRAINT a_task_is_due_on_one_date CHECK (limit_on = due || monitor_due),
    CONSTRAINT a_report_has_evidence CHECK (state NOT IN ('reported', 'completed') OR (reported_by <> '' AND length(reported_on) = 10 AND (evidence_symbol <> '' OR evidence_blob <> ''))),
    CONSTRAINT nobody_confirms_his_own_report CHECK (state <> 'completed' OR closed_by <> reported_by),
    CONSTRAINT a_closed_task_says_when_and_by_whom CHECK ((state IN ('completed', 'cancelled')) = (closed_at IS NOT NULL AND closed_by <> '')),
    CONSTRAINT a_task_is_cancelled_by_a_document CHECK ((state = 'cancelled') = (cancel_document <> '')),
    CONSTRAINT an_extension_stands_in_a_known_state CHECK (extension IN ('', 'requested', 'agreed', 'refused')),
    CONSTRAINT an_extension_says_until_when_and_why CHECK ((extension = '') = (extension_to = '' AND extension_reason = '' AND extension_by = '')),
    CONSTRAINT a_task_version_counts_from_one CHECK (version >= 1)
);
CREATE UNIQUE INDEX an_item_is_given_to_a_lead_once ON task (document_id, item_n, lead_id) WHERE item_n > 0 AND obligation_id = '';
CREATE UNIQUE INDEX an_organ_reports_once_a_date ON task (obligation_id, lead_id, occurrence) WHERE obligation_id <> '';
CREATE INDEX task_by_document ON task (document_id, id);
CREATE INDEX task_by_lead ON task (lead_id, limit_on, id);
CREATE INDEX task_open_by_limit ON task (limit_on, id) WHERE state IN ('new', 'accepted', 'in_progress', 'sent_back', 'handed_back') AND limit_on <> '';

CREATE TABLE data_request (
    id           text PRIMARY KEY,
    obligation_id text NOT NULL DEFAULT '',
    title        text NOT NULL,
    guide        text NOT NULL,
    columns      text NOT NULL,                  -- a JSON list of {name, unit, kind}
    due          text NOT NULL,
    issuer_id    text NOT NULL,                  -- the organ that asks
    office_id    text NOT NULL,
    unit_id      text NOT NULL,
    created_by   text NOT NULL,
    created_at   timestamp NOT NULL,
    state        text NOT NULL,
    closed_at    timestamp,
    version      integer NOT NULL,
    CONSTRAINT a_request_has_a_title_and_a_date CHECK (title <> '' AND length(due) = 10),
    CONSTRAINT a_request_stands_in_a_known_state CHECK (state IN ('open', 'closed')),
    CONSTRAINT a_closed_request_says_when CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT a_request_version_counts_from_one CHECK (version >= 1)
);

CREATE TABLE data_answer (
    request_id   text NOT NULL REFERENCES data_request (id),
    rank         integer NOT NULL,
    organ_id     text NOT NULL,
    office_id    text NOT NULL,
    name         text NOT NULL,
    cells        text NOT NULL,                  -- a JSON list of texts, one a column
    state        text NOT NULL,
    late         boolean NOT NULL,
    submitted_on text NOT NULL DEFAULT '',
    submitted_by text NOT NULL DEFAULT '',
    corrected    integer NOT NULL DEFAULT 0,     -- how often it was changed after it was submitted
    version      integer NOT NULL,
    CONSTRAINT an_organ_answers_a_request_once PRIMARY KEY (request_id, organ_id),
    CONSTRAINT an_answer_stands_in_a_known_state CHECK (state IN ('waiting', 'draft', 'submitted')),
    CONSTRAINT a_submitted_answer_says_when_and_by_whom CHECK ((state = 'submitted') = (submitted_on <> '' AND submitted_by <> '')),
    CONSTRAINT only_a_submitted_answer_is_late CHECK (NOT late OR state = 'submitted'),
    CONSTRAINT an_answer_version_counts_from_one CHECK (version >= 1)
);

-- Who may see a task, an obligation or a request, and why: the only table that their lists, counts and rights read.
CREATE TABLE task_access (
    thing     text NOT NULL CONSTRAINT an_access_is_to_a_known_thing CHECK (thing IN ('task', 'obligation', 'request')),
    thing_id  text NOT NULL,
    person_id text NOT NULL,
    organ_id  text NOT NULL,
    why       text NOT NULL,
    CONSTRAINT an_access_to_a_task_is_granted_once PRIMARY KEY (thing, thing_id, person_id, organ_id, why),
    CONSTRAINT an_access_to_a_task_is_a_persons_or_an_organs CHECK ((person_id = '') <> (organ_id = ''))
);
CREATE INDEX task_access_by_person ON task_access (person_id, thing, why, thing_id) WHERE person_id <> '';
CREATE INDEX task_access_by_organ ON task_access (organ_id, thing, why, thing_id) WHERE organ_id <> '';

-- +goose StatementBegin
CREATE TRIGGER a_task_moves_on_by_one_version BEFORE UPDATE ON task WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'a change of a task takes the next version'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_closed_task_stays_closed BEFORE UPDATE ON task WHEN OLD.state IN ('completed', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'a closed task stays closed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_task_keeps_its_source BEFORE UPDATE ON task
WHEN NEW.document_id <> OLD.document_id OR NEW.text <> OLD.text OR NEW.obligation_id <> OLD.obligation_id OR NEW.occurrence <> OLD.occurrence
BEGIN SELECT RAISE(ABORT, 'a task keeps its source'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_task_is_never_deleted BEFORE DELETE ON task
BEGIN SELECT RAISE(ABORT, 'a task is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_delivered_item_is_never_deleted BEFORE DELETE ON task_item WHEN OLD.delivered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a delivered item is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_closed_request_takes_no_answer BEFORE UPDATE ON data_answer
WHEN (SELECT state FROM data_request WHERE id = OLD.request_id) = 'closed'
BEGIN SELECT RAISE(ABORT, 'a closed request takes no answer'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE task_access;
DROP TABLE data_answer;
DROP TABLE data_request;
DROP TABLE task;
DROP TABLE obligation_shift;
DROP TABLE obligation_organ;
DROP TABLE report_obligation;
DROP TABLE task_item;
DROP TABLE task_list;
