-- +goose Up
-- What people say about a block of a draft. It stays pinned to the text that it was made on; where that block stands in
-- the newest text is worked out when it is read. An answer names the comment that began, and is resolved with it.
CREATE TABLE document_comment (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    content_version integer NOT NULL,
    block           integer NOT NULL CONSTRAINT a_block_counts_from_one CHECK (block >= 1),
    quote           text NOT NULL,
    text            text NOT NULL CONSTRAINT a_comment_says_something CHECK (text <> ''),
    parent_id       text NOT NULL,
    author_id       text NOT NULL,
    created_at      timestamp NOT NULL,
    resolved_by     text NOT NULL,
    resolved_at     timestamp,
    CONSTRAINT a_comment_is_on_a_text_that_there_is FOREIGN KEY (document_id, content_version) REFERENCES document_version (document_id, n),
    CONSTRAINT who_resolved_and_when_go_together CHECK ((resolved_by = '') = (resolved_at IS NULL)),
    CONSTRAINT an_answer_is_resolved_with_its_comment CHECK (parent_id = '' OR resolved_at IS NULL)
);
CREATE INDEX document_comment_by_document ON document_comment (document_id, created_at, id);

-- A notice may be of a comment, which is no event that gives the document a new version.
ALTER TABLE notice RENAME TO notice_before;
DROP INDEX notice_unseen;
CREATE TABLE notice (
    id          text PRIMARY KEY,
    person_id   text NOT NULL,
    document_id text NOT NULL REFERENCES document (id),
    event       integer NOT NULL, -- the document's version after the event
    comment_id  text NOT NULL DEFAULT '',
    action      text NOT NULL,
    created_at  timestamp NOT NULL,
    seen_at     timestamp,
    CONSTRAINT an_event_or_comment_is_told_once UNIQUE (person_id, document_id, event, comment_id, action)
);
INSERT INTO notice (id, person_id, document_id, event, action, created_at, seen_at)
    SELECT id, person_id, document_id, event, action, created_at, seen_at FROM notice_before;
DROP TABLE notice_before;
CREATE INDEX notice_unseen ON notice (person_id, created_at) WHERE seen_at IS NULL;

-- +goose Down
ALTER TABLE notice RENAME TO notice_after;
DROP INDEX notice_unseen;
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
INSERT INTO notice (id, person_id, document_id, event, action, created_at, seen_at)
    SELECT id, person_id, document_id, event, action, created_at, seen_at FROM notice_after WHERE comment_id = '';
DROP TABLE notice_after;
CREATE INDEX notice_unseen ON notice (person_id, created_at) WHERE seen_at IS NULL;
DROP TABLE document_comment;
