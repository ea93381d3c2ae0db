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
    sent_at     timestamptz,
    failed_at   timestamptz,
    failure     text NOT NULL DEFAULT '',
    posted_on   text NOT NULL DEFAULT '',
    CONSTRAINT a_recall_is_told_by_mail_to_an_address CHECK ((way = 'email') = (address <> '')),
    CONSTRAINT a_letter_is_taken_or_not CHECK (sent_at IS NULL OR failed_at IS NULL),
    CONSTRAINT a_failed_letter_says_why CHECK ((failed_at IS NULL) = (failure = '')),
    CONSTRAINT only_a_letter_is_mailed CHECK (way = 'email' OR (sent_at IS NULL AND failed_at IS NULL))
);
CREATE INDEX recall_notice_by_document ON recall_notice (document_id);
-- +goose StatementBegin
CREATE FUNCTION a_recall_notice_is_of_a_recalled_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM delivery_recall r WHERE r.delivery_id = NEW.delivery_id AND r.kind = 'recall') THEN
        RAISE EXCEPTION 'a recall notice is of a recalled copy';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION a_recall_notice_only_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.delivery_id, NEW.document_id, NEW.way, NEW.address) IS DISTINCT FROM (OLD.delivery_id, OLD.document_id, OLD.way, OLD.address)
        OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
        OR (OLD.failed_at IS NOT NULL AND NEW.failed_at IS DISTINCT FROM OLD.failed_at) THEN
        RAISE EXCEPTION 'a recall notice only moves on';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_recall_notice_is_of_a_recalled_copy BEFORE INSERT ON recall_notice FOR EACH ROW EXECUTE FUNCTION a_recall_notice_is_of_a_recalled_copy();
CREATE TRIGGER a_recall_notice_only_moves_on BEFORE UPDATE ON recall_notice FOR EACH ROW EXECUTE FUNCTION a_recall_notice_only_moves_on();
CREATE TRIGGER a_recall_notice_is_never_deleted BEFORE DELETE ON recall_notice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recall_notices_are_never_emptied BEFORE TRUNCATE ON recall_notice EXECUTE FUNCTION refuse_change();

-- What an envelope held: the document, or the notice that it is recalled.
ALTER TABLE delivery_post ADD COLUMN about text NOT NULL DEFAULT 'document'
    CONSTRAINT an_envelope_holds_the_document_or_its_recall CHECK (about IN ('document', 'recall'));

ALTER TABLE document_recall ADD COLUMN round integer NOT NULL DEFAULT 1 CONSTRAINT a_recall_is_decided_in_rounds CHECK (round >= 1);
ALTER TABLE document_recall DROP CONSTRAINT a_recall_is_decided_and_executed, DROP CONSTRAINT a_recall_goes_each_step_once, DROP CONSTRAINT a_recall_says_why,
    ADD CONSTRAINT a_recall_is_decided_then_executed_or_withdrawn CHECK (step IN ('decided', 'executed', 'withdrawn')),
    ADD CONSTRAINT a_recall_goes_each_step_once PRIMARY KEY (document_id, round, step),
    ADD CONSTRAINT a_recall_says_why CHECK ((step <> 'decided' OR (reason <> '' AND ground <> '')) AND (step <> 'withdrawn' OR reason <> ''));
DROP INDEX a_recall_takes_two_people;
CREATE UNIQUE INDEX a_recall_takes_two_people ON document_recall (document_id, round, person_id) WHERE step <> 'withdrawn';
CREATE UNIQUE INDEX a_recall_ends_once ON document_recall (document_id, round) WHERE step <> 'decided';
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION a_recall_is_decided_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.step <> 'decided' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.round = NEW.round AND r.step = 'decided'))
        OR (NEW.step = 'decided' AND NEW.round > 1 AND NOT EXISTS
            (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.round = NEW.round - 1 AND r.step = 'withdrawn')) THEN
        RAISE EXCEPTION 'a recall is decided before it is executed or withdrawn, and anew once that was withdrawn';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION a_recall_is_decided_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.step = 'executed' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.step = 'decided') THEN
        RAISE EXCEPTION 'a recall is decided before it is executed';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
ALTER TABLE document_recall DISABLE TRIGGER a_recall_is_never_changed;
DELETE FROM document_recall r WHERE EXISTS
    (SELECT 1 FROM document_recall w WHERE w.document_id = r.document_id AND w.round = r.round AND w.step = 'withdrawn');
ALTER TABLE document_recall ENABLE TRIGGER a_recall_is_never_changed;
DROP INDEX a_recall_ends_once;
DROP INDEX a_recall_takes_two_people;
ALTER TABLE document_recall DROP CONSTRAINT a_recall_is_decided_then_executed_or_withdrawn, DROP CONSTRAINT a_recall_goes_each_step_once, DROP CONSTRAINT a_recall_says_why,
    ADD CONSTRAINT a_recall_is_decided_and_executed CHECK (step IN ('decided', 'executed')),
    ADD CONSTRAINT a_recall_goes_each_step_once PRIMARY KEY (document_id, step),
    ADD CONSTRAINT a_recall_says_why CHECK (step <> 'decided' OR (reason <> '' AND ground <> ''));
ALTER TABLE document_recall DROP COLUMN round;
CREATE UNIQUE INDEX a_recall_takes_two_people ON document_recall (document_id, person_id);
ALTER TABLE delivery_post DROP COLUMN about;
DROP TABLE recall_notice;
DROP FUNCTION a_recall_notice_only_moves_on();
DROP FUNCTION a_recall_notice_is_of_a_recalled_copy();
