-- +goose Up
-- What a receiver still has to answer is read at every opening of the first page: of an organ with a million copies it is the
-- few that wait. The condition is that of distribution.receivedBy, word for word.
CREATE INDEX delivery_waits_for_person ON delivery (person_id, id)
    WHERE person_id <> '' AND recalled_at IS NULL AND state IN ('sent', 'arrived') AND (ack = 'required' OR (ack = 'read' AND read_at IS NULL));
CREATE INDEX delivery_waits_for_organ ON delivery (organ_id, id)
    WHERE organ_id <> '' AND recalled_at IS NULL AND state IN ('sent', 'arrived') AND (ack = 'required' OR (ack = 'read' AND read_at IS NULL));
CREATE INDEX delivery_waits_for_office ON delivery (office_id, id)
    WHERE office_id <> '' AND recalled_at IS NULL AND state IN ('sent', 'arrived') AND (ack = 'required' OR (ack = 'read' AND read_at IS NULL));

-- +goose Down
DROP INDEX delivery_waits_for_person;
DROP INDEX delivery_waits_for_organ;
DROP INDEX delivery_waits_for_office;
