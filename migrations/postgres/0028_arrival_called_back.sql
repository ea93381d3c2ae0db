-- +goose Up
-- What was called back (thu hồi, lấy lại) waits for nobody any more: it keeps its place and what the book says of it, and
-- leaves the piles and the clocks.
ALTER TABLE arrival ADD COLUMN called_back text NOT NULL DEFAULT ''
    CONSTRAINT an_arrival_is_called_back_in_a_known_way CHECK (called_back IN ('', 'recall', 'take_back') AND (called_back = '' OR source = 'inside'));
UPDATE arrival SET version = version + 1, called_back = CASE
    WHEN EXISTS (SELECT 1 FROM delivery_recall r WHERE r.delivery_id = arrival.delivery_id AND r.kind = 'recall') THEN 'recall' ELSE 'take_back' END
WHERE source = 'inside' AND state NOT IN ('refused', 'filed') AND EXISTS (SELECT 1 FROM delivery_recall r
    WHERE r.delivery_id = arrival.delivery_id AND (r.kind = 'recall' OR r.answer IN ('taken', 'agreed')));

-- +goose Down
ALTER TABLE arrival DROP COLUMN called_back;
