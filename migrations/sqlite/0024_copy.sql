-- +goose Up
-- Bản sao y, sao lục, trích sao of an issued document: its own page, signature, number and seal (NĐ 30/2020 Art. 25-27).
--
--   prepared ──sign──▶ signed ──assign_number──▶ numbered ──seal──▶ sealed
--      └──cancel──▶ cancelled ◀──cancel──┘
CREATE TABLE document_copy (
    id              text PRIMARY KEY,
    document_id     text NOT NULL REFERENCES document (id),
    source_copy_id  text REFERENCES document_copy (id), -- of a sao lục: the sao y that was copied
    form            text NOT NULL,
    organ_id        text NOT NULL REFERENCES organ (id), -- the organ that copies
    office_id       text NOT NULL REFERENCES organ (id), -- whose văn thư prepares, numbers and seals it
    blocks          text NOT NULL DEFAULT '',            -- of a trích sao: the numbers of the paragraphs, a JSON list
    recipients_text text NOT NULL,
    place           text NOT NULL,
    symbol_tail     text NOT NULL, -- what follows the number: SY-VP, BS/VPTU
    signer_id       text NOT NULL REFERENCES person (id),
    formula         text NOT NULL, -- the lines above the name, a line each
    prepared_by     text NOT NULL REFERENCES person (id),
    prepared_at     timestamp NOT NULL,
    state           text NOT NULL,
    version         integer NOT NULL,
    rendition       text NOT NULL,
    signed          text NOT NULL DEFAULT '',
    signed_at       timestamp,
    number          integer NOT NULL DEFAULT 0,
    symbol          text NOT NULL DEFAULT '',
    copy_date       text NOT NULL DEFAULT '',
    sealed          text NOT NULL DEFAULT '',
    sealed_by       text NOT NULL DEFAULT '',
    sealed_at       timestamp,
    reason          text NOT NULL DEFAULT '', -- why it was cancelled
    CONSTRAINT a_copy_is_of_a_known_form CHECK (form IN ('true_copy', 'recopy', 'extract')),
    CONSTRAINT a_copy_stands_in_a_known_state CHECK (state IN ('prepared', 'signed', 'numbered', 'sealed', 'cancelled')),
    CONSTRAINT an_extract_names_its_paragraphs CHECK ((form = 'extract') = (blocks <> '')),
    CONSTRAINT a_recopy_names_what_it_copies CHECK ((form = 'recopy') = (source_copy_id IS NOT NULL)),
    CONSTRAINT only_a_signed_copy_is_sealed CHECK (sealed = '' OR (signed <> '' AND number > 0 AND symbol <> '' AND copy_date <> '')),
    CONSTRAINT a_sealed_copy_has_its_seal CHECK ((state = 'sealed') = (sealed <> '')),
    CONSTRAINT a_signed_copy_has_its_signature CHECK (state NOT IN ('signed', 'numbered', 'sealed') OR signed <> ''),
    CONSTRAINT who_signs_a_copy_does_not_seal_it CHECK (sealed_by <> signer_id),
    CONSTRAINT a_copy_is_cancelled_for_a_reason CHECK (state <> 'cancelled' OR reason <> '')
);
CREATE INDEX document_copy_by_document ON document_copy (document_id, prepared_at);
CREATE INDEX document_copy_by_office ON document_copy (office_id, prepared_at);
CREATE INDEX document_copy_by_signer ON document_copy (signer_id, state);

-- Who was sent a copy: one person or one organ.
CREATE TABLE document_copy_recipient (
    copy_id   text NOT NULL REFERENCES document_copy (id),
    person_id text NOT NULL,
    organ_id  text NOT NULL,
    sent_at   timestamp NOT NULL,
    CONSTRAINT a_copy_is_sent_once PRIMARY KEY (copy_id, person_id, organ_id),
    CONSTRAINT a_copy_is_sent_to_a_person_or_an_organ CHECK ((person_id = '') <> (organ_id = ''))
);
CREATE INDEX document_copy_recipient_by_person ON document_copy_recipient (person_id) WHERE person_id <> '';
CREATE INDEX document_copy_recipient_by_organ ON document_copy_recipient (organ_id) WHERE organ_id <> '';

-- +goose StatementBegin
CREATE TRIGGER signed_bytes_of_a_copy_never_change BEFORE UPDATE ON document_copy
WHEN NEW.version <> OLD.version + 1 OR NEW.rendition <> OLD.rendition OR (OLD.signed <> '' AND NEW.signed <> OLD.signed)
  OR (OLD.number > 0 AND (NEW.number <> OLD.number OR NEW.symbol <> OLD.symbol)) OR (OLD.sealed <> '' AND NEW.sealed <> OLD.sealed)
BEGIN SELECT RAISE(ABORT, 'signed bytes of a copy never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_copy_is_never_deleted BEFORE DELETE ON document_copy
BEGIN SELECT RAISE(ABORT, 'a copy is never deleted'); END;
-- +goose StatementEnd

-- kèm bản giấy: paper goes with the electronic document.
ALTER TABLE document ADD COLUMN with_paper boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE document DROP COLUMN with_paper;
DROP TABLE document_copy_recipient;
DROP TABLE document_copy;
