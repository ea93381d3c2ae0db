-- +goose Up
-- Hồ sơ (NĐ 30/2020 Art. 28-32, Phụ lục V): the list of a year, the files, what lies in them, who has them, what is lent.
--
--   case_plan: drafting ──▶ issued            one Danh mục hồ sơ of an organ and a year
--   case_file: planned ──▶ open ──▶ closed ──▶ submitted ──▶ archived
--                           ▲         │  ▲          │
--                           └─reopen──┘  └──returned┘
--   case_file_item: in ──▶ taken out          only while the file is open
--   case_handover: proposed ──▶ accepted | returned, by another person
--   case_loan: asked ──▶ lent ──▶ returned | asked ──▶ refused, by another person
CREATE TABLE case_plan (
    id         text NOT NULL PRIMARY KEY,
    organ_id   text NOT NULL REFERENCES organ (id),
    year       integer NOT NULL,
    state      text NOT NULL DEFAULT 'drafting',
    issued_on  text NOT NULL DEFAULT '',
    issued_by  text NOT NULL DEFAULT '',
    issued_as  text NOT NULL DEFAULT '',
    version    integer NOT NULL DEFAULT 1,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT an_organ_has_one_list_a_year UNIQUE (organ_id, year),
    CONSTRAINT a_list_is_of_a_year CHECK (year BETWEEN 1945 AND 2200),
    CONSTRAINT an_issued_list_says_when_and_by_whom CHECK (
        (state = 'drafting' AND issued_on = '' AND issued_by = '') OR
        (state = 'issued' AND length(issued_on) = 10 AND issued_by <> ''))
);

CREATE TABLE case_file (
    id             text NOT NULL PRIMARY KEY,
    organ_id       text NOT NULL REFERENCES organ (id),
    year           integer NOT NULL,          -- of the list it stands in
    code           text NOT NULL,             -- số và ký hiệu: 01.TCCB
    folded         text NOT NULL,             -- the code as it is compared
    heading        text NOT NULL DEFAULT '',  -- đề mục of the list
    title          text NOT NULL,
    search         text NOT NULL,             -- code, heading and title without accents
    retention      integer NOT NULL,          -- years; 0 = vĩnh viễn
    retention_rule text NOT NULL,             -- id in policies/retention.yaml
    keeper_id      text NOT NULL REFERENCES person (id), -- người lập
    unit_id        text NOT NULL REFERENCES organ (id),
    note           text NOT NULL DEFAULT '',
    state          text NOT NULL DEFAULT 'planned',
    opened_on      text NOT NULL DEFAULT '',
    ended_on       text NOT NULL DEFAULT '',  -- when the work ended
    closed_on      text NOT NULL DEFAULT '',
    from_date      text NOT NULL DEFAULT '',  -- thời gian tài liệu, from closing on
    to_date        text NOT NULL DEFAULT '',
    documents      integer NOT NULL DEFAULT 0,
    pages          integer NOT NULL DEFAULT 0,
    hand_over_by   text NOT NULL DEFAULT '',  -- '' = need not be handed over
    warn_on        text NOT NULL DEFAULT '',
    keep_until     text NOT NULL DEFAULT '',  -- kept back with written consent
    keep_reason    text NOT NULL DEFAULT '',
    keep_by        text NOT NULL DEFAULT '',  -- who consented
    archived_on    text NOT NULL DEFAULT '',
    archived_by    text NOT NULL DEFAULT '',
    expires_on     text NOT NULL DEFAULT '',  -- end of retention; '' = never, or not closed yet
    version        integer NOT NULL DEFAULT 1,
    created_by     text NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT a_code_names_one_file_of_a_year UNIQUE (organ_id, year, folded),
    CONSTRAINT a_file_has_a_code_and_a_title CHECK (code <> '' AND title <> ''),
    CONSTRAINT a_file_stands_somewhere CHECK (state IN ('planned', 'open', 'closed', 'submitted', 'archived')),
    CONSTRAINT retention_is_years_or_for_ever CHECK (retention BETWEEN 0 AND 200 AND retention_rule <> ''),
    CONSTRAINT an_open_file_says_since_when CHECK (state = 'planned' OR length(opened_on) = 10),
    CONSTRAINT a_closed_file_says_when_its_work_ended CHECK (
        state IN ('planned', 'open') OR (length(ended_on) = 10 AND length(closed_on) = 10 AND documents > 0)),
    CONSTRAINT keeping_back_needs_consent CHECK (keep_until = '' OR (keep_by <> '' AND keep_by <> keeper_id AND keep_reason <> '')),
    CONSTRAINT an_archived_file_says_who_took_it CHECK (
        (state = 'archived') = (length(archived_on) = 10) AND (state = 'archived') = (archived_by <> ''))
);
CREATE INDEX case_file_list ON case_file (organ_id, year, folded);
CREATE INDEX case_file_keeper ON case_file (keeper_id);
CREATE INDEX case_file_unit ON case_file (unit_id);
CREATE INDEX case_file_due ON case_file (state, warn_on) WHERE warn_on <> '';

-- One row for each time that a paper was put in; a document may lie in many files, its bytes are never copied.
CREATE TABLE case_file_item (
    id             text NOT NULL PRIMARY KEY,
    case_file_id   text NOT NULL REFERENCES case_file (id),
    source         text NOT NULL,
    source_id      text NOT NULL,
    symbol         text NOT NULL DEFAULT '',
    item_date      text NOT NULL DEFAULT '',
    kind_name      text NOT NULL DEFAULT '',
    subject        text NOT NULL,
    author         text NOT NULL DEFAULT '',
    pages          integer NOT NULL DEFAULT 0,
    blob           text NOT NULL DEFAULT '',  -- SHA-256 of its PDF, '' = on paper
    note           text NOT NULL DEFAULT '',
    added_by       text NOT NULL,
    added_at       timestamptz NOT NULL,
    removed_by     text NOT NULL DEFAULT '',
    removed_at     timestamptz,
    removed_reason text NOT NULL DEFAULT '',
    CONSTRAINT an_item_is_a_document_an_arrival_or_a_paper CHECK (source IN ('document', 'arrival', 'paper') AND source_id <> ''),
    CONSTRAINT an_item_says_what_it_is CHECK (subject <> ''),
    CONSTRAINT pages_are_counted CHECK (pages >= 0),
    CONSTRAINT what_was_taken_out_says_why CHECK (
        (removed_at IS NULL AND removed_by = '' AND removed_reason = '') OR
        (removed_at IS NOT NULL AND removed_by <> '' AND removed_reason <> ''))
);
CREATE UNIQUE INDEX a_paper_lies_in_a_file_once ON case_file_item (case_file_id, source, source_id) WHERE removed_at IS NULL;
CREATE INDEX case_file_item_source ON case_file_item (source, source_id);

CREATE TABLE case_file_access (
    case_file_id text NOT NULL REFERENCES case_file (id),
    person_id    text NOT NULL DEFAULT '',
    organ_id     text NOT NULL DEFAULT '',
    why          text NOT NULL,
    given_by     text NOT NULL,
    since        timestamptz NOT NULL,
    CONSTRAINT access_is_given_once PRIMARY KEY (case_file_id, person_id, organ_id, why),
    CONSTRAINT access_is_given_to_a_person_or_an_organ CHECK ((person_id = '') <> (organ_id = '')),
    CONSTRAINT access_is_to_read_or_to_work CHECK (why IN ('addressed', 'handler'))
);
CREATE INDEX case_file_access_person ON case_file_access (person_id, why) WHERE person_id <> '';
CREATE INDEX case_file_access_organ ON case_file_access (organ_id, why) WHERE organ_id <> '';

CREATE TABLE case_handover (
    id            text NOT NULL PRIMARY KEY,
    organ_id      text NOT NULL REFERENCES organ (id),
    unit_id       text NOT NULL REFERENCES organ (id), -- who hands over
    state         text NOT NULL DEFAULT 'proposed',
    proposed_by   text NOT NULL,
    proposed_name text NOT NULL,
    proposed_as   text NOT NULL,
    proposed_at   timestamptz NOT NULL,
    decided_by    text NOT NULL DEFAULT '',
    decided_name  text NOT NULL DEFAULT '',
    decided_as    text NOT NULL DEFAULT '',
    decided_at    timestamptz,
    note          text NOT NULL DEFAULT '',
    CONSTRAINT a_handover_is_proposed_accepted_or_returned CHECK (state IN ('proposed', 'accepted', 'returned')),
    CONSTRAINT a_handover_is_taken_by_another_person CHECK (decided_by <> proposed_by),
    CONSTRAINT a_decided_handover_says_when_and_by_whom CHECK (
        (state = 'proposed' AND decided_by = '' AND decided_at IS NULL) OR
        (state <> 'proposed' AND decided_by <> '' AND decided_at IS NOT NULL)),
    CONSTRAINT what_is_returned_says_why CHECK (state <> 'returned' OR note <> '')
);
CREATE INDEX case_handover_organ ON case_handover (organ_id, proposed_at);

CREATE TABLE case_handover_file (
    handover_id  text NOT NULL REFERENCES case_handover (id),
    case_file_id text NOT NULL REFERENCES case_file (id),
    CONSTRAINT a_file_is_handed_over_once_at_a_time PRIMARY KEY (handover_id, case_file_id)
);
CREATE INDEX case_handover_file_of ON case_handover_file (case_file_id);

CREATE TABLE case_loan (
    id            text NOT NULL PRIMARY KEY,
    organ_id      text NOT NULL REFERENCES organ (id),
    case_file_id  text NOT NULL REFERENCES case_file (id),
    item_id       text NOT NULL REFERENCES case_file_item (id),
    borrower_id   text NOT NULL REFERENCES person (id),
    borrower_name text NOT NULL,
    purpose       text NOT NULL,
    due_on        text NOT NULL,
    state         text NOT NULL DEFAULT 'asked',
    asked_on      text NOT NULL,
    asked_at      timestamptz NOT NULL,
    decided_by    text NOT NULL DEFAULT '',
    decided_name  text NOT NULL DEFAULT '',
    decided_as    text NOT NULL DEFAULT '',
    decided_on    text NOT NULL DEFAULT '',
    returned_on   text NOT NULL DEFAULT '',
    returned_to   text NOT NULL DEFAULT '',
    note          text NOT NULL DEFAULT '',
    CONSTRAINT a_loan_is_asked_lent_refused_or_returned CHECK (state IN ('asked', 'lent', 'refused', 'returned')),
    CONSTRAINT a_loan_is_allowed_by_another_person CHECK (decided_by <> borrower_id),
    CONSTRAINT a_decided_loan_says_when_and_by_whom CHECK ((state = 'asked') = (decided_by = '') AND (state = 'asked') = (decided_on = '')),
    CONSTRAINT what_came_back_says_when CHECK ((state = 'returned') = (returned_on <> '') AND (state = 'returned') = (returned_to <> '')),
    CONSTRAINT a_loan_says_what_for CHECK (purpose <> '' AND length(due_on) = 10)
);
CREATE UNIQUE INDEX a_paper_is_lent_to_one_person_at_a_time ON case_loan (item_id) WHERE state = 'lent';
CREATE UNIQUE INDEX a_person_asks_once ON case_loan (item_id, borrower_id) WHERE state = 'asked';
CREATE INDEX case_loan_list ON case_loan (organ_id, asked_on, id);

-- +goose StatementBegin
CREATE FUNCTION only_an_open_file_takes_papers_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.removed_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM case_file f WHERE f.id = NEW.case_file_id AND f.state = 'open') THEN
        RAISE EXCEPTION 'only an open file takes papers in';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER only_an_open_file_takes_papers_in BEFORE INSERT ON case_file_item FOR EACH ROW EXECUTE FUNCTION only_an_open_file_takes_papers_in();
-- +goose StatementBegin
CREATE FUNCTION only_an_open_file_gives_papers_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.removed_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.case_file_id <> OLD.case_file_id
    OR NEW.source <> OLD.source OR NEW.source_id <> OLD.source_id OR NEW.added_by <> OLD.added_by OR NEW.added_at <> OLD.added_at
    OR NOT EXISTS (SELECT 1 FROM case_file f WHERE f.id = OLD.case_file_id AND f.state = 'open') THEN
        RAISE EXCEPTION 'only an open file gives papers out';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER only_an_open_file_gives_papers_out BEFORE UPDATE ON case_file_item FOR EACH ROW EXECUTE FUNCTION only_an_open_file_gives_papers_out();
-- +goose StatementBegin
CREATE FUNCTION an_item_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an item is never deleted';
END $$;
-- +goose StatementEnd
CREATE TRIGGER an_item_is_never_deleted BEFORE DELETE ON case_file_item FOR EACH ROW EXECUTE FUNCTION an_item_is_never_deleted();
-- +goose StatementBegin
CREATE FUNCTION an_archived_file_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'archived' OR NEW.id <> OLD.id OR NEW.organ_id <> OLD.organ_id OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'an archived file never changes';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER an_archived_file_never_changes BEFORE UPDATE ON case_file FOR EACH ROW EXECUTE FUNCTION an_archived_file_never_changes();
-- +goose StatementBegin
CREATE FUNCTION a_file_is_never_deleted_once_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'planned' THEN
        RAISE EXCEPTION 'a file is never deleted once open';
    END IF;
    RETURN OLD;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_file_is_never_deleted_once_open BEFORE DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION a_file_is_never_deleted_once_open();
-- +goose StatementBegin
CREATE FUNCTION a_handover_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' OR NEW.state = 'proposed' OR NEW.id <> OLD.id OR NEW.organ_id <> OLD.organ_id
    OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at THEN
        RAISE EXCEPTION 'a handover is decided once';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_handover_is_decided_once BEFORE UPDATE ON case_handover FOR EACH ROW EXECUTE FUNCTION a_handover_is_decided_once();
-- +goose StatementBegin
CREATE FUNCTION a_loan_is_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a loan is never deleted';
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_loan_is_never_deleted BEFORE DELETE ON case_loan FOR EACH ROW EXECUTE FUNCTION a_loan_is_never_deleted();

-- +goose Down
DROP TABLE case_loan;
DROP TABLE case_handover_file;
DROP TABLE case_handover;
DROP TABLE case_file_access;
DROP TABLE case_file_item;
DROP TABLE case_file;
DROP TABLE case_plan;
DROP FUNCTION only_an_open_file_takes_papers_in();
DROP FUNCTION only_an_open_file_gives_papers_out();
DROP FUNCTION an_item_is_never_deleted();
DROP FUNCTION an_archived_file_never_changes();
DROP FUNCTION a_file_is_never_deleted_once_open();
DROP FUNCTION a_handover_is_decided_once();
DROP FUNCTION a_loan_is_never_deleted();
