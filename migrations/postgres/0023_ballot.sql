-- +goose Up
-- What a collective decided on a text before it is signed (168-QĐ/TW: more than half of the members in office).
--
--   ballot: open ──edit of the text──▶ voided        open ──deadline or all votes──▶ closed by the next ballot
--             └─────văn phòng ends it──▶ voided
--   ballot_voter: '' ──▶ agree | disagree | other    once; after the deadline it is kept and not counted
CREATE TABLE ballot (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    content_version integer NOT NULL, -- the text that is voted on
    content_sha256  text NOT NULL,
    group_id        text NOT NULL REFERENCES org_group (id),
    body            text NOT NULL,    -- Ban Thường vụ Tỉnh ủy …
    question        text NOT NULL,
    in_office       integer NOT NULL, -- members of the collective on the day it was opened
    opened_by       text NOT NULL REFERENCES person (id),
    opened_at       timestamptz NOT NULL,
    deadline        timestamptz NOT NULL,
    state           text NOT NULL,
    ended_by        text NOT NULL DEFAULT '',
    ended_at        timestamptz,
    reason          text NOT NULL DEFAULT '',
    CONSTRAINT a_ballot_is_open_closed_or_voided CHECK (state IN ('open', 'closed', 'voided')),
    CONSTRAINT a_ballot_has_voters CHECK (in_office > 0),
    CONSTRAINT a_ballot_ends_with_a_moment CHECK ((state = 'open') = (ended_at IS NULL)),
    CONSTRAINT a_ballot_is_voided_for_a_reason CHECK (state <> 'voided' OR reason <> '')
);
CREATE UNIQUE INDEX one_ballot_of_a_document_is_open ON ballot (document_id) WHERE state = 'open';
CREATE INDEX ballot_by_document ON ballot (document_id, opened_at);

CREATE TABLE ballot_voter (
    ballot_id text NOT NULL REFERENCES ballot (id),
    person_id text NOT NULL REFERENCES person (id),
    rank      integer NOT NULL, -- the order of the collective
    title     text NOT NULL,    -- as held on the day the ballot was opened
    verdict   text NOT NULL DEFAULT '',
    comment   text NOT NULL DEFAULT '',
    voted_at  timestamptz,
    late      boolean NOT NULL DEFAULT false,
    CONSTRAINT a_member_votes_once PRIMARY KEY (ballot_id, person_id),
    CONSTRAINT a_vote_is_one_of_three CHECK (verdict IN ('', 'agree', 'disagree', 'other')),
    CONSTRAINT a_vote_has_its_moment CHECK ((verdict = '') = (voted_at IS NULL)),
    CONSTRAINT another_opinion_says_which CHECK (verdict <> 'other' OR comment <> '')
);
CREATE INDEX ballot_voter_by_person ON ballot_voter (person_id);
-- +goose StatementBegin
CREATE FUNCTION keep_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.verdict <> '' THEN RAISE EXCEPTION 'a vote is never changed'; END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_vote_is_never_changed BEFORE UPDATE ON ballot_voter FOR EACH ROW EXECUTE FUNCTION keep_votes();
CREATE TRIGGER a_voter_is_never_struck BEFORE DELETE ON ballot_voter FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a meeting of the collective decided on a text.
CREATE TABLE collective_decision (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    content_version integer NOT NULL,
    content_sha256  text NOT NULL,
    group_id        text REFERENCES org_group (id), -- NULL = the directory does not list the members
    body            text NOT NULL,
    meeting_date    text NOT NULL,
    minutes_id      text NOT NULL DEFAULT '', -- the biên bản, a document here; '' = kept outside
    in_office       integer NOT NULL,
    present         integer NOT NULL,
    agree           integer NOT NULL,
    against         integer NOT NULL,
    note            text NOT NULL DEFAULT '',
    recorded_by     text NOT NULL REFERENCES person (id),
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT a_meeting_has_a_date CHECK (length(meeting_date) = 10),
    CONSTRAINT those_present_are_members CHECK (present BETWEEN 1 AND in_office),
    CONSTRAINT those_who_vote_are_present CHECK (agree >= 0 AND against >= 0 AND agree + against <= present)
);
CREATE INDEX collective_decision_by_document ON collective_decision (document_id, recorded_at);
CREATE TRIGGER a_decision_is_never_changed BEFORE UPDATE OR DELETE ON collective_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE collective_decision;
DROP TABLE ballot_voter;
DROP TABLE ballot;
DROP FUNCTION keep_votes();
