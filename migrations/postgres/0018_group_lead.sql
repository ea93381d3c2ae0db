-- +goose Up
-- Who leads a group, and since when: a cụm thi đua's đơn vị Cụm trưởng goes round among its members, a collective's văn thư
-- may move to another office. A group has one lead at a time; the past keeps its own.
--
--   org_group ──< group_lead >── organ
CREATE TABLE group_lead (
    group_id   text NOT NULL REFERENCES org_group (id),
    organ_id   text NOT NULL REFERENCES organ (id),
    valid_from text NOT NULL,
    valid_to   text NOT NULL DEFAULT '',
    CONSTRAINT a_group_takes_one_lead_a_day PRIMARY KEY (group_id, valid_from),
    CONSTRAINT a_lead_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);
CREATE INDEX group_lead_by_organ ON group_lead (organ_id);

-- +goose StatementBegin
CREATE FUNCTION refuse_overlapping_leads() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- two transactions that change the lead of one group go one after the other
    PERFORM 1 FROM org_group WHERE id = NEW.group_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM group_lead l WHERE l.group_id = NEW.group_id
        AND (TG_OP = 'INSERT' OR l.valid_from <> OLD.valid_from)
        AND (NEW.valid_to = '' OR l.valid_from <= NEW.valid_to) AND (l.valid_to = '' OR l.valid_to >= NEW.valid_from)) THEN
        RAISE EXCEPTION 'leads of a group never overlap';
    END IF;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER leads_of_a_group_never_overlap BEFORE INSERT OR UPDATE ON group_lead
    FOR EACH ROW EXECUTE FUNCTION refuse_overlapping_leads();

INSERT INTO group_lead (group_id, organ_id, valid_from, valid_to)
SELECT id, lead_organ_id, valid_from, valid_to FROM org_group WHERE lead_organ_id IS NOT NULL;
ALTER TABLE org_group DROP COLUMN lead_organ_id;

-- +goose Down
ALTER TABLE org_group ADD COLUMN lead_organ_id text REFERENCES organ (id);
UPDATE org_group SET lead_organ_id = (SELECT l.organ_id FROM group_lead l WHERE l.group_id = org_group.id ORDER BY l.valid_from DESC LIMIT 1);
DROP TABLE group_lead;
DROP FUNCTION refuse_overlapping_leads;
