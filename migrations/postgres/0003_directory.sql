-- +goose Up
-- Who is who, and since when. A row is never rewritten when the world changes: it ends (valid_to, the last day on
-- which it holds; '' = open) and another begins. A look-up always takes a date.
--
--   organ ──< organ_short_name          person ──< holding >── organ
--     │  └──< organ_successor             │  └───< mandate >── organ      (grantor and grantee are persons)
--     ├──< term                           │
--     └──< org_group ──< group_member >───┴── organ | person | position at an organ
CREATE TABLE organ (
    id            text NOT NULL PRIMARY KEY,
    name          text NOT NULL,              -- "Văn phòng Tỉnh ủy Lâm Đồng"
    folded_name   text NOT NULL,              -- directory.Fold(name)
    printed_name  text NOT NULL,              -- capitals as in the header, a line each
    code          text NOT NULL,              -- what a symbol carries: VPTU, UBND; may repeat
    regime        text NOT NULL,
    class         text NOT NULL,              -- the word of policies/kinds/*.yaml
    level         text NOT NULL,
    body          text NOT NULL DEFAULT '',   -- the collective it signs for: BAN THƯỜNG VỤ; '' under a single head
    head_position text NOT NULL DEFAULT '',   -- CHÁNH VĂN PHÒNG: what a deputy signs KT. for, even when the post is vacant
    parent_id     text REFERENCES organ (id),
    superior_id   text REFERENCES organ (id), -- printed above it in the header
    office_id     text REFERENCES organ (id) DEFERRABLE INITIALLY DEFERRED, -- whose văn thư and form checkers serve it; NULL = its own
    unit_of       text REFERENCES organ (id), -- set for a phòng inside an organ
    place         text NOT NULL DEFAULT '',
    address       text NOT NULL DEFAULT '',
    seal_width_mm double precision NOT NULL DEFAULT 0,
    channel       text NOT NULL DEFAULT 'account',
    email         text NOT NULL DEFAULT '',
    valid_from    text NOT NULL,
    valid_to      text NOT NULL DEFAULT '',
    CONSTRAINT an_organ_follows_one_regime CHECK (regime IN ('party', 'state')),
    CONSTRAINT an_organ_stands_at_a_known_level CHECK (level IN ('trung_uong', 'tinh', 'huyen', 'xa')),
    CONSTRAINT an_organ_is_reached_by_a_known_channel CHECK (channel IN ('account', 'email', 'paper')),
    CONSTRAINT an_organ_reached_by_mail_has_an_address CHECK (channel <> 'email' OR email <> ''),
    CONSTRAINT an_organ_has_a_name_and_a_class CHECK (name <> '' AND folded_name <> '' AND class <> ''),
    CONSTRAINT an_organ_is_not_its_own_unit CHECK (unit_of <> id),
    CONSTRAINT an_organ_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);
CREATE INDEX organ_by_folded_name ON organ (folded_name);
CREATE INDEX organ_by_office ON organ (office_id);
CREATE INDEX organ_by_unit_of ON organ (unit_of);

CREATE TABLE organ_short_name (
    organ_id    text NOT NULL REFERENCES organ (id),
    name        text NOT NULL,
    folded_name text NOT NULL,
    CONSTRAINT an_organ_has_a_short_name_once PRIMARY KEY (organ_id, folded_name),
    CONSTRAINT a_short_name_is_not_empty CHECK (name <> '' AND folded_name <> '')
);
CREATE INDEX organ_short_name_by_folded_name ON organ_short_name (folded_name);

CREATE TABLE organ_successor (
    organ_id     text NOT NULL REFERENCES organ (id),
    successor_id text NOT NULL REFERENCES organ (id),
    rank         integer NOT NULL DEFAULT 0, -- the order in which successors are named
    share        text NOT NULL DEFAULT '',   -- which functions or area went there
    CONSTRAINT a_successor_is_named_once PRIMARY KEY (organ_id, successor_id),
    CONSTRAINT no_organ_succeeds_itself CHECK (organ_id <> successor_id)
);

CREATE TABLE person (
    id          text NOT NULL PRIMARY KEY,
    name        text NOT NULL, -- no học hàm, học vị
    folded_name text NOT NULL,
    username    text NOT NULL,
    email       text NOT NULL DEFAULT '',
    gender      text NOT NULL DEFAULT '',
    CONSTRAINT a_username_names_one_person UNIQUE (username),
    CONSTRAINT a_person_has_a_name_and_a_username CHECK (name <> '' AND folded_name <> '' AND username <> ''),
    CONSTRAINT a_gender_is_known_or_left_out CHECK (gender IN ('', 'nam', 'nữ'))
);
CREATE INDEX person_by_folded_name ON person (folded_name);

CREATE TABLE holding (
    id         text NOT NULL PRIMARY KEY,
    person_id  text NOT NULL REFERENCES person (id),
    organ_id   text NOT NULL REFERENCES organ (id), -- an organ or a unit of one
    position   text NOT NULL,            -- as printed above the name: PHÓ BÍ THƯ
    outside    text NOT NULL DEFAULT '', -- as printed in another organ's document: GIÁM ĐỐC SỞ NỘI VỤ; '' = position
    title      text NOT NULL,            -- as said: Phó Bí thư
    role       text NOT NULL,
    standing   text NOT NULL DEFAULT 'member',
    rank       integer NOT NULL DEFAULT 0, -- protocol order inside the organ
    valid_from text NOT NULL,
    valid_to   text NOT NULL DEFAULT '',
    CONSTRAINT a_holding_has_a_position CHECK (position <> '' AND title <> ''),
    CONSTRAINT a_holding_gives_a_known_role CHECK (role IN ('specialist', 'unit_head', 'chief_of_office', 'leader', 'clerk', 'archivist', 'administrator')),
    CONSTRAINT a_holder_stands_in_one_way CHECK (standing IN ('head', 'acting', 'deputy', 'member')),
    CONSTRAINT a_clerk_or_administrator_never_heads CHECK (role NOT IN ('clerk', 'administrator') OR standing = 'member'),
    CONSTRAINT a_holding_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);
CREATE UNIQUE INDEX a_post_is_taken_up_once_a_day ON holding (person_id, organ_id, position, valid_from);
CREATE INDEX holding_by_organ ON holding (organ_id);

CREATE TABLE mandate (
    id              text NOT NULL PRIMARY KEY,
    grantor_id      text NOT NULL REFERENCES person (id),
    grantee_id      text NOT NULL REFERENCES person (id),
    organ_id        text NOT NULL REFERENCES organ (id), -- whose documents the grantee may sign
    formula         text NOT NULL,
    kinds           text NOT NULL DEFAULT '', -- kind ids parted by a space; '' = every kind
    source_document text NOT NULL,            -- the writing that gives the right
    valid_from      text NOT NULL,
    valid_to        text NOT NULL DEFAULT '',
    CONSTRAINT a_mandate_has_a_known_formula CHECK (formula IN ('KT', 'TL', 'TUQ', 'K/T', 'T/L', 'T/M')),
    CONSTRAINT nobody_gives_a_mandate_to_himself CHECK (grantor_id <> grantee_id),
    CONSTRAINT a_mandate_is_given_in_writing CHECK (source_document <> ''),
    CONSTRAINT an_authorisation_is_limited_in_time CHECK (formula <> 'TUQ' OR valid_to <> ''),
    CONSTRAINT a_mandate_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);
CREATE INDEX mandate_by_grantee ON mandate (grantee_id);
CREATE INDEX mandate_by_organ ON mandate (organ_id);

CREATE TABLE term (
    id         text NOT NULL PRIMARY KEY,
    organ_id   text NOT NULL REFERENCES organ (id), -- a committee
    number     text NOT NULL, -- "XII", "I"
    valid_from text NOT NULL, -- the day after the congress closes
    valid_to   text NOT NULL DEFAULT '',
    CONSTRAINT a_committee_has_a_term_once UNIQUE (organ_id, number),
    CONSTRAINT a_term_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);

-- Two terms of one committee never share a day, or a number would be given twice.
-- +goose StatementBegin
CREATE FUNCTION refuse_overlapping_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- two transactions that add terms to one committee go one after the other
    PERFORM 1 FROM organ WHERE id = NEW.organ_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM term t WHERE t.organ_id = NEW.organ_id AND t.id <> NEW.id
        AND (NEW.valid_to = '' OR t.valid_from <= NEW.valid_to) AND (t.valid_to = '' OR t.valid_to >= NEW.valid_from)) THEN
        RAISE EXCEPTION 'terms of a committee never overlap';
    END IF;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER terms_of_a_committee_never_overlap BEFORE INSERT OR UPDATE ON term
    FOR EACH ROW EXECUTE FUNCTION refuse_overlapping_terms();

CREATE TABLE org_group (
    id            text NOT NULL PRIMARY KEY,
    key           text NOT NULL, -- thuong_truc_tinh_uy
    kind          text NOT NULL,
    owner_id      text NOT NULL REFERENCES organ (id), -- the group lives and ends with its owner
    lead_organ_id text REFERENCES organ (id),          -- whose văn thư receives for the group
    scope         text NOT NULL DEFAULT '',            -- TU, HU:Tuy Phong, huyện Tuy Phong
    name          text NOT NULL,
    body          text NOT NULL DEFAULT '',            -- for a collective that signs: BAN THƯỜNG VỤ
    patterns      text NOT NULL DEFAULT '',            -- phrases of Nơi nhận, a line each
    valid_from    text NOT NULL,
    valid_to      text NOT NULL DEFAULT '',
    CONSTRAINT an_owner_has_a_group_key_once UNIQUE (owner_id, key),
    CONSTRAINT a_group_is_of_a_known_kind CHECK (kind IN ('org', 'org_group', 'collective', 'person_group')),
    CONSTRAINT a_group_has_a_key_and_a_name CHECK (key <> '' AND name <> ''),
    CONSTRAINT a_group_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);

CREATE TABLE group_member (
    group_id   text NOT NULL REFERENCES org_group (id),
    rank       integer NOT NULL, -- the order in which members are listed
    kind       text NOT NULL,
    organ_id   text REFERENCES organ (id),
    person_id  text REFERENCES person (id),
    position   text NOT NULL DEFAULT '', -- with organ_id: everyone who holds it there
    valid_from text NOT NULL,
    valid_to   text NOT NULL DEFAULT '',
    CONSTRAINT a_group_lists_one_member_a_line PRIMARY KEY (group_id, rank),
    CONSTRAINT a_row_names_exactly_one_member CHECK (
        (kind = 'organ' AND organ_id IS NOT NULL AND person_id IS NULL AND position = '') OR
        (kind = 'person' AND person_id IS NOT NULL AND organ_id IS NULL AND position = '') OR
        (kind = 'position' AND organ_id IS NOT NULL AND position <> '' AND person_id IS NULL)),
    CONSTRAINT a_membership_ends_after_it_begins CHECK (length(valid_from) = 10 AND (valid_to = '' OR valid_to >= valid_from))
);

-- +goose Down
DROP TABLE group_member;
DROP TABLE org_group;
DROP TABLE term;
DROP FUNCTION refuse_overlapping_terms;
DROP TABLE mandate;
DROP TABLE holding;
DROP TABLE person;
DROP TABLE organ_successor;
DROP TABLE organ_short_name;
DROP TABLE organ;
