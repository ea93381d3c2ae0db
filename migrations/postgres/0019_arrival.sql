-- +goose Up
-- Văn bản đến: what came to an organ, and what became of it (NĐ 30/2020 Art. 20-24).
--
--   arrival ──< arrival_file         (a scan: what came, as it came)
--           ──< arrival_direction    (bút phê, each as it was given) ──< arrival_part (chủ trì, phối hợp, nhận để biết)
--           ──< arrival_note ──  arrival_extension ──  arrival_access (who deals with it)
--
--   waiting ──▶ registered ──▶ submitted ──▶ directed ──▶ assigned ──▶ in_progress ──▶ done ──▶ filed
--      │                        ▲    │        ▲ │ ▲           │ ▲ │          │
--      └──▶ refused             └────┘        └─┘ └───────────┘ └─┘◀─────────┘
--                             (to another)  (redirected)   (given to another)
--
-- Số đến come from the organ's one yearly series in number_series, symbol ĐẾN; arrival_series, which counted them until
-- now, ends here. Its counts go on as the opening of that series, like those of a paper book: the numbers given until then
-- stand on the arrivals below, and have no line in register_entry.
CREATE TABLE arrival (
    id               text PRIMARY KEY,             -- of an inside one, the id of its delivery
    organ_id         text NOT NULL REFERENCES organ (id),
    office_id        text NOT NULL REFERENCES organ (id), -- whose văn thư registers for the organ
    source           text NOT NULL,
    delivery_id      text UNIQUE REFERENCES delivery (id),
    document_id      text REFERENCES document (id),
    author_id        text NOT NULL DEFAULT '',     -- the organ that issued it, where it is one of the directory
    author           text NOT NULL DEFAULT '',     -- tác giả, as printed
    symbol           text NOT NULL DEFAULT '',     -- số, ký hiệu văn bản
    document_date    text NOT NULL DEFAULT '',
    kind_name        text NOT NULL DEFAULT '',
    subject          text NOT NULL DEFAULT '',
    urgency          text NOT NULL DEFAULT '',
    pages            integer NOT NULL DEFAULT 0,
    copies           integer NOT NULL DEFAULT 1,
    asked_due        text NOT NULL DEFAULT '',     -- the term that the document itself sets
    arrived_at       timestamptz NOT NULL,
    passed_to        text NOT NULL DEFAULT '',     -- thư gửi đích danh: the person it was passed to
    unopened         boolean NOT NULL DEFAULT false,
    verdict          text NOT NULL DEFAULT '',     -- of the signatures; '' = not checked yet
    report           text NOT NULL DEFAULT '',     -- JSON of signature.Report
    state            text NOT NULL,
    arrival_year     integer NOT NULL DEFAULT 0,
    arrival_number   integer NOT NULL DEFAULT 0,
    arrival_date     text NOT NULL DEFAULT '',
    registered_by    text NOT NULL DEFAULT '',
    registered_at    timestamptz,
    anyway           text NOT NULL DEFAULT '',     -- why it was registered in spite of a warning
    reason_code      text NOT NULL DEFAULT '',     -- of the refusal
    reason           text NOT NULL DEFAULT '',
    refused_by       text NOT NULL DEFAULT '',
    refused_at       timestamptz,
    submitted_to     text NOT NULL DEFAULT '',
    submitted_at     timestamptz,
    directions       integer NOT NULL DEFAULT 0,   -- how many were given; the last one holds
    due              text NOT NULL DEFAULT '',     -- of the direction
    handler_id       text NOT NULL DEFAULT '',
    inner_due        text NOT NULL DEFAULT '',     -- of the unit head
    assignment       text NOT NULL DEFAULT '',     -- what the unit head asks for
    assigned_by      text NOT NULL DEFAULT '',
    assigned_at      timestamptz,
    outcome          text NOT NULL DEFAULT '',
    reply_id         text REFERENCES document (id),
    reply_symbol     text NOT NULL DEFAULT '',
    outcome_reason   text NOT NULL DEFAULT '',
    reported_by      text NOT NULL DEFAULT '',
    reported_at      timestamptz,
    confirmed_by     text NOT NULL DEFAULT '',
    confirmed_at     timestamptz,
    case_file        text NOT NULL DEFAULT '',
    filed_at         timestamptz,
    step_due         timestamptz,                    -- by when the present step must be done
    overdue          boolean NOT NULL DEFAULT false,
    search_text      text NOT NULL DEFAULT '',
    created_by       text NOT NULL DEFAULT '',
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    version          integer NOT NULL,
    CONSTRAINT an_arrival_comes_by_a_known_way CHECK (source IN ('inside', 'scan', 'paper', 'mail')),
    CONSTRAINT what_comes_from_inside_is_a_delivery CHECK ((source = 'inside') = (delivery_id IS NOT NULL AND document_id IS NOT NULL)),
    CONSTRAINT an_inside_arrival_bears_the_id_of_its_delivery CHECK (delivery_id IS NULL OR delivery_id = id),
    CONSTRAINT an_arrival_stands_in_a_known_state CHECK (state IN
        ('waiting', 'refused', 'registered', 'submitted', 'directed', 'assigned', 'in_progress', 'done', 'filed')),
    CONSTRAINT what_is_registered_has_its_number CHECK (
        (state IN ('waiting', 'refused') AND arrival_number = 0 AND arrival_year = 0 AND arrival_date = '' AND registered_by = '' AND registered_at IS NULL)
        OR (state NOT IN ('waiting', 'refused') AND arrival_number >= 1 AND arrival_year >= 1 AND length(arrival_date) = 10
            AND registered_by <> '' AND registered_at IS NOT NULL)),
    CONSTRAINT a_sealed_letter_is_not_registered CHECK (NOT unopened OR (state = 'waiting' AND passed_to <> '')),
    CONSTRAINT what_is_registered_says_what_it_is CHECK (state IN ('waiting', 'refused') OR (subject <> '' AND author <> '')),
    CONSTRAINT a_refused_arrival_says_why CHECK ((state = 'refused') = (reason_code <> '' AND reason <> '' AND refused_by <> '' AND refused_at IS NOT NULL)),
    CONSTRAINT what_is_submitted_names_to_whom CHECK (state IN ('waiting', 'refused', 'registered') OR (submitted_to <> '' AND submitted_at IS NOT NULL)),
    CONSTRAINT what_is_directed_has_a_direction CHECK (state IN ('waiting', 'refused', 'registered', 'submitted') OR directions >= 1),
    CONSTRAINT what_is_worked_on_has_a_handler CHECK (state IN ('waiting', 'refused', 'registered', 'submitted', 'directed') OR handler_id <> ''),
    CONSTRAINT an_outcome_is_known CHECK (outcome IN ('', 'replied', 'no_reply')),
    CONSTRAINT a_reply_is_named CHECK (outcome <> 'replied' OR reply_symbol <> ''),
    CONSTRAINT no_reply_says_why CHECK (outcome <> 'no_reply' OR outcome_reason <> ''),
    CONSTRAINT what_is_reported_says_by_whom CHECK ((outcome = '') = (reported_by = '') AND (outcome = '') = (reported_at IS NULL)),
    CONSTRAINT what_is_done_was_reported_and_confirmed_by_another CHECK (
        (state IN ('done', 'filed') AND outcome <> '' AND confirmed_by <> '' AND confirmed_at IS NOT NULL AND confirmed_by <> reported_by)
        OR (state NOT IN ('done', 'filed') AND confirmed_by = '' AND confirmed_at IS NULL)),
    CONSTRAINT what_is_filed_names_its_file CHECK ((state = 'filed') = (case_file <> '' AND filed_at IS NOT NULL)),
    CONSTRAINT a_verdict_is_known CHECK (verdict IN ('', 'none', 'valid', 'invalid', 'unknown')),
    CONSTRAINT only_what_has_a_term_can_be_late CHECK (NOT overdue OR step_due IS NOT NULL),
    CONSTRAINT an_inner_term_lies_within_the_outer CHECK (inner_due = '' OR due = '' OR inner_due <= due),
    CONSTRAINT pages_and_copies_are_counted CHECK (pages >= 0 AND copies >= 0),
    CONSTRAINT an_arrival_version_counts_from_one CHECK (version >= 1)
);
CREATE UNIQUE INDEX a_so_den_is_given_once ON arrival (organ_id, arrival_year, arrival_number) WHERE arrival_number > 0;
CREATE INDEX arrival_by_organ ON arrival (organ_id, id);
CREATE INDEX arrival_by_office ON arrival (office_id, id);
CREATE INDEX arrival_by_document ON arrival (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX arrival_by_handler ON arrival (handler_id, state) WHERE handler_id <> '';
CREATE INDEX arrival_by_reader ON arrival (submitted_to, state) WHERE submitted_to <> '';
CREATE INDEX arrival_by_passing ON arrival (passed_to) WHERE passed_to <> '';
CREATE INDEX arrival_by_symbol ON arrival (organ_id, symbol) WHERE symbol <> '';
CREATE INDEX arrival_by_step ON arrival (step_due) WHERE overdue = false AND step_due IS NOT NULL;

CREATE TABLE arrival_file (
    id         text PRIMARY KEY,
    arrival_id text NOT NULL REFERENCES arrival (id),
    name       text NOT NULL,
    media_type text NOT NULL,
    size       bigint NOT NULL,
    sha256     text NOT NULL,
    pages      integer NOT NULL,
    verdict    text NOT NULL,
    report     text NOT NULL,
    added_by   text NOT NULL,
    added_at   timestamptz NOT NULL,
    CONSTRAINT a_file_that_came_has_a_name CHECK (name <> '' AND size >= 0 AND pages >= 0 AND length(sha256) = 64),
    CONSTRAINT a_file_that_came_was_checked CHECK (verdict IN ('none', 'valid', 'invalid', 'unknown'))
);
CREATE INDEX arrival_file_by_arrival ON arrival_file (arrival_id, id);

CREATE TABLE arrival_direction (
    arrival_id text NOT NULL REFERENCES arrival (id),
    n          integer NOT NULL,
    text       text NOT NULL,                  -- ý kiến chỉ đạo
    due        text NOT NULL DEFAULT '',
    by_person  text NOT NULL,
    by_name    text NOT NULL,
    capacity   text NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT a_direction_has_its_place PRIMARY KEY (arrival_id, n),
    CONSTRAINT a_direction_counts_from_one CHECK (n >= 1),
    CONSTRAINT a_direction_says_something CHECK (text <> '' AND by_person <> '')
);

CREATE TABLE arrival_part (
    arrival_id text NOT NULL,
    n          integer NOT NULL,
    part       text NOT NULL,
    organ_id   text NOT NULL DEFAULT '',
    person_id  text NOT NULL DEFAULT '',
    name       text NOT NULL,
    CONSTRAINT one_has_one_part_in_a_direction PRIMARY KEY (arrival_id, n, organ_id, person_id),
    CONSTRAINT a_part_belongs_to_a_direction FOREIGN KEY (arrival_id, n) REFERENCES arrival_direction (arrival_id, n),
    CONSTRAINT a_part_is_known CHECK (part IN ('lead', 'co', 'cc')),
    CONSTRAINT a_part_is_an_organs_or_a_persons CHECK ((organ_id = '') <> (person_id = '') AND name <> '')
);
CREATE UNIQUE INDEX a_direction_has_one_lead ON arrival_part (arrival_id, n) WHERE part = 'lead';

-- Who deals with an arrival beside the organ that received it.
CREATE TABLE arrival_access (
    arrival_id text NOT NULL REFERENCES arrival (id),
    person_id  text NOT NULL DEFAULT '',
    organ_id   text NOT NULL DEFAULT '',
    why        text NOT NULL,
    part       text NOT NULL,                  -- past: it was theirs once, and they may still read it
    since      timestamptz NOT NULL,
    CONSTRAINT one_deals_with_an_arrival_in_one_part PRIMARY KEY (arrival_id, person_id, organ_id),
    CONSTRAINT who_deals_is_an_organ_or_a_person CHECK ((organ_id = '') <> (person_id = '')),
    CONSTRAINT a_unit_or_a_person_deals CHECK (why = CASE WHEN organ_id = '' THEN 'handler' ELSE 'unit' END),
    CONSTRAINT a_part_of_dealing_is_known CHECK (part IN ('lead', 'co', 'cc', 'past'))
);
CREATE INDEX arrival_access_by_person ON arrival_access (person_id, arrival_id) WHERE person_id <> '';
CREATE INDEX arrival_access_by_organ ON arrival_access (organ_id, arrival_id) WHERE organ_id <> '';

CREATE TABLE arrival_note (
    id         text PRIMARY KEY,
    arrival_id text NOT NULL REFERENCES arrival (id),
    kind       text NOT NULL,
    text       text NOT NULL,
    by_person  text NOT NULL,
    by_name    text NOT NULL,
    capacity   text NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT a_note_on_an_arrival_is_of_a_known_kind CHECK (kind IN ('sorting', 'progress', 'proposal', 'send_back', 'return')),
    CONSTRAINT a_note_on_an_arrival_says_something CHECK (text <> '')
);
CREATE INDEX arrival_note_by_arrival ON arrival_note (arrival_id, id);

CREATE TABLE arrival_extension (
    id         text PRIMARY KEY,
    arrival_id text NOT NULL REFERENCES arrival (id),
    due        text NOT NULL,
    reason     text NOT NULL,
    asked_by   text NOT NULL,
    asked_at   timestamptz NOT NULL,
    state      text NOT NULL,
    answer     text NOT NULL DEFAULT '',
    decided_by text NOT NULL DEFAULT '',
    decided_at timestamptz,
    CONSTRAINT an_extension_is_asked_agreed_or_refused CHECK (state IN ('asked', 'agreed', 'refused')),
    CONSTRAINT an_extension_says_until_when_and_why CHECK (length(due) = 10 AND reason <> ''),
    CONSTRAINT an_extension_is_decided_by_another CHECK (
        (state = 'asked' AND decided_by = '' AND decided_at IS NULL) OR (state <> 'asked' AND decided_by NOT IN ('', asked_by) AND decided_at IS NOT NULL)),
    CONSTRAINT a_refused_extension_says_why CHECK (state <> 'refused' OR answer <> '')
);
CREATE UNIQUE INDEX one_extension_is_asked_for_at_a_time ON arrival_extension (arrival_id) WHERE state = 'asked';
CREATE INDEX arrival_extension_by_arrival ON arrival_extension (arrival_id, id);

-- What was delivered to organs before this table was.
INSERT INTO arrival (id, organ_id, office_id, source, delivery_id, document_id, author_id, author, symbol, document_date, subject, urgency,
        arrived_at, state, arrival_year, arrival_number, arrival_date, registered_by, registered_at, reason_code, reason, refused_by,
        refused_at, search_text, created_at, updated_at, version)
    SELECT d.id, d.organ_id, d.office_id, 'inside', d.id, d.document_id, o.id, o.name, v.symbol, v.document_date, v.subject, v.urgency,
        d.sent_at, CASE d.state WHEN 'acknowledged' THEN 'registered' WHEN 'refused' THEN 'refused' ELSE 'waiting' END,
        d.arrival_year, d.arrival_number, d.arrival_date,
        CASE d.state WHEN 'acknowledged' THEN d.decided_by ELSE '' END, CASE d.state WHEN 'acknowledged' THEN d.decided_at END,
        d.reason_code, CASE d.state WHEN 'refused' THEN d.note ELSE '' END, CASE d.state WHEN 'refused' THEN d.decided_by ELSE '' END,
        CASE d.state WHEN 'refused' THEN d.decided_at END, v.search_text, d.sent_at, d.sent_at, 1
    FROM delivery d JOIN document v ON v.id = d.document_id JOIN organ o ON o.id = v.issuer_id
    WHERE d.organ_id <> '' AND d.channel = 'account' AND (d.state <> 'acknowledged' OR d.arrival_number > 0);
INSERT INTO number_series (id, issuer_id, regime, symbol, period_kind, period_id, last, opened_at, opened_by, approved_by, created_at)
    SELECT 'arrival-' || a.organ_id || '-' || a.year, a.organ_id, o.regime, 'ĐẾN', 'year', CAST(a.year AS text), a.last, a.last,
        'arrival_series', 'migration 0019', CURRENT_TIMESTAMP
    FROM arrival_series a JOIN organ o ON o.id = a.organ_id
    WHERE NOT EXISTS (SELECT 1 FROM number_series s WHERE s.issuer_id = a.organ_id AND s.symbol = 'ĐẾN' AND s.period_id = CAST(a.year AS text));
DROP TABLE arrival_series;
DROP FUNCTION an_arrival_series_only_counts_on;

-- +goose StatementBegin
CREATE FUNCTION an_arrival_goes_its_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' OR NEW.version <> 1 OR NEW.overdue THEN
            RAISE EXCEPTION 'an arrival begins waiting';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.organ_id, NEW.office_id, NEW.source, NEW.delivery_id, NEW.document_id, NEW.arrived_at, NEW.created_at, NEW.created_by)
        IS DISTINCT FROM (OLD.id, OLD.organ_id, OLD.office_id, OLD.source, OLD.delivery_id, OLD.document_id, OLD.arrived_at, OLD.created_at, OLD.created_by)
        OR (OLD.arrival_number > 0
            AND (NEW.arrival_number, NEW.arrival_year, NEW.arrival_date, NEW.registered_by, NEW.author, NEW.symbol, NEW.document_date, NEW.subject)
            IS DISTINCT FROM (OLD.arrival_number, OLD.arrival_year, OLD.arrival_date, OLD.registered_by, OLD.author, OLD.symbol, OLD.document_date, OLD.subject)) THEN
        RAISE EXCEPTION 'what arrived never changes';
    END IF;
    IF NEW.version <> OLD.version + 1 OR NEW.directions < OLD.directions OR OLD.state IN ('refused', 'filed')
        OR NOT (NEW.state = OLD.state OR (OLD.state || '>' || NEW.state) IN (
            'waiting>registered', 'waiting>refused', 'registered>submitted', 'submitted>directed', 'directed>assigned', 'directed>in_progress',
            'assigned>directed', 'assigned>in_progress', 'in_progress>directed', 'in_progress>assigned', 'in_progress>done', 'done>filed')) THEN
        RAISE EXCEPTION 'an arrival goes its way';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION an_extension_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'asked' OR NEW.state = 'asked'
        OR (NEW.id, NEW.arrival_id, NEW.due, NEW.reason, NEW.asked_by, NEW.asked_at)
        IS DISTINCT FROM (OLD.id, OLD.arrival_id, OLD.due, OLD.reason, OLD.asked_by, OLD.asked_at) THEN
        RAISE EXCEPTION 'an extension is decided once';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER an_arrival_goes_its_way BEFORE INSERT OR UPDATE ON arrival FOR EACH ROW EXECUTE FUNCTION an_arrival_goes_its_way();
CREATE TRIGGER an_arrival_is_never_deleted BEFORE DELETE ON arrival FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_file_that_came_never_changes BEFORE UPDATE OR DELETE ON arrival_file FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_direction_never_changes BEFORE UPDATE OR DELETE ON arrival_direction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_part_never_changes BEFORE UPDATE OR DELETE ON arrival_part FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_note_on_an_arrival_never_changes BEFORE UPDATE OR DELETE ON arrival_note FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER an_extension_is_decided_once BEFORE UPDATE ON arrival_extension FOR EACH ROW EXECUTE FUNCTION an_extension_is_decided_once();
CREATE TRIGGER an_extension_is_never_deleted BEFORE DELETE ON arrival_extension FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER arrivals_are_never_emptied BEFORE TRUNCATE ON arrival EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE arrival_extension;
DROP TABLE arrival_note;
DROP TABLE arrival_access;
DROP TABLE arrival_part;
DROP TABLE arrival_direction;
DROP TABLE arrival_file;
DROP TABLE arrival;
DROP FUNCTION an_arrival_goes_its_way;
DROP FUNCTION an_extension_is_decided_once;
CREATE TABLE arrival_series (
    organ_id text NOT NULL,
    year     integer NOT NULL,
    last     integer NOT NULL,
    CONSTRAINT an_organ_has_one_arrival_series_a_year PRIMARY KEY (organ_id, year),
    CONSTRAINT an_arrival_series_counts_from_one CHECK (last >= 1)
);
INSERT INTO arrival_series (organ_id, year, last)
    SELECT issuer_id, CAST(period_id AS integer), last FROM number_series WHERE symbol = 'ĐẾN' AND period_kind = 'year' AND last > 0;
-- +goose StatementBegin
CREATE FUNCTION an_arrival_series_only_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.last <> 1)
        OR (TG_OP = 'UPDATE' AND (NEW.last <> OLD.last + 1 OR NEW.organ_id <> OLD.organ_id OR NEW.year <> OLD.year)) THEN
        RAISE EXCEPTION 'an arrival series only counts on';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER an_arrival_series_only_counts_on BEFORE INSERT OR UPDATE ON arrival_series
    FOR EACH ROW EXECUTE FUNCTION an_arrival_series_only_counts_on();
CREATE TRIGGER an_arrival_series_is_never_deleted BEFORE DELETE ON arrival_series FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER arrival_series_are_never_emptied BEFORE TRUNCATE ON arrival_series EXECUTE FUNCTION refuse_change();
