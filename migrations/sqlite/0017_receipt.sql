-- +goose Up
-- What proves that a copy was received, and how it got there.
--
--   delivery ──< delivery_receipt (signed by the system, at every decision)
--            ──< delivery_post    (each time an envelope was handed to the post)
--            ──< delivery_reminder
--
--   by mail:   to send ──▶ mailed_at ─────────▶ acknowledged through the link
--                 └──────▶ failed_at ──▶ sent again to another address (address), or by post (way = 'paper')
--   by paper:  to send ──▶ posted_on ─────────▶ proved by văn thư
--   any:       recalled_at is a mark beside the state: what is recalled is no longer acknowledged
ALTER TABLE delivery ADD COLUMN decided_name text NOT NULL DEFAULT ''; -- as of that day; a guest stands in no directory
ALTER TABLE delivery ADD COLUMN decided_as   text NOT NULL DEFAULT ''; -- in which capacity
ALTER TABLE delivery ADD COLUMN way          text NOT NULL DEFAULT '' CONSTRAINT a_delivery_is_sent_another_way_by_paper CHECK (way IN ('', 'paper'));
ALTER TABLE delivery ADD COLUMN address      text NOT NULL DEFAULT ''; -- a corrected mail address; '' = the frozen one
ALTER TABLE delivery ADD COLUMN with_paper   boolean NOT NULL DEFAULT false; -- kèm bản giấy
ALTER TABLE delivery ADD COLUMN mailing      integer NOT NULL DEFAULT 0; -- which sending this is: a job of an older one does nothing
ALTER TABLE delivery ADD COLUMN attempts     integer NOT NULL DEFAULT 0; -- of this sending
ALTER TABLE delivery ADD COLUMN mailed_at    timestamp;
ALTER TABLE delivery ADD COLUMN failed_at    timestamp;
ALTER TABLE delivery ADD COLUMN failure      text NOT NULL DEFAULT '' CONSTRAINT a_failure_says_why CHECK ((failed_at IS NULL) = (failure = ''));
ALTER TABLE delivery ADD COLUMN posted_on    text NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN remind_at    timestamp; -- when the clock reminds next
ALTER TABLE delivery ADD COLUMN recalled_at  timestamp;
CREATE INDEX delivery_by_reminder ON delivery (remind_at) WHERE remind_at IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER a_decision_is_made_once_and_not_after_a_recall BEFORE UPDATE ON delivery
WHEN (OLD.decided_at IS NOT NULL AND (NEW.decided_name <> OLD.decided_name OR NEW.decided_as <> OLD.decided_as))
    OR (OLD.recalled_at IS NOT NULL AND (NEW.recalled_at IS NOT OLD.recalled_at OR NEW.state <> OLD.state))
BEGIN SELECT RAISE(ABORT, 'a decision is made once, and not after a recall'); END;
-- +goose StatementEnd

CREATE TABLE delivery_receipt (
    id          text PRIMARY KEY,
    delivery_id text NOT NULL REFERENCES delivery (id),
    document_id text NOT NULL REFERENCES document (id),
    kind        text NOT NULL,
    at          timestamp NOT NULL,
    payload     text NOT NULL, -- canonical JSON (RFC 8785), what is signed
    signed      blob NOT NULL, -- CMS with the payload inside (RFC 5652), DER
    CONSTRAINT a_delivery_has_one_receipt_of_a_kind UNIQUE (delivery_id, kind),
    CONSTRAINT a_receipt_is_of_a_known_kind CHECK (kind IN ('acknowledgement', 'refusal', 'proof', 'destruction')),
    CONSTRAINT a_receipt_is_signed CHECK (length(signed) > 0 AND payload <> '')
);
CREATE INDEX delivery_receipt_by_document ON delivery_receipt (document_id, id);
-- +goose StatementBegin
CREATE TRIGGER a_receipt_never_changes BEFORE UPDATE ON delivery_receipt
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_receipt_is_never_deleted BEFORE DELETE ON delivery_receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never deleted'); END;
-- +goose StatementEnd

-- Sổ gửi văn bản đi bưu điện.
CREATE TABLE delivery_post (
    id          text PRIMARY KEY,
    delivery_id text NOT NULL REFERENCES delivery (id),
    document_id text NOT NULL REFERENCES document (id),
    office_id   text NOT NULL,    -- whose văn thư handed it over: whose book it stands in
    sent_on     text NOT NULL,    -- Ngày chuyển
    envelopes   integer NOT NULL, -- Số lượng bì
    mark        text NOT NULL,    -- post mark or tracking number
    signed_by   text NOT NULL,    -- who signed for it
    note        text NOT NULL,
    by_id       text NOT NULL,
    at          timestamp NOT NULL,
    CONSTRAINT an_envelope_is_posted_on_a_date CHECK (length(sent_on) = 10),
    CONSTRAINT a_posting_has_an_envelope CHECK (envelopes BETWEEN 1 AND 9999)
);
CREATE INDEX delivery_post_by_office ON delivery_post (office_id, sent_on, id);
CREATE INDEX delivery_post_by_delivery ON delivery_post (delivery_id);
-- +goose StatementBegin
CREATE TRIGGER a_posting_never_changes BEFORE UPDATE ON delivery_post
BEGIN SELECT RAISE(ABORT, 'a posting never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_posting_is_never_deleted BEFORE DELETE ON delivery_post
BEGIN SELECT RAISE(ABORT, 'a posting is never deleted'); END;
-- +goose StatementEnd

ALTER TABLE delivery_reminder RENAME TO old_delivery_reminder;
CREATE TABLE delivery_reminder (
    id          text PRIMARY KEY,
    delivery_id text NOT NULL REFERENCES delivery (id),
    kind        text NOT NULL,
    by_id       text NOT NULL, -- who pressed Đôn đốc; '' = the clock
    at          timestamp NOT NULL,
    CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN ('before', 'overdue', 'again', 'hand')),
    CONSTRAINT a_reminder_by_hand_has_a_hand CHECK ((kind = 'hand') = (by_id <> ''))
);
INSERT INTO delivery_reminder (id, delivery_id, kind, by_id, at) SELECT id, delivery_id, kind, '', at FROM old_delivery_reminder;
DROP TABLE old_delivery_reminder;
CREATE INDEX delivery_reminder_by_delivery ON delivery_reminder (delivery_id, at);
CREATE UNIQUE INDEX a_clock_reminds_before_and_at_the_end_once ON delivery_reminder (delivery_id, kind) WHERE kind IN ('before', 'overdue');

-- +goose Down
DROP TABLE delivery_reminder;
CREATE TABLE delivery_reminder (
    id          text PRIMARY KEY,
    delivery_id text NOT NULL REFERENCES delivery (id),
    kind        text NOT NULL CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN ('overdue')),
    at          timestamp NOT NULL,
    CONSTRAINT a_delivery_is_reminded_of_a_thing_once UNIQUE (delivery_id, kind)
);
DROP TABLE delivery_post;
DROP TABLE delivery_receipt;
DROP TRIGGER a_decision_is_made_once_and_not_after_a_recall;
DROP INDEX delivery_by_reminder;
ALTER TABLE delivery DROP COLUMN recalled_at;
ALTER TABLE delivery DROP COLUMN remind_at;
ALTER TABLE delivery DROP COLUMN posted_on;
ALTER TABLE delivery DROP COLUMN failure;
ALTER TABLE delivery DROP COLUMN failed_at;
ALTER TABLE delivery DROP COLUMN mailed_at;
ALTER TABLE delivery DROP COLUMN attempts;
ALTER TABLE delivery DROP COLUMN mailing;
ALTER TABLE delivery DROP COLUMN with_paper;
ALTER TABLE delivery DROP COLUMN address;
ALTER TABLE delivery DROP COLUMN way;
ALTER TABLE delivery DROP COLUMN decided_as;
ALTER TABLE delivery DROP COLUMN decided_name;
