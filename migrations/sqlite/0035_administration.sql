-- +goose Up
-- What administrators do to the directory. An organ keeps its id through a new name, a new superior or a new office: the
-- row of organ is what it is last, organ_past what it was until a day. What is grave waits for a second person.
--
--   organ ──< organ_past (what it was, from a day to a day)
--   directory_proposal: proposed ──▶ approved | refused | withdrawn | expired, approved and refused by another person
ALTER TABLE organ ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE organ_past (
    organ_id      text NOT NULL REFERENCES organ (id),
    valid_from    text NOT NULL,
    valid_to      text NOT NULL, -- the last day on which it was so
    name          text NOT NULL,
    folded_name   text NOT NULL,
    printed_name  text NOT NULL,
    code          text NOT NULL,
    head_position text NOT NULL DEFAULT '',
    place         text NOT NULL DEFAULT '',
    address       text NOT NULL DEFAULT '',
    parent_id     text REFERENCES organ (id),
    superior_id   text REFERENCES organ (id),
    office_id     text REFERENCES organ (id),
    source        text NOT NULL DEFAULT '', -- the writing by which it changed after valid_to
    CONSTRAINT an_organ_was_one_thing_a_day PRIMARY KEY (organ_id, valid_to),
    CONSTRAINT what_an_organ_was_has_a_name CHECK (name <> '' AND folded_name <> ''),
    CONSTRAINT what_an_organ_was_ended_after_it_began CHECK (length(valid_from) = 10 AND length(valid_to) = 10 AND valid_to >= valid_from)
);
CREATE INDEX organ_past_by_folded_name ON organ_past (folded_name);
CREATE INDEX organ_by_parent ON organ (parent_id);
CREATE INDEX group_member_by_organ ON group_member (organ_id);
CREATE INDEX mandate_by_grantor ON mandate (grantor_id);
CREATE INDEX document_on_its_way_by_issuer ON document (issuer_id, state) WHERE state NOT IN ('issued', 'filed', 'withdrawn');
CREATE INDEX document_on_its_way_by_unit ON document (unit_id, state) WHERE state NOT IN ('issued', 'filed', 'withdrawn');

CREATE TABLE directory_proposal (
    id           text NOT NULL PRIMARY KEY,
    kind         text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   text NOT NULL, -- the organ or the person whom it is about
    terms        text NOT NULL, -- what is to be done, as JSON
    summary      text NOT NULL, -- the same, for people
    status       text NOT NULL DEFAULT 'proposed',
    proposed_by  text NOT NULL REFERENCES person (id),
    proposed_at  timestamp NOT NULL,
    expires_at   timestamp NOT NULL,
    decided_by   text NOT NULL DEFAULT '',
    decided_at   timestamp,
    reason       text NOT NULL DEFAULT '', -- of a refusal
    CONSTRAINT a_proposal_is_of_a_known_kind CHECK (kind IN ('reorganise', 'administrator', 'mandate_end')),
    CONSTRAINT a_proposal_is_about_an_organ_or_a_person CHECK (subject_kind IN ('organ', 'person')),
    CONSTRAINT a_proposal_stands_in_a_known_state CHECK (status IN ('proposed', 'approved', 'refused', 'withdrawn', 'expired')),
    CONSTRAINT a_proposal_is_decided_by_another_person CHECK (status NOT IN ('approved', 'refused') OR (decided_by <> '' AND decided_by <> proposed_by AND decided_at IS NOT NULL)),
    CONSTRAINT a_refused_proposal_says_why CHECK (status <> 'refused' OR reason <> '')
);
CREATE UNIQUE INDEX one_proposal_waits_for_a_subject ON directory_proposal (subject_id, kind) WHERE status = 'proposed';
CREATE INDEX directory_proposal_by_time ON directory_proposal (proposed_at, id);

-- +goose StatementBegin
CREATE TRIGGER a_decided_proposal_stays_decided BEFORE UPDATE ON directory_proposal
WHEN OLD.status <> 'proposed' OR NEW.terms <> OLD.terms OR NEW.proposed_by <> OLD.proposed_by OR NEW.subject_id <> OLD.subject_id
BEGIN
    SELECT RAISE(ABORT, 'a decided proposal stays decided');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE directory_proposal;
DROP INDEX document_on_its_way_by_unit;
DROP INDEX document_on_its_way_by_issuer;
DROP INDEX mandate_by_grantor;
DROP INDEX group_member_by_organ;
DROP INDEX organ_by_parent;
DROP TABLE organ_past;
ALTER TABLE person DROP COLUMN version;
ALTER TABLE organ DROP COLUMN version;
