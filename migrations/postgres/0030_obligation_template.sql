-- +goose Up
-- No report was ever written out of the boilerplate that an obligation named.
ALTER TABLE report_obligation DROP COLUMN template;

-- +goose Down
ALTER TABLE report_obligation ADD COLUMN template text NOT NULL DEFAULT '';
