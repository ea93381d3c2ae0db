-- +goose Up
-- What was signed, by which certificate, when: one row a signature, written in the transaction of the act, never
-- changed. The bytes are in the blob store under blob_sha256 (of the whole file after this signature); the private
-- keys are nowhere in this database.
--
--   (none) ──sign──▶ personal ──assign_number, seal──▶ organ
CREATE TABLE document_signature (
    id                 text NOT NULL PRIMARY KEY,
    document_id        text NOT NULL,
    kind               text NOT NULL,
    person_id          text NOT NULL,            -- who signed, or for an organ the văn thư who used its key
    organ_id           text NOT NULL,            -- for whom
    signer_name        text NOT NULL,            -- as the certificate names it
    certificate_serial text NOT NULL,            -- hexadecimal
    certificate_der    bytea NOT NULL,
    blob_sha256        text NOT NULL,
    signed_at          timestamptz NOT NULL,     -- the real clock's, as in the PDF
    CONSTRAINT a_document_is_signed_once_in_each_place UNIQUE (document_id, kind),
    CONSTRAINT a_signature_is_personal_or_the_organs CHECK (kind IN ('personal', 'organ')),
    CONSTRAINT a_signature_names_who_used_the_key CHECK (document_id <> '' AND person_id <> '' AND signer_name <> ''),
    CONSTRAINT an_organs_signature_names_the_organ CHECK (kind <> 'organ' OR organ_id <> ''),
    CONSTRAINT a_signature_keeps_its_certificate CHECK (certificate_serial <> '' AND length(certificate_der) > 0),
    CONSTRAINT signed_bytes_are_named_by_their_hash CHECK (length(blob_sha256) = 64)
);

-- +goose StatementBegin
CREATE FUNCTION refuse_an_organ_without_a_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'organ' AND NOT EXISTS (SELECT 1 FROM document_signature p
        WHERE p.document_id = NEW.document_id AND p.kind = 'personal' AND p.signed_at <= NEW.signed_at AND p.blob_sha256 <> NEW.blob_sha256) THEN
        RAISE EXCEPTION 'the person signs before the organ';
    END IF;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER the_person_signs_before_the_organ BEFORE INSERT ON document_signature
    FOR EACH ROW EXECUTE FUNCTION refuse_an_organ_without_a_person();

-- +goose StatementBegin
CREATE FUNCTION refuse_to_touch_a_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'document_signature is append-only';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER document_signature_is_never_changed_or_deleted BEFORE UPDATE OR DELETE OR TRUNCATE ON document_signature
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_touch_a_signature();

-- +goose Down
DROP TABLE document_signature;
DROP FUNCTION refuse_to_touch_a_signature;
DROP FUNCTION refuse_an_organ_without_a_person;
