-- +goose Up
-- The browsers of people who wish to be told through an outside push service, where the office allows one.
CREATE TABLE notice_device (
    id         text PRIMARY KEY,
    person_id  text NOT NULL REFERENCES person (id),
    endpoint   text NOT NULL CONSTRAINT a_browser_is_told_for_one_person UNIQUE
               CONSTRAINT a_push_service_is_asked_over_https CHECK (endpoint LIKE 'https://%'),
    public_key text NOT NULL,
    secret     text NOT NULL,
    told       text NOT NULL, -- the last notice that it was told of
    error      text NOT NULL,
    created_at timestamp NOT NULL
);
CREATE INDEX notice_device_by_person ON notice_device (person_id, created_at);

-- +goose Down
DROP TABLE notice_device;
