-- +goose Up
-- A request's Idempotency-Key is the first row of its transaction: a repeat finds it and gets the stored answer.
CREATE TABLE idempotency_key (
    key         text NOT NULL,
    actor       text NOT NULL,
    fingerprint text NOT NULL, -- SHA-256 of method, path, If-Match and body
    answer      text NOT NULL DEFAULT '',
    created_at  timestamp NOT NULL,
    CONSTRAINT a_key_is_used_once_by_an_actor PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

-- +goose Down
DROP TABLE idempotency_key;
