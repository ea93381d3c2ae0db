-- +goose Up
-- What an office says of a day over the national holidays. A day may be said anew and taken back: what was said before
-- stands in the log, and what was due by then is kept where it was frozen.
--
--   (as the country) ──put──▶ off | made_up ──put──▶ …
--          ▲                        │
--          └────────remove──────────┘
CREATE TABLE holiday (
    day        text NOT NULL CONSTRAINT a_day_is_said_once PRIMARY KEY, -- yyyy-mm-dd of the office's zone
    name       text NOT NULL CONSTRAINT a_holiday_has_a_name CHECK (name <> ''),
    kind       text NOT NULL CONSTRAINT a_holiday_is_off_or_made_up CHECK (kind IN ('off', 'made_up')),
    by_person  text NOT NULL,
    by_name    text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT a_holiday_is_a_date CHECK (length(day) = 10)
);

-- The log tells of more kinds of things than it did: the calendar, arrivals, tasks, hồ sơ …
ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS a_subject_is_a_document_organ_person_or_series;
ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS a_subject_is_of_a_kind;
ALTER TABLE audit_event ADD CONSTRAINT a_subject_is_of_a_kind CHECK (subject_kind <> '');

-- +goose Down
-- A log keeps every event: the wider rule stays.
DROP TABLE holiday;
