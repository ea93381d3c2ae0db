package register

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

var (
	stateKey = Key{IssuerID: "ubnd", Regime: "state", Symbol: "BC", PeriodKind: Year, PeriodID: "2026"}
	partyKey = Key{IssuerID: "tu", Regime: "party", Symbol: "TB", PeriodKind: Term, PeriodID: "nk-1"}
	clerk    = By{ID: "van-thu", Name: "Trần Thị Vân", Capacity: "Văn thư"}
	chief    = By{ID: "chanh-vp", Name: "Lê Văn Chánh", Capacity: "Chánh Văn phòng"}
)

// each runs fn on both databases, with the organs that the keys above name.
func each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		organs(t, s)
		fn(t, s)
	})
}

// organs writes the bare rows that a series refers to.
func organs(t testing.TB, s *store.Store) {
	t.Helper()
	for id, regime := range map[string]string{"ubnd": "state", "tu": "party", "vptu": "party"} {
		exec(t, s, `INSERT INTO organ (id, name, folded_name, printed_name, code, regime, class, level, valid_from)
			VALUES ('`+id+`', '`+id+`', '`+id+`', 'X', 'X', '`+regime+`', 'department', 'tinh', '2000-01-01')`)
	}
}

func exec(t testing.TB, s *store.Store, statement string) {
	t.Helper()
	if _, err := s.Pool().ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func update(t testing.TB, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *store.Store, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// refused runs fn in a transaction that must end in the fault.
func refused(t testing.TB, s *store.Store, code string, fn func(tx *store.Tx) error) {
	t.Helper()
	err := s.Update(context.Background(), fn)
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func assign(tx *store.Tx, k Key, document string, date store.Date) error {
	_, err := Assign(tx, k, Entry{DocumentID: document, Date: date, By: clerk.ID})
	return err
}

// numbers are what the book of a key says, in short.
func numbers(t testing.TB, s *store.Store, k Key) []string {
	t.Helper()
	var said []string
	view(t, s, func(tx *store.Tx) error {
		rows, err := Rows(tx, Filter{IssuerID: k.IssuerID, Symbol: k.Symbol, PeriodKind: k.PeriodKind, PeriodID: k.PeriodID})
		for _, r := range rows {
			said = append(said, fmt.Sprintf("%s %s %s", digits(r.Number), r.Status, r.DocumentID))
		}
		return err
	})
	return said
}

// TestOneDocumentOneNumber: many try to number the same document at once; one does.
func TestOneDocumentOneNumber(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		const tries = 16
		errs := make(chan error, tries)
		for range tries {
			go func() {
				errs <- s.Update(context.Background(), func(tx *store.Tx) error { return assign(tx, partyKey, "d1", "2026-01-05") })
			}()
		}
		done := 0
		for range tries {
			err := <-errs
			var f *fault.Fault
			switch {
			case err == nil:
				done++
			case !errors.As(err, &f) || f.Code != "ALREADY_NUMBERED":
				t.Errorf("got %v, want ALREADY_NUMBERED", err)
			}
		}
		if done != 1 {
			t.Errorf("%d transactions numbered the document", done)
		}
		if diff := cmp.Diff([]string{"01 assigned d1"}, numbers(t, s, partyKey)); diff != "" {
			t.Error(diff)
		}
		// A caller that passes the refusal over has lost no number by it.
		update(t, s, func(tx *store.Tx) error {
			if err := assign(tx, partyKey, "d1", "2026-01-05"); code(err) != "ALREADY_NUMBERED" {
				t.Errorf("got %v, want ALREADY_NUMBERED", err)
			}
			return assign(tx, partyKey, "d2", "2026-01-05")
		})
		view(t, s, Check)
		// Nor in another series.
		refused(t, s, "ALREADY_NUMBERED", func(tx *store.Tx) error { return assign(tx, stateKey, "d1", "2026-01-05") })
		if got := numbers(t, s, stateKey); got != nil {
			t.Errorf("the refusal left %v", got)
		}
	})
}

func TestDateOrder(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		update(t, s, func(tx *store.Tx) error { return assign(tx, stateKey, "d1", "2026-03-10") })
		refused(t, s, "NUMBER_DATE_ORDER", func(tx *store.Tx) error { return assign(tx, stateKey, "d2", "2026-03-09") })
		update(t, s, func(tx *store.Tx) error { return assign(tx, stateKey, "d2", "2026-03-10") }) // the same day is no step back
		update(t, s, func(tx *store.Tx) error {
			_, err := Reserve(tx, stateKey, "2026-03-12", "Văn bản giấy", clerk)
			return err
		})
		refused(t, s, "NUMBER_DATE_ORDER", func(tx *store.Tx) error { return assign(tx, stateKey, "d3", "2026-03-11") })
		refused(t, s, "NUMBER_YEAR", func(tx *store.Tx) error { return assign(tx, stateKey, "d3", "2027-01-04") })
		update(t, s, func(tx *store.Tx) error { return assign(tx, stateKey, "d3", "2026-12-31") })
		want := []string{"01 assigned d1", "02 assigned d2", "03 reserved ", "04 assigned d3"}
		if diff := cmp.Diff(want, numbers(t, s, stateKey)); diff != "" {
			t.Errorf("a refusal took a number (-want +got):\n%s", diff)
		}
		view(t, s, Check)
	})
}

// TestPeriods: a State series begins again with the year, a Party series only with the term, whatever the year.
func TestPeriods(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		next := func(k Key, id string) Key { k.PeriodID = id; return k }
		steps := []struct {
			key  Key
			doc  string
			date store.Date
			want string
		}{
			{stateKey, "s1", "2026-12-30", "01"},
			{stateKey, "s2", "2026-12-31", "02"},
			{next(stateKey, "2027"), "s3", "2027-01-04", "01"},
			{partyKey, "p1", "2026-12-30", "01"},
			{partyKey, "p2", "2027-01-04", "02"},
			{next(partyKey, "nk-2"), "p3", "2030-10-01", "01"},
		}
		for _, step := range steps {
			update(t, s, func(tx *store.Tx) error {
				n, err := Assign(tx, step.key, Entry{DocumentID: step.doc, Date: step.date})
				if n.String() != step.want {
					t.Errorf("%s of %s: number %s, want %s", step.doc, step.date, n, step.want)
				}
				return err
			})
		}
		view(t, s, Check)
	})
}

func TestKeyRefused(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	organs(t, s)
	bad := map[string]func(*Key){
		"no issuer":      func(k *Key) { k.IssuerID = "" },
		"no symbol":      func(k *Key) { k.Symbol = "" },
		"regime":         func(k *Key) { k.Regime = "church" },
		"period":         func(k *Key) { k.PeriodKind = "week" },
		"State by term":  func(k *Key) { k.PeriodKind = Term },
		"unknown issuer": func(k *Key) { k.IssuerID = "nobody" },
	}
	for name, spoil := range bad {
		k := stateKey
		spoil(&k)
		if err := s.Update(context.Background(), func(tx *store.Tx) error { return assign(tx, k, "d1", "2026-01-05") }); err == nil {
			t.Errorf("%s: numbered", name)
		}
	}
	for _, date := range []store.Date{"", "2026-02-30", "hôm nay"} {
		if err := s.Update(context.Background(), func(tx *store.Tx) error { return assign(tx, stateKey, "d1", date) }); err == nil {
			t.Errorf("date %q: numbered", date)
		}
	}
	if got := numbers(t, s, stateKey); got != nil {
		t.Errorf("left %v", got)
	}
}

func TestReserveAndVoid(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		update(t, s, func(tx *store.Tx) error {
			n, err := Reserve(tx, partyKey, "2026-05-04", "  Văn bản giấy của Thường trực ", clerk)
			if n.Value != 1 {
				t.Errorf("reserved %s", n)
			}
			return err
		})
		refused(t, s, "REASON_MISSING", func(tx *store.Tx) error { _, err := Reserve(tx, partyKey, "2026-05-04", " ", clerk); return err })
		update(t, s, func(tx *store.Tx) error { return assign(tx, partyKey, "d1", "2026-05-05") })
		refused(t, s, "REASON_MISSING", func(tx *store.Tx) error { return Void(tx, partyKey, 2, "", clerk) })
		refused(t, s, "NUMBER_UNKNOWN", func(tx *store.Tx) error { return Void(tx, partyKey, 9, "nhầm", clerk) })
		refused(t, s, "NUMBER_UNKNOWN", func(tx *store.Tx) error { return Void(tx, stateKey, 1, "nhầm", clerk) })
		update(t, s, func(tx *store.Tx) error { return Void(tx, partyKey, 2, "Cấp nhầm loại", clerk) })
		refused(t, s, "ALREADY_VOIDED", func(tx *store.Tx) error { return Void(tx, partyKey, 2, "lần nữa", clerk) })
		// The document whose number was voided takes a new one, never the old.
		update(t, s, func(tx *store.Tx) error { return assign(tx, partyKey, "d1", "2026-05-05") })
		want := []string{"01 reserved ", "02 voided d1", "03 assigned d1"}
		if diff := cmp.Diff(want, numbers(t, s, partyKey)); diff != "" {
			t.Error(diff)
		}
		view(t, s, func(tx *store.Tx) error {
			rows, err := Rows(tx, Filter{IssuerID: "tu"})
			if err != nil {
				return err
			}
			if got, want := rows[0].Note(), "Số dự phòng: Văn bản giấy của Thường trực"; got != want {
				t.Errorf("note %q, want %q", got, want)
			}
			if got, want := rows[1].Note(), "Hủy số: Cấp nhầm loại"; got != want {
				t.Errorf("note %q, want %q", got, want)
			}
			trail, err := audit.Trail(tx, audit.Subject{Kind: "series", ID: rows[0].SeriesID})
			var events []string
			for _, e := range trail {
				events = append(events, e.Action+" "+e.ActorName+" ("+e.Capacity+"): "+e.Comment)
			}
			wantEvents := []string{
				"reserve_number Trần Thị Vân (Văn thư): Văn bản giấy của Thường trực",
				"void_number Trần Thị Vân (Văn thư): Cấp nhầm loại",
			}
			if diff := cmp.Diff(wantEvents, events); diff != "" {
				t.Errorf("one event per change of the book, none for Assign (-want +got):\n%s", diff)
			}
			return errors.Join(err, Check(tx))
		})
	})
}

func TestOpen(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		refused(t, s, "OPENING_NEEDS_TWO_PEOPLE", func(tx *store.Tx) error { return Open(tx, partyKey, 117, clerk, clerk) })
		refused(t, s, "OPENING_NEEDS_TWO_PEOPLE", func(tx *store.Tx) error { return Open(tx, partyKey, 117, clerk, By{}) })
		refused(t, s, "OPENING_NUMBER", func(tx *store.Tx) error { return Open(tx, partyKey, 0, clerk, chief) })
		refused(t, s, "OPENING_NUMBER", func(tx *store.Tx) error { return Open(tx, partyKey, lastNumber, clerk, chief) })
		update(t, s, func(tx *store.Tx) error { return Open(tx, partyKey, 117, clerk, chief) })
		refused(t, s, "SERIES_ALREADY_OPEN", func(tx *store.Tx) error { return Open(tx, partyKey, 118, clerk, chief) })
		update(t, s, func(tx *store.Tx) error { return assign(tx, partyKey, "d1", "2026-07-01") })
		refused(t, s, "SERIES_ALREADY_OPEN", func(tx *store.Tx) error { return Open(tx, partyKey, 117, clerk, chief) })
		if diff := cmp.Diff([]string{"118 assigned d1"}, numbers(t, s, partyKey)); diff != "" {
			t.Error(diff)
		}
		// A series that began by itself cannot be opened over.
		update(t, s, func(tx *store.Tx) error { return assign(tx, stateKey, "d2", "2026-07-01") })
		refused(t, s, "SERIES_ALREADY_OPEN", func(tx *store.Tx) error { return Open(tx, stateKey, 40, clerk, chief) })
		view(t, s, func(tx *store.Tx) error {
			series, err := SeriesOf(tx, "tu")
			if len(series) != 1 || series[0].OpenedAt != 117 || series[0].Last != 118 || series[0].LastDate != "2026-07-01" {
				t.Errorf("books: %+v", series)
			}
			return errors.Join(err, Check(tx))
		})
	})
}

// TestBook compares the printed numbers and the columns of a book, and its filter by date.
func TestBook(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		entry := Entry{
			DocumentID: "d1", Date: "2026-02-03", Symbol: "TB/VPTU", KindName: "Thông báo",
			Subject: "kết luận của Thường trực Tỉnh ủy", Signer: "Lê Văn Chánh", Recipients: "Như trên; Lưu", Copies: 12, By: clerk.ID,
		}
		later := Entry{DocumentID: "d2", Date: "2026-04-01", Symbol: "TB/VPTU"}
		k := partyKey
		k.IssuerID = "vptu"
		update(t, s, func(tx *store.Tx) error {
			n, err := Assign(tx, k, entry)
			_, err2 := Assign(tx, k, later)
			if n.String() != "01" || n.Date != entry.Date || n.SeriesID == "" {
				t.Errorf("number %+v", n)
			}
			return errors.Join(err, err2)
		})
		view(t, s, func(tx *store.Tx) error {
			rows, err := Rows(tx, Filter{IssuerID: "vptu", Symbol: "TB", To: "2026-03-31"})
			if len(rows) != 1 {
				t.Fatalf("%d rows", len(rows))
			}
			want := Row{
				Key: k, SeriesID: rows[0].SeriesID, Number: 1, Status: Assigned, DocumentID: "d1", Date: entry.Date, Symbol: entry.Symbol,
				KindName: entry.KindName, Subject: entry.Subject, Signer: entry.Signer, Recipients: entry.Recipients, Copies: 12,
			}
			if diff := cmp.Diff(want, rows[0]); diff != "" {
				t.Error(diff)
			}
			if got := rows[0].Printed(); got != "01-TB/VPTU" {
				t.Errorf("printed %q", got)
			}
			for f, want := range map[Filter]int{
				{IssuerID: "vptu"}:                     2,
				{IssuerID: "vptu", From: "2026-02-04"}: 1,
				{IssuerID: "vptu", PeriodKind: Year}:   0,
				{IssuerID: "vptu", PeriodID: "nk-1"}:   2,
				{IssuerID: "vptu", Symbol: "QĐ"}:       0,
				{IssuerID: "tu"}:                       0,
			} {
				rows, err := Rows(tx, f)
				if err != nil || len(rows) != want {
					t.Errorf("%+v: %d rows, %v, want %d", f, len(rows), err, want)
				}
			}
			if _, err := Rows(tx, Filter{}); err == nil {
				t.Error("read the books of everybody")
			}
			return err
		})
	})
}
