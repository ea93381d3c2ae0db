-- +goose Up
-- Who stands in for whom, for what and how long. A row ends by its date; ended early it keeps both.
--
--   given ──valid_to──▶ over        given ──ended_on──▶ over at once
CREATE TABLE absence (
    id          text PRIMARY KEY,
    person_id   text NOT NULL REFERENCES person (id), -- who is away
    stand_in_id text NOT NULL REFERENCES person (id),
    scope       text NOT NULL,
    valid_from  text NOT NULL,
    valid_to    text NOT NULL,           -- the last day; '' = until ended: a permanent thư ký, trợ lý
    source      text NOT NULL DEFAULT '', -- the writing it rests on
    given_by    text NOT NULL REFERENCES person (id),
    given_at    timestamp NOT NULL,
    ended_on    text NOT NULL DEFAULT '', -- from this day on it gives no right
    ended_by    text NOT NULL DEFAULT '',
    CONSTRAINT a_stand_in_has_a_known_scope CHECK (scope IN ('content', 'form', 'direction', 'secretary')),
    CONSTRAINT nobody_stands_in_for_himself CHECK (person_id <> stand_in_id),
    CONSTRAINT what_another_gives_rests_on_a_writing CHECK (given_by = person_id OR source <> ''),
    CONSTRAINT only_a_secretary_stands_in_without_end CHECK (valid_to <> '' OR scope = 'secretary'),
    CONSTRAINT an_absence_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from)),
    CONSTRAINT an_absence_ended_early_says_by_whom CHECK ((ended_on = '') = (ended_by = ''))
);
CREATE INDEX absence_by_person ON absence (person_id, valid_from);
CREATE INDEX absence_by_stand_in ON absence (stand_in_id, valid_from);

-- A mandate to sign can be ended early; a deputy signs KT. under TL. only when the rules of the office let the ordered
-- agency pass the order on to him (NĐ 30/2020 Art. 13.3).
ALTER TABLE mandate ADD COLUMN ended_on text NOT NULL DEFAULT '';
ALTER TABLE mandate ADD COLUMN ended_by text NOT NULL DEFAULT '';
ALTER TABLE mandate ADD COLUMN for_deputy boolean NOT NULL DEFAULT false;

-- Whoever plays a part in somebody's place plays it for both of them.
ALTER TABLE document_part ADD COLUMN in_place_of text NOT NULL DEFAULT '';
-- +goose StatementBegin
CREATE TRIGGER a_stand_in_plays_for_two BEFORE INSERT ON document_part
WHEN EXISTS (SELECT 1 FROM document_part p WHERE p.document_id = NEW.document_id AND p.part <> NEW.part
    AND NOT (p.part IN ('submit', 'approve') AND NEW.part IN ('submit', 'approve'))
    AND (p.person_id IN (NEW.person_id, NEW.in_place_of) OR (p.in_place_of <> '' AND p.in_place_of IN (NEW.person_id, NEW.in_place_of))))
BEGIN SELECT RAISE(ABORT, 'a stand-in plays for two'); END;
-- +goose StatementEnd

-- How a leader's inbox was sorted for him: by a thư ký, or by himself.
CREATE TABLE inbox_pile (
    person_id   text NOT NULL REFERENCES person (id),
    document_id text NOT NULL REFERENCES document (id),
    pile        text NOT NULL,
    note        text NOT NULL DEFAULT '',
    sorted_by   text NOT NULL REFERENCES person (id),
    sorted_at   timestamp NOT NULL,
    CONSTRAINT a_document_lies_in_one_pile PRIMARY KEY (person_id, document_id),
    CONSTRAINT a_pile_is_one_of_three CHECK (pile IN ('first', 'normal', 'later'))
);

-- +goose Down
DROP TABLE inbox_pile;
DROP TRIGGER a_stand_in_plays_for_two;
ALTER TABLE document_part DROP COLUMN in_place_of;
-- A mandate that was ended stays so: it ends on the day before; one that was over before it began was none.
DELETE FROM mandate WHERE ended_on <> '' AND ended_on <= valid_from;
UPDATE mandate SET valid_to = date(ended_on, '-1 day') WHERE ended_on <> '' AND (valid_to = '' OR valid_to >= ended_on);
ALTER TABLE mandate DROP COLUMN for_deputy;
ALTER TABLE mandate DROP COLUMN ended_by;
ALTER TABLE mandate DROP COLUMN ended_on;
DROP TABLE absence;
