-- +goose Up
-- The fields that a kind has of its own (policies/kinds): name and value in the order of the kind, as JSON; '' = none.
ALTER TABLE document_version ADD COLUMN fields text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE document_version DROP COLUMN fields;
