-- +goose Up
--
--   drafting ⇄ consulting      returned ─submit─▶ unit_review      withdrawn (final)
--      │ submit                    ▲ return
--      ▼                           │
--   unit_review ─approve─▶ format_check ─check_format─▶ awaiting_signature
--                                                          │ sign
--   filed ◀─file─ issued ◀─issue─ sealed ◀─seal─ numbered ◀─assign_number─ signed
--
CREATE TABLE document (
    id              text PRIMARY KEY,
    kind            text NOT NULL,
    subkind         text NOT NULL,
    regime          text NOT NULL CONSTRAINT a_regime_is_party_or_state CHECK (regime IN ('party', 'state')),
    issuer_id       text NOT NULL,
    office_id       text NOT NULL,
    unit_id         text NOT NULL,
    on_behalf_of    text NOT NULL,
    drafter_id      text NOT NULL,
    signer_id       text NOT NULL,
    subject         text NOT NULL,
    place           text NOT NULL,
    urgency         text NOT NULL,
    security_level  text NOT NULL CONSTRAINT state_secrets_are_not_kept_here CHECK (security_level = 'thuong'),
    due             text NOT NULL,
    state           text NOT NULL CONSTRAINT a_state_is_one_of_the_chain CHECK (state IN ('drafting', 'consulting', 'unit_review',
                    'format_check', 'awaiting_signature', 'signed', 'numbered', 'sealed', 'issued', 'filed', 'returned', 'withdrawn')),
    chain_id        text NOT NULL,
    chain_version   text NOT NULL,
    version         integer NOT NULL CONSTRAINT a_version_counts_from_one CHECK (version >= 1),
    content_version integer NOT NULL,
    checked_version integer NOT NULL,
    office_date     text NOT NULL,
    number          integer NOT NULL,
    symbol          text NOT NULL,
    document_date   text NOT NULL,
    rendition       text NOT NULL,
    signed          text NOT NULL,
    sealed          text NOT NULL,
    case_file       text NOT NULL,
    search_text     text NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    issued_at       timestamptz,
    CONSTRAINT only_a_checked_text_is_signed CHECK (state NOT IN ('signed', 'numbered', 'sealed', 'issued', 'filed') OR (rendition <> '' AND signed <> '' AND checked_version = content_version)),
    CONSTRAINT only_a_signed_document_is_numbered CHECK (number = 0 OR signed <> ''),
    CONSTRAINT only_a_numbered_document_is_sealed CHECK (sealed = '' OR (number > 0 AND document_date <> '')),
    CONSTRAINT only_a_sealed_document_is_issued CHECK (state NOT IN ('issued', 'filed') OR (sealed <> '' AND issued_at IS NOT NULL))
);
CREATE INDEX document_by_drafter ON document (drafter_id, updated_at, id);
CREATE INDEX document_by_office ON document (office_id, state, updated_at, id);
CREATE INDEX document_by_time ON document (updated_at, id);
CREATE INDEX document_by_symbol ON document (symbol) WHERE symbol <> '';

CREATE TABLE document_version (
    document_id     text NOT NULL REFERENCES document (id),
    n               integer NOT NULL,
    subject         text NOT NULL,
    address_word    text NOT NULL,
    addressees      text NOT NULL,
    recipients_text text NOT NULL,
    body            text NOT NULL,
    source_sha256   text NOT NULL,
    content_sha256  text NOT NULL,
    author_id       text NOT NULL,
    created_at      timestamptz NOT NULL,
    CONSTRAINT a_content_version_is_written_once PRIMARY KEY (document_id, n)
);

CREATE TABLE document_attachment (
    id          text PRIMARY KEY,
    document_id text NOT NULL REFERENCES document (id),
    name        text NOT NULL,
    media_type  text NOT NULL,
    size        integer NOT NULL,
    sha256      text NOT NULL,
    author_id   text NOT NULL,
    created_at  timestamptz NOT NULL,
    removed_at  timestamptz
);
CREATE INDEX document_attachment_by_document ON document_attachment (document_id);

CREATE TABLE document_citation (
    document_id text NOT NULL REFERENCES document (id),
    n           integer NOT NULL,
    raw         text NOT NULL,
    role        text NOT NULL,
    symbol      text NOT NULL,
    cited_date  text NOT NULL,
    issuer      text NOT NULL,
    type        text NOT NULL,
    CONSTRAINT a_citation_has_its_place PRIMARY KEY (document_id, n)
);

-- Who may see a document and why: the only table that lists, counts, search and rights read.
CREATE TABLE document_access (
    document_id text NOT NULL REFERENCES document (id),
    person_id   text NOT NULL,
    organ_id    text NOT NULL,
    why         text NOT NULL,
    since       timestamptz NOT NULL,
    CONSTRAINT an_access_is_granted_once PRIMARY KEY (document_id, person_id, organ_id, why),
    CONSTRAINT an_access_is_a_persons_or_an_organs CHECK ((person_id = '') <> (organ_id = ''))
);
CREATE INDEX document_access_by_person ON document_access (person_id, why, document_id) WHERE person_id <> '';
CREATE INDEX document_access_by_organ ON document_access (organ_id, why, document_id) WHERE organ_id <> '';

-- What a document waits for: the boxes "to do".
CREATE TABLE document_step (
    id          text PRIMARY KEY,
    document_id text NOT NULL REFERENCES document (id),
    action      text NOT NULL,
    act         text NOT NULL,
    person_id   text NOT NULL,
    organ_id    text NOT NULL,
    why         text NOT NULL,
    due         timestamptz,
    created_at  timestamptz NOT NULL,
    CONSTRAINT a_step_is_a_persons_or_an_organs CHECK ((person_id = '') <> (organ_id = ''))
);
CREATE INDEX document_step_by_document ON document_step (document_id);
CREATE INDEX document_step_by_person ON document_step (person_id) WHERE person_id <> '';
CREATE INDEX document_step_by_organ ON document_step (organ_id, why) WHERE organ_id <> '';

-- +goose StatementBegin
CREATE FUNCTION keep_what_was_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> OLD.version + 1 THEN RAISE EXCEPTION 'a change of a document takes the next version'; END IF;
    IF (OLD.signed <> '' AND (NEW.signed <> OLD.signed OR NEW.rendition <> OLD.rendition OR NEW.content_version <> OLD.content_version))
        OR (OLD.number > 0 AND (NEW.number <> OLD.number OR NEW.symbol <> OLD.symbol OR NEW.document_date <> OLD.document_date))
        OR (OLD.sealed <> '' AND NEW.sealed <> OLD.sealed) THEN RAISE EXCEPTION 'signed bytes never change'; END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER signed_bytes_never_change BEFORE UPDATE ON document FOR EACH ROW EXECUTE FUNCTION keep_what_was_signed();
CREATE TRIGGER a_document_is_never_deleted BEFORE DELETE ON document FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_content_version_is_never_changed BEFORE UPDATE OR DELETE ON document_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_content_version_is_never_emptied BEFORE TRUNCATE ON document_version EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE document_step;
DROP TABLE document_access;
DROP TABLE document_citation;
DROP TABLE document_attachment;
DROP TABLE document_version;
DROP TABLE document;
DROP FUNCTION keep_what_was_signed();
