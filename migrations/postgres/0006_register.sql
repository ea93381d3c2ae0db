-- +goose Up
-- The books of numbers (sổ đăng ký văn bản). A series counts 1, 2, 3 … per issuer, symbol and period; a number once given
-- keeps its line for ever.
--
--   number_series (opened_at < numbers ≤ last) ──< register_entry      assigned ──▶ voided
--        ▲ same id                                                     reserved ──▶ voided
--   series_opening: proposed ──▶ approved | refused, by two people
CREATE TABLE number_series (
    id          text NOT NULL PRIMARY KEY,
    issuer_id   text NOT NULL REFERENCES organ (id),
    regime      text NOT NULL,
    symbol      text NOT NULL,            -- what shares the count: TB, QĐ, ĐẾN (document.Kind.Series)
    period_kind text NOT NULL,
    period_id   text NOT NULL,            -- the year "2026", or the id of the term or congress
    last        integer NOT NULL,         -- the last number given
    last_date   text NOT NULL DEFAULT '', -- its date; '' before the first
    opened_at   integer NOT NULL DEFAULT 0, -- the last number of the paper book, when it began in mid-period
    opened_by   text NOT NULL DEFAULT '',
    approved_by text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    CONSTRAINT a_series_is_opened_once UNIQUE (issuer_id, regime, symbol, period_kind, period_id),
    CONSTRAINT a_series_follows_one_regime CHECK (regime IN ('party', 'state')),
    CONSTRAINT a_series_counts_in_a_known_period CHECK (period_kind IN ('term', 'year', 'congress')),
    CONSTRAINT a_state_series_counts_by_year CHECK (regime <> 'state' OR period_kind = 'year'),
    CONSTRAINT a_year_has_four_digits CHECK (period_kind <> 'year' OR length(period_id) = 4),
    CONSTRAINT a_series_names_its_symbol_and_period CHECK (symbol <> '' AND period_id <> ''),
    CONSTRAINT a_series_never_counts_below_its_opening CHECK (opened_at >= 0 AND last >= opened_at AND last <= 999999),
    CONSTRAINT a_mid_period_opening_needs_two_people CHECK (
        opened_at = 0 OR (opened_by <> '' AND approved_by <> '' AND opened_by <> approved_by))
);

CREATE TABLE register_entry (
    series_id   text NOT NULL REFERENCES number_series (id),
    number      integer NOT NULL,
    status      text NOT NULL,
    document_id text,                         -- the document, or the incoming paper, that bears the number
    entry_date  text NOT NULL,                -- date of the document; of arrival in a book of incoming papers
    symbol      text NOT NULL DEFAULT '',     -- as printed after the number: TB/VPTU, UBND-VX
    kind_name   text NOT NULL DEFAULT '',     -- the columns of the printed book (NĐ 30/2020 Phụ lục IV)
    subject     text NOT NULL DEFAULT '',
    signer      text NOT NULL DEFAULT '',
    recipients  text NOT NULL DEFAULT '',
    copies      integer NOT NULL DEFAULT 0,
    reason      text NOT NULL DEFAULT '',     -- why reserved or voided
    by_person   text NOT NULL DEFAULT '',     -- who gave or reserved it
    created_at  timestamptz NOT NULL,
    voided_by   text NOT NULL DEFAULT '',
    voided_at   timestamptz,
    CONSTRAINT a_number_is_given_once PRIMARY KEY (series_id, number),
    CONSTRAINT a_number_counts_from_one CHECK (number BETWEEN 1 AND 999999),
    CONSTRAINT a_number_is_assigned_reserved_or_voided CHECK (status IN ('assigned', 'reserved', 'voided')),
    CONSTRAINT an_assigned_number_names_its_document CHECK (status <> 'assigned' OR (document_id IS NOT NULL AND document_id <> '')),
    CONSTRAINT a_reserved_number_holds_only_a_date CHECK (status <> 'reserved' OR (document_id IS NULL
        AND symbol = '' AND kind_name = '' AND subject = '' AND signer = '' AND recipients = '' AND copies = 0)),
    CONSTRAINT a_reserved_or_voided_number_says_why CHECK (status = 'assigned' OR reason <> ''),
    CONSTRAINT a_voided_number_says_when_and_by_whom CHECK (
        (status = 'voided' AND voided_by <> '' AND voided_at IS NOT NULL) OR
        (status <> 'voided' AND voided_by = '' AND voided_at IS NULL)),
    CONSTRAINT an_entry_has_a_date CHECK (length(entry_date) = 10),
    CONSTRAINT copies_are_counted CHECK (copies >= 0)
);
CREATE UNIQUE INDEX a_document_has_one_number ON register_entry (document_id) WHERE status = 'assigned';

-- A mid-period opening waits here for its second person; once approved the series takes over its id.
CREATE TABLE series_opening (
    id          text NOT NULL PRIMARY KEY,
    issuer_id   text NOT NULL REFERENCES organ (id),
    regime      text NOT NULL,
    symbol      text NOT NULL,
    period_kind text NOT NULL,
    period_id   text NOT NULL,
    last        integer NOT NULL,          -- of the paper book
    status      text NOT NULL DEFAULT 'proposed',
    proposed_by text NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by  text NOT NULL DEFAULT '',
    decided_at  timestamptz,
    CONSTRAINT an_opening_is_proposed_approved_or_refused CHECK (status IN ('proposed', 'approved', 'refused')),
    CONSTRAINT an_opening_continues_a_paper_book CHECK (last BETWEEN 1 AND 999998),
    CONSTRAINT an_opening_is_decided_by_another_person CHECK (decided_by <> proposed_by),
    CONSTRAINT a_decided_opening_says_when_and_by_whom CHECK (
        (status = 'proposed' AND decided_by = '' AND decided_at IS NULL) OR
        (status <> 'proposed' AND decided_by <> '' AND decided_at IS NOT NULL))
);
CREATE UNIQUE INDEX an_opening_is_proposed_once_at_a_time ON series_opening (issuer_id, regime, symbol, period_kind, period_id)
    WHERE status = 'proposed';

-- +goose StatementBegin
CREATE FUNCTION a_series_begins_at_one_or_at_the_paper_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (NEW.last = NEW.opened_at OR (NEW.opened_at = 0 AND NEW.last = 1)) THEN
        RAISE EXCEPTION 'a series begins at one or at the paper book';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION a_series_only_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (NEW.last = OLD.last + 1 AND NEW.last_date >= OLD.last_date)
        OR (NEW.id, NEW.issuer_id, NEW.regime, NEW.symbol, NEW.period_kind, NEW.period_id, NEW.opened_at, NEW.opened_by,
            NEW.approved_by, NEW.created_at)
        <> (OLD.id, OLD.issuer_id, OLD.regime, OLD.symbol, OLD.period_kind, OLD.period_id, OLD.opened_at, OLD.opened_by,
            OLD.approved_by, OLD.created_at) THEN
        RAISE EXCEPTION 'a series only counts on';
    END IF;
    IF OLD.last > OLD.opened_at
        AND NOT EXISTS (SELECT 1 FROM register_entry e WHERE e.series_id = OLD.id AND e.number = OLD.last) THEN
        RAISE EXCEPTION 'the last number of the series has no entry';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION a_number_comes_from_its_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'voided' OR NOT EXISTS (SELECT 1 FROM number_series s
        WHERE s.id = NEW.series_id AND s.last = NEW.number AND s.opened_at < NEW.number AND s.last_date = NEW.entry_date) THEN
        RAISE EXCEPTION 'a number comes from its series';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION an_entry_is_only_ever_voided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'voided' OR NEW.status <> 'voided'
        OR (NEW.series_id, NEW.number, NEW.entry_date, NEW.symbol, NEW.kind_name, NEW.subject, NEW.signer, NEW.recipients,
            NEW.copies, NEW.by_person, NEW.created_at)
        <> (OLD.series_id, OLD.number, OLD.entry_date, OLD.symbol, OLD.kind_name, OLD.subject, OLD.signer, OLD.recipients,
            OLD.copies, OLD.by_person, OLD.created_at)
        OR NEW.document_id IS DISTINCT FROM OLD.document_id THEN
        RAISE EXCEPTION 'an entry is only ever voided';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION an_opening_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'proposed' OR NEW.status = 'proposed'
        OR (NEW.id, NEW.issuer_id, NEW.regime, NEW.symbol, NEW.period_kind, NEW.period_id, NEW.last, NEW.proposed_by, NEW.proposed_at)
        <> (OLD.id, OLD.issuer_id, OLD.regime, OLD.symbol, OLD.period_kind, OLD.period_id, OLD.last, OLD.proposed_by, OLD.proposed_at) THEN
        RAISE EXCEPTION 'an opening is decided once';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER a_series_begins_at_one_or_at_the_paper_book BEFORE INSERT ON number_series
    FOR EACH ROW EXECUTE FUNCTION a_series_begins_at_one_or_at_the_paper_book();
CREATE TRIGGER a_series_only_counts_on BEFORE UPDATE ON number_series
    FOR EACH ROW EXECUTE FUNCTION a_series_only_counts_on();
CREATE TRIGGER a_series_is_never_deleted BEFORE DELETE ON number_series FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER a_number_comes_from_its_series BEFORE INSERT ON register_entry
    FOR EACH ROW EXECUTE FUNCTION a_number_comes_from_its_series();
CREATE TRIGGER an_entry_is_only_ever_voided BEFORE UPDATE ON register_entry
    FOR EACH ROW EXECUTE FUNCTION an_entry_is_only_ever_voided();
CREATE TRIGGER an_entry_is_never_deleted BEFORE DELETE ON register_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER an_entry_is_never_emptied BEFORE TRUNCATE ON register_entry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER an_opening_is_decided_once BEFORE UPDATE ON series_opening
    FOR EACH ROW EXECUTE FUNCTION an_opening_is_decided_once();
CREATE TRIGGER an_opening_is_never_deleted BEFORE DELETE ON series_opening FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER an_opening_is_never_emptied BEFORE TRUNCATE ON series_opening EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE series_opening;
DROP TABLE register_entry;
DROP TABLE number_series;
DROP FUNCTION an_opening_is_decided_once();
DROP FUNCTION an_entry_is_only_ever_voided();
DROP FUNCTION a_number_comes_from_its_series();
DROP FUNCTION a_series_only_counts_on();
DROP FUNCTION a_series_begins_at_one_or_at_the_paper_book();
