-- +goose Up
-- A link in a mail to somebody outside: it opens one document for one receiver, until it expires or is revoked.
--
--   delivery ──< document_link          open ──▶ expired (expires_at has passed)
--                                         └────▶ revoked (revoked_at: acknowledged otherwise, recalled, sent elsewhere)
--
-- The token itself stands in the mail alone; here is its SHA-256. A letter that is sent again has a token of its own, since
-- nobody knows the old one any more: the links of a delivery are one, and are revoked together.
CREATE TABLE document_link (
    token_hash  text NOT NULL,
    document_id text NOT NULL REFERENCES document (id),
    delivery_id text NOT NULL REFERENCES delivery (id),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz,
    CONSTRAINT a_token_opens_one_link PRIMARY KEY (token_hash),
    CONSTRAINT a_token_is_kept_as_its_hash CHECK (length(token_hash) = 64),
    CONSTRAINT a_link_expires_after_it_was_made CHECK (expires_at > created_at)
);
CREATE INDEX document_link_by_delivery ON document_link (delivery_id);

-- +goose StatementBegin
CREATE FUNCTION a_link_is_only_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.token_hash, NEW.document_id, NEW.delivery_id, NEW.created_at, NEW.expires_at)
        IS DISTINCT FROM (OLD.token_hash, OLD.document_id, OLD.delivery_id, OLD.created_at, OLD.expires_at) OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'a link is only revoked';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_link_is_only_revoked BEFORE UPDATE ON document_link FOR EACH ROW EXECUTE FUNCTION a_link_is_only_revoked();
CREATE TRIGGER a_link_is_never_deleted BEFORE DELETE ON document_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER links_are_never_emptied BEFORE TRUNCATE ON document_link EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE document_link;
DROP FUNCTION a_link_is_only_revoked;
