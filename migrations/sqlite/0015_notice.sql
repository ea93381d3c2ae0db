-- +goose Up
-- What a person is told of: a document, an arrival, a task, a hồ sơ … How the person wants to be told, and every letter.
--
--   notice:       new ──see──▶ seen          (mail_id: the one letter that it went into)
--   notice_mail:  waiting ──▶ sent | failed | unneeded (all of it was seen before it went)
ALTER TABLE notice RENAME TO notice_before;
DROP INDEX notice_unseen;
CREATE TABLE notice (
    id          text PRIMARY KEY,
    person_id   text NOT NULL,
    about       text NOT NULL CONSTRAINT a_notice_is_about_a_kind_of_thing CHECK (about <> ''),
    about_id    text NOT NULL CONSTRAINT a_notice_is_about_something CHECK (about_id <> ''),
    document_id text REFERENCES document (id), -- whose right to be read decides; NULL where there is none
    action      text NOT NULL,
    key         text NOT NULL,
    label       text NOT NULL, -- in Vietnamese; '' for what was told before there were labels
    urgent      boolean NOT NULL,
    created_at  timestamp NOT NULL,
    seen_at     timestamp,
    mail_id     text,
    CONSTRAINT one_is_told_once_of_one_thing UNIQUE (person_id, about, about_id, key)
);
INSERT INTO notice (id, person_id, about, about_id, document_id, action, key, label, urgent, created_at, seen_at, mail_id)
    SELECT id, person_id, 'document', document_id, document_id, action,
        action || ':' || event || CASE WHEN comment_id = '' THEN '' ELSE ':' || comment_id END, '', false, created_at, seen_at, 'before'
    FROM notice_before;
DROP TABLE notice_before;
CREATE INDEX notice_unseen ON notice (person_id, created_at) WHERE seen_at IS NULL;
CREATE INDEX notice_unmailed ON notice (person_id) WHERE seen_at IS NULL AND mail_id IS NULL;
CREATE INDEX notice_by_person ON notice (person_id, id);

CREATE TABLE notice_wish (
    person_id   text PRIMARY KEY,
    mail        text NOT NULL CONSTRAINT a_wish_for_mail_is_known CHECK (mail IN ('none', 'immediate', 'digest')),
    digest_hour integer NOT NULL CONSTRAINT a_digest_has_an_hour CHECK (digest_hour BETWEEN 0 AND 23),
    quiet_from  integer NOT NULL CONSTRAINT quiet_begins_at_an_hour CHECK (quiet_from BETWEEN 0 AND 23),
    quiet_to    integer NOT NULL CONSTRAINT quiet_ends_at_an_hour CHECK (quiet_to BETWEEN 0 AND 23),
    digest_day  text NOT NULL, -- the day of the last digest: one a day
    updated_at  timestamp NOT NULL
);

CREATE TABLE notice_mail (
    id         text PRIMARY KEY,
    person_id  text NOT NULL,
    kind       text NOT NULL CONSTRAINT a_letter_is_immediate_or_a_digest CHECK (kind IN ('immediate', 'digest')),
    message_id text NOT NULL CONSTRAINT a_message_id_is_of_one_letter UNIQUE,
    address    text NOT NULL,
    state      text NOT NULL CONSTRAINT a_letter_stands_in_a_known_state CHECK (state IN ('waiting', 'sent', 'failed', 'unneeded')),
    attempts   integer NOT NULL,
    error      text NOT NULL,
    created_at timestamp NOT NULL,
    settled_at timestamp,
    CONSTRAINT a_letter_is_settled_once CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CONSTRAINT only_a_failure_has_nothing_but_an_error CHECK (state <> 'failed' OR error <> '')
);
CREATE INDEX notice_mail_by_person ON notice_mail (person_id, id);
CREATE INDEX notice_by_mail ON notice (mail_id) WHERE mail_id IS NOT NULL;

-- A step that was not done in time is told of once.
ALTER TABLE document_step ADD COLUMN alarmed_at timestamp;
CREATE INDEX document_step_late ON document_step (due) WHERE alarmed_at IS NULL AND due IS NOT NULL;

-- +goose Down
DROP INDEX document_step_late;
ALTER TABLE document_step DROP COLUMN alarmed_at;
DROP INDEX notice_by_mail;
DROP TABLE notice_mail;
DROP TABLE notice_wish;
ALTER TABLE notice RENAME TO notice_after;
DROP INDEX notice_unseen;
DROP INDEX notice_unmailed;
DROP INDEX notice_by_person;
CREATE TABLE notice (
    id          text PRIMARY KEY,
    person_id   text NOT NULL,
    document_id text NOT NULL REFERENCES document (id),
    event       integer NOT NULL,
    comment_id  text NOT NULL DEFAULT '',
    action      text NOT NULL,
    created_at  timestamp NOT NULL,
    seen_at     timestamp,
    CONSTRAINT an_event_or_comment_is_told_once UNIQUE (person_id, document_id, event, comment_id, action)
);
-- The event stands in no column of its own any more: the place in the order of telling serves the old rule as well.
INSERT INTO notice (id, person_id, document_id, event, comment_id, action, created_at, seen_at)
    SELECT id, person_id, document_id, row_number() OVER (ORDER BY id), '', action, created_at, seen_at
    FROM notice_after WHERE document_id IS NOT NULL;
DROP TABLE notice_after;
CREATE INDEX notice_unseen ON notice (person_id, created_at) WHERE seen_at IS NULL;
