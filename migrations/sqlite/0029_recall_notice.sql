-- +goose Up
-- Who has no account hears of a recall too, and a decision to recall is taken back before it is executed.
--
--   recall_notice, one for each copy that went out by mail or on paper:
--        email: to send ──▶ sent_at | failed_at ──▶ posted_on (văn thư sends it on paper)
--        paper: to send ──▶ posted_on (a row of the sổ gửi văn bản đi bưu điện)
--
--   document_recall, round by round: decided ──▶ executed (by another person; the last round)
--                                       └──────▶ withdrawn (by who may decide) ──▶ the next round
CREATE TABLE recall_notice (
    delivery_id text PRIMARY KEY REFERENCES delivery (id),
    document_id text NOT NULL REFERENCES document (id),
    way         text NOT NULL CONSTRAINT a_recall_is_told_by_mail_or_on_paper CHECK (way IN ('email', 'paper')),
    address     text NOT NULL,
    attempts    integer NOT NULL DEFAULT 0,
    sent_at     timestamp,
    failed_at   timestamp,
    failure     text NOT NULL DEFAULT '',
    posted_on   text NOT NULL DEFAULT '',
    CONSTRAINT a_recall_is_told_by_mail_to_an_address CHECK ((way = 'email') = (address <> '')),
    CONSTRAINT a_letter_is_taken_or_not CHECK (sent_at IS NULL OR failed_at IS NULL),
    CONSTRAINT a_failed_letter_says_why CHECK ((failed_at IS NULL) = (failure = '')),
    CONSTRAINT only_a_letter_is_mailed CHECK (way = 'email' OR (sent_at IS NULL AND failed_at IS NULL))
);
CREATE INDEX recall_notice_by_document ON recall_notice (document_id);
-- +goose StatementBegin
CREATE TRIGGER a_recall_notice_is_of_a_recalled_copy BEFORE INSERT ON recall_notice
WHEN NOT EXISTS (SELECT 1 FROM delivery_recall r WHERE r.delivery_id = NEW.delivery_id AND r.kind = 'recall')
BEGIN SELECT RAISE(ABORT, 'a recall notice is of a recalled copy'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_recall_notice_only_moves_on BEFORE UPDATE ON recall_notice
WHEN NEW.delivery_id <> OLD.delivery_id OR NEW.document_id <> OLD.document_id OR NEW.way <> OLD.way OR NEW.address <> OLD.address
    OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NOT OLD.sent_at) OR (OLD.failed_at IS NOT NULL AND NEW.failed_at IS NOT OLD.failed_at)
BEGIN SELECT RAISE(ABORT, 'a recall notice only moves on'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_recall_notice_is_never_deleted BEFORE DELETE ON recall_notice
BEGIN SELECT RAISE(ABORT, 'a recall notice is never deleted'); END;
-- +goose StatementEnd

-- What an envelope held: the document, or the notice that it is recalled.
ALTER TABLE delivery_post ADD COLUMN about text NOT NULL DEFAULT 'document'
    CONSTRAINT an_envelope_holds_the_document_or_its_recall CHECK (about IN ('document', 'recall'));

DROP TRIGGER a_mark_is_of_an_issued_document;
CREATE TABLE new_document_recall (
    document_id text NOT NULL REFERENCES document (id),
    round       integer NOT NULL CONSTRAINT a_recall_is_decided_in_rounds CHECK (round >= 1),
    step        text NOT NULL CONSTRAINT a_recall_is_decided_then_executed_or_withdrawn CHECK (step IN ('decided', 'executed', 'withdrawn')),
    person_id   text NOT NULL,
    capacity    text NOT NULL,
    reason      text NOT NULL,
    ground      text NOT NULL,
    at          timestamp NOT NULL,
    CONSTRAINT a_recall_goes_each_step_once PRIMARY KEY (document_id, round, step),
    CONSTRAINT a_recall_says_why CHECK ((step <> 'decided' OR (reason <> '' AND ground <> '')) AND (step <> 'withdrawn' OR reason <> ''))
);
INSERT INTO new_document_recall (document_id, round, step, person_id, capacity, reason, ground, at)
    SELECT document_id, 1, step, person_id, capacity, reason, ground, at FROM document_recall;
DROP TABLE document_recall;
ALTER TABLE new_document_recall RENAME TO document_recall;
CREATE UNIQUE INDEX a_recall_takes_two_people ON document_recall (document_id, round, person_id) WHERE step <> 'withdrawn';
CREATE UNIQUE INDEX a_recall_ends_once ON document_recall (document_id, round) WHERE step <> 'decided';
-- +goose StatementBegin
CREATE TRIGGER a_recall_is_decided_first BEFORE INSERT ON document_recall
WHEN (NEW.step <> 'decided' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.round = NEW.round AND r.step = 'decided'))
    OR (NEW.step = 'decided' AND NEW.round > 1 AND NOT EXISTS
        (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.round = NEW.round - 1 AND r.step = 'withdrawn'))
BEGIN SELECT RAISE(ABORT, 'a recall is decided before it is executed or withdrawn, and anew once that was withdrawn'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_recall_is_never_changed BEFORE UPDATE ON document_recall
BEGIN SELECT RAISE(ABORT, 'document_recall is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_recall_is_never_deleted BEFORE DELETE ON document_recall
BEGIN SELECT RAISE(ABORT, 'document_recall is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_mark_is_of_an_issued_document BEFORE INSERT ON document_mark
WHEN NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.document_id AND d.state IN ('issued', 'filed'))
    OR (NEW.by_id <> '' AND NOT EXISTS (SELECT 1 FROM document_relation r
        WHERE r.document_id = NEW.by_id AND r.target_id = NEW.document_id AND r.kind = NEW.kind))
    OR (NEW.kind = 'recalled' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.step = 'executed'))
BEGIN SELECT RAISE(ABORT, 'a mark is of an issued document, by what was begun or decided'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER a_mark_is_of_an_issued_document;
CREATE TABLE old_document_recall (
    document_id text NOT NULL REFERENCES document (id),
    step        text NOT NULL CONSTRAINT a_recall_is_decided_and_executed CHECK (step IN ('decided', 'executed')),
    person_id   text NOT NULL,
    capacity    text NOT NULL,
    reason      text NOT NULL,
    ground      text NOT NULL,
    at          timestamp NOT NULL,
    CONSTRAINT a_recall_goes_each_step_once PRIMARY KEY (document_id, step),
    CONSTRAINT a_recall_says_why CHECK (step <> 'decided' OR (reason <> '' AND ground <> ''))
);
INSERT INTO old_document_recall (document_id, step, person_id, capacity, reason, ground, at)
    SELECT document_id, step, person_id, capacity, reason, ground, at FROM document_recall r
    WHERE NOT EXISTS (SELECT 1 FROM document_recall w WHERE w.document_id = r.document_id AND w.round = r.round AND w.step = 'withdrawn');
DROP TABLE document_recall;
ALTER TABLE old_document_recall RENAME TO document_recall;
CREATE UNIQUE INDEX a_recall_takes_two_people ON document_recall (document_id, person_id);
-- +goose StatementBegin
CREATE TRIGGER a_recall_is_decided_first BEFORE INSERT ON document_recall
WHEN NEW.step = 'executed' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.step = 'decided')
BEGIN SELECT RAISE(ABORT, 'a recall is decided before it is executed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_recall_is_never_changed BEFORE UPDATE ON document_recall
BEGIN SELECT RAISE(ABORT, 'document_recall is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_recall_is_never_deleted BEFORE DELETE ON document_recall
BEGIN SELECT RAISE(ABORT, 'document_recall is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_mark_is_of_an_issued_document BEFORE INSERT ON document_mark
WHEN NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.document_id AND d.state IN ('issued', 'filed'))
    OR (NEW.by_id <> '' AND NOT EXISTS (SELECT 1 FROM document_relation r
        WHERE r.document_id = NEW.by_id AND r.target_id = NEW.document_id AND r.kind = NEW.kind))
    OR (NEW.kind = 'recalled' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.step = 'executed'))
BEGIN SELECT RAISE(ABORT, 'a mark is of an issued document, by what was begun or decided'); END;
-- +goose StatementEnd
ALTER TABLE delivery_post DROP COLUMN about;
DROP TABLE recall_notice;
