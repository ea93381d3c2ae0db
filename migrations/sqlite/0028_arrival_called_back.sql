-- +goose Up
-- What was called back (thu hồi, lấy lại) waits for nobody any more: it keeps its place and what the book says of it, and
-- leaves the piles and the clocks.
ALTER TABLE arrival ADD COLUMN called_back text NOT NULL DEFAULT ''
    CONSTRAINT an_arrival_is_called_back_in_a_known_way CHECK (called_back IN ('', 'recall', 'take_back') AND (called_back = '' OR source = 'inside'));

-- +goose Down
ALTER TABLE arrival DROP COLUMN called_back;
