-- +goose Up
-- The short code of the request that was refused, as the person reads it on the page: "K7M-42Q". Lines of before have none.
ALTER TABLE access_log ADD COLUMN request text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE access_log DROP COLUMN request;
