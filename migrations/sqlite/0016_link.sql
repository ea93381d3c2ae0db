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
    created_at  timestamp NOT NULL,
    expires_at  timestamp NOT NULL,
    revoked_at  timestamp,
    CONSTRAINT a_token_opens_one_link PRIMARY KEY (token_hash),
    CONSTRAINT a_token_is_kept_as_its_hash CHECK (length(token_hash) = 64),
    CONSTRAINT a_link_expires_after_it_was_made CHECK (expires_at > created_at)
);
CREATE INDEX document_link_by_delivery ON document_link (delivery_id);

-- +goose StatementBegin
CREATE TRIGGER a_link_is_only_revoked BEFORE UPDATE ON document_link
WHEN NEW.token_hash IS NOT OLD.token_hash OR NEW.document_id IS NOT OLD.document_id OR NEW.delivery_id IS NOT OLD.delivery_id
    OR NEW.created_at IS NOT OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at OR OLD.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a link is only revoked'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER a_link_is_never_deleted BEFORE DELETE ON document_link
BEGIN SELECT RAISE(ABORT, 'a link is never deleted'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE document_link;
