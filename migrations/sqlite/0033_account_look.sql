-- +goose Up
-- How a person wants the pages, on every device: '' is what the device says.
ALTER TABLE account ADD COLUMN language text NOT NULL DEFAULT ''
    CONSTRAINT an_account_has_a_language_of_the_interface CHECK (language IN ('', 'vi', 'en'));
ALTER TABLE account ADD COLUMN theme text NOT NULL DEFAULT ''
    CONSTRAINT an_account_has_a_known_theme CHECK (theme IN ('', 'auto', 'light', 'dark'));

-- +goose Down
ALTER TABLE account DROP COLUMN theme;
ALTER TABLE account DROP COLUMN language;
