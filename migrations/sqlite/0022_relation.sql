-- +goose Up
-- What becomes of an issued document. Its state stays issued or filed: marks beside it say the rest, and never go away.
--
--   document_relation: a later document is begun to replace, amend or correct an issued one
--        │ the later one is issued
--        ▼
--   document_mark: recalled ◀── document_recall: decided ──▶ executed (by two people)
--                  replaced | amended | corrected (by_id: the later one)
--                  taken_back ◀── every copy is back
--
--   delivery_recall, a copy that is called back:
--        recall:    asked ──▶ destroyed (the receiver confirms) | sent_back (on paper; the sender's văn thư records it)
--        take_back: taken (nobody had accepted it) · asked ──▶ agreed | refused (the receiver's văn thư)
CREATE TABLE document_relation (
    document_id text NOT NULL REFERENCES document (id), -- the later one
    target_id   text NOT NULL REFERENCES document (id), -- the issued one
    kind        text NOT NULL CONSTRAINT a_later_document_replaces_amends_or_corrects CHECK (kind IN ('replaced', 'amended', 'corrected')),
    reason      text NOT NULL,
    begun_by    text NOT NULL,
    begun_at    timestamp NOT NULL,
    CONSTRAINT a_later_document_is_of_one_earlier PRIMARY KEY (document_id),
    CONSTRAINT nothing_is_later_than_itself CHECK (document_id <> target_id)
);
CREATE INDEX document_relation_by_target ON document_relation (target_id);

CREATE TABLE document_mark (
    id          text PRIMARY KEY,
    document_id text NOT NULL REFERENCES document (id),
    kind        text NOT NULL CONSTRAINT a_mark_is_one_of_five CHECK (kind IN ('recalled', 'replaced', 'amended', 'corrected', 'taken_back')),
    by_id       text NOT NULL,
    person_id   text NOT NULL,
    reason      text NOT NULL,
    at          timestamp NOT NULL,
    CONSTRAINT a_later_document_marks_once UNIQUE (document_id, kind, by_id),
    CONSTRAINT a_mark_names_the_later_document CHECK ((kind IN ('replaced', 'amended', 'corrected')) = (by_id <> ''))
);
CREATE UNIQUE INDEX one_replacement_is_in_force ON document_mark (document_id) WHERE kind = 'replaced';

CREATE TABLE document_recall (
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
CREATE UNIQUE INDEX a_recall_takes_two_people ON document_recall (document_id, person_id);

-- What opens the public page of an issued document: at random, 160 bits.
CREATE TABLE document_code (
    document_id text NOT NULL REFERENCES document (id) CONSTRAINT a_document_has_one_code PRIMARY KEY,
    code        text NOT NULL CONSTRAINT a_code_is_of_one_document UNIQUE CONSTRAINT a_code_cannot_be_guessed CHECK (length(code) = 32),
    created_at  timestamp NOT NULL
);

CREATE TABLE delivery_recall (
    delivery_id text NOT NULL REFERENCES delivery (id),
    document_id text NOT NULL REFERENCES document (id),
    kind        text NOT NULL CONSTRAINT a_copy_is_recalled_or_taken_back CHECK (kind IN ('recall', 'take_back')),
    reason      text NOT NULL,
    asked_by    text NOT NULL,
    asked_at    timestamp NOT NULL,
    answer      text NOT NULL CONSTRAINT an_answer_fits_the_question CHECK (answer = '' OR (kind = 'recall' AND answer IN ('destroyed', 'sent_back'))
                OR (kind = 'take_back' AND answer IN ('taken', 'agreed', 'refused'))),
    answered_by text NOT NULL,
    answered_at timestamp,
    note        text NOT NULL,
    CONSTRAINT a_copy_is_called_back_once PRIMARY KEY (delivery_id, kind),
    CONSTRAINT an_answer_says_who_and_when CHECK ((answer <> '') = (answered_at IS NOT NULL) AND (answer <> '') = (answered_by <> ''))
);
CREATE INDEX delivery_recall_by_document ON delivery_recall (document_id);

-- Issuer, number, symbol and date are one document.
CREATE UNIQUE INDEX one_document_bears_a_number ON document (issuer_id, symbol, document_date) WHERE number > 0;

-- +goose StatementBegin
CREATE TRIGGER only_an_issued_document_is_begun_anew BEFORE INSERT ON document_relation
WHEN NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.target_id AND d.state IN ('issued', 'filed'))
BEGIN SELECT RAISE(ABORT, 'only an issued document is replaced, amended or corrected'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_relation_is_never_changed BEFORE UPDATE ON document_relation
BEGIN SELECT RAISE(ABORT, 'document_relation is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_relation_is_never_deleted BEFORE DELETE ON document_relation
BEGIN SELECT RAISE(ABORT, 'document_relation is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_mark_is_of_an_issued_document BEFORE INSERT ON document_mark
WHEN NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.document_id AND d.state IN ('issued', 'filed'))
    OR (NEW.by_id <> '' AND NOT EXISTS (SELECT 1 FROM document_relation r
        WHERE r.document_id = NEW.by_id AND r.target_id = NEW.document_id AND r.kind = NEW.kind))
    OR (NEW.kind = 'recalled' AND NOT EXISTS (SELECT 1 FROM document_recall r WHERE r.document_id = NEW.document_id AND r.step = 'executed'))
BEGIN SELECT RAISE(ABORT, 'a mark is of an issued document, by what was begun or decided'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER what_is_no_longer_in_force_stays_so BEFORE INSERT ON document_mark
WHEN NEW.by_id <> '' AND EXISTS (SELECT 1 FROM document_mark m WHERE m.document_id = NEW.document_id AND m.kind IN ('recalled', 'replaced'))
BEGIN SELECT RAISE(ABORT, 'what is no longer in force is neither replaced, amended nor corrected'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_mark_is_never_changed BEFORE UPDATE ON document_mark
BEGIN SELECT RAISE(ABORT, 'document_mark is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_mark_is_never_deleted BEFORE DELETE ON document_mark
BEGIN SELECT RAISE(ABORT, 'document_mark is append-only'); END;
-- +goose StatementEnd
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
CREATE TRIGGER a_code_is_never_changed BEFORE UPDATE ON document_code
BEGIN SELECT RAISE(ABORT, 'document_code is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_code_is_never_deleted BEFORE DELETE ON document_code
BEGIN SELECT RAISE(ABORT, 'document_code is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_called_back_copy_is_answered_once BEFORE UPDATE ON delivery_recall
WHEN OLD.answer <> '' OR NEW.answer = '' OR NEW.delivery_id <> OLD.delivery_id OR NEW.document_id <> OLD.document_id
    OR NEW.kind <> OLD.kind OR NEW.reason <> OLD.reason OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'a copy that is called back is answered for once'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_called_back_copy_is_never_forgotten BEFORE DELETE ON delivery_recall
BEGIN SELECT RAISE(ABORT, 'a copy that was called back is never forgotten'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER what_was_called_back_is_not_accepted BEFORE UPDATE ON delivery
WHEN NEW.state IN ('acknowledged', 'refused') AND OLD.state <> NEW.state
    AND EXISTS (SELECT 1 FROM delivery_recall r WHERE r.delivery_id = OLD.id AND (r.kind = 'recall' OR r.answer IN ('taken', 'agreed')))
BEGIN SELECT RAISE(ABORT, 'what was called back is not accepted'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER what_was_called_back_is_not_accepted;
DROP INDEX one_document_bears_a_number;
DROP TABLE delivery_recall;
DROP TABLE document_code;
DROP TABLE document_recall;
DROP TABLE document_mark;
DROP TABLE document_relation;
