-- +goose Up
-- The text of every chain that a document was started with: a newer file never changes a document on its way.
CREATE TABLE chain_version (
    version    text PRIMARY KEY, -- SHA-256 of source
    chain_id   text NOT NULL,
    source     text NOT NULL,
    first_used timestamp NOT NULL
);

-- Who plays which part in a document as it stands: drafter (submit), content approver, form checker, signer, sealer.
CREATE TABLE document_part (
    document_id text NOT NULL REFERENCES document (id),
    part        text NOT NULL CONSTRAINT a_part_is_one_of_five CHECK (part IN ('submit', 'approve', 'check_format', 'sign', 'seal')),
    person_id   text NOT NULL,
    capacity    text NOT NULL,
    at          timestamp NOT NULL,
    CONSTRAINT a_part_is_played_by_one PRIMARY KEY (document_id, part)
);
-- A small office may merge drafter and content approver; every other two parts are two people (NĐ 30/2020 Art. 12, 32).
CREATE UNIQUE INDEX drafter_checker_signer_sealer_are_distinct ON document_part (document_id, person_id) WHERE part <> 'approve';
CREATE UNIQUE INDEX approver_checker_signer_sealer_are_distinct ON document_part (document_id, person_id) WHERE part <> 'submit';

-- Who was asked for an opinion, and what he said; a late answer is no consent.
CREATE TABLE document_opinion (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    round           integer NOT NULL,
    content_version integer NOT NULL,
    person_id       text NOT NULL,
    organ_id        text NOT NULL,
    asked_by        text NOT NULL,
    question        text NOT NULL,
    due             timestamp,
    asked_at        timestamp NOT NULL,
    verdict         text NOT NULL CONSTRAINT a_verdict_is_known CHECK (verdict IN ('', 'agree', 'other', 'not_mine', 'none')),
    comment         text NOT NULL,
    answered_by     text NOT NULL,
    answered_at     timestamp,
    CONSTRAINT an_opinion_is_a_persons_or_an_organs CHECK ((person_id = '') <> (organ_id = '')),
    CONSTRAINT somebody_is_asked_once_a_round UNIQUE (document_id, round, person_id, organ_id)
);

-- What a person is told of.
CREATE TABLE notice (
    id          text PRIMARY KEY,
    person_id   text NOT NULL,
    document_id text NOT NULL REFERENCES document (id),
    event       integer NOT NULL, -- the document's version after the event
    action      text NOT NULL,
    created_at  timestamp NOT NULL,
    seen_at     timestamp,
    CONSTRAINT an_event_is_told_once UNIQUE (person_id, document_id, event)
);
CREATE INDEX notice_unseen ON notice (person_id, created_at) WHERE seen_at IS NULL;

-- +goose Down
DROP TABLE notice;
DROP TABLE document_opinion;
DROP TABLE document_part;
DROP TABLE chain_version;
