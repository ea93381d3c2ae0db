-- +goose Up
-- A file on its way may be for a văn bản đến too, until that is registered. attachment_id is then the file that it became there.
ALTER TABLE upload ADD COLUMN arrival_id text NOT NULL DEFAULT '' CONSTRAINT an_upload_is_for_a_draft_or_an_arrival CHECK ((document_id = '') <> (arrival_id = ''));

-- +goose Down
DELETE FROM upload_piece WHERE upload_id IN (SELECT id FROM upload WHERE arrival_id <> '');
DELETE FROM upload WHERE arrival_id <> '';
ALTER TABLE upload DROP COLUMN arrival_id;
