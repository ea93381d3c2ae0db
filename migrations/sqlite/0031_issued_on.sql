-- +goose Up
-- issued_on is the day of the issue by the office's calendar, as the books print it; issued_at is the moment by the clock.
-- What was issued before has the moment alone.
ALTER TABLE document ADD COLUMN issued_on text NOT NULL DEFAULT ''
    CONSTRAINT only_what_is_issued_has_a_day_of_issue CHECK (issued_on = '' OR issued_at IS NOT NULL);

-- +goose Down
ALTER TABLE document DROP COLUMN issued_on;
