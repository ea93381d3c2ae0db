package register

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const today store.Date = "2026-06-15"

// office is a Văn phòng Tỉnh ủy that serves its Tỉnh ủy, a UBND beside them, and one person for each role of the
// office, whose id is the role's name.
func office(t testing.TB, s *store.Store) *Service {
	t.Helper()
	editor := directory.Editor{ID: "x", Name: "x"}
	organ := func(id, code string, regime directory.Regime, class, parent, office string) directory.Organ {
		return directory.Organ{
			ID: id, Name: id, PrintedName: "X", Code: code, Regime: regime, Class: class, Level: "tinh", ParentID: parent,
			OfficeID: office, Channel: "account", ValidFrom: "2020-01-01",
		}
	}
	update(t, s, func(tx *store.Tx) error {
		var errs []error
		for _, o := range []directory.Organ{
			organ("tu", "TU", directory.Party, directory.ProvinceCommittee, "", "vptu"),
			organ("vptu", "VPTU", directory.Party, directory.ProvinceOffice, "tu", ""),
			organ("ubnd", "UBND", directory.State, directory.ProvincePeopleCommittee, "", ""),
		} {
			errs = append(errs, directory.AddOrgan(tx, editor, o))
		}
		for _, role := range []string{
			authz.Specialist, authz.UnitHead, authz.ChiefOfOffice, authz.Leader, authz.Clerk, authz.Archivist, authz.Administrator,
		} {
			username := map[string]string{authz.UnitHead: "unit.head", authz.ChiefOfOffice: "chief"}[role]
			if username == "" {
				username = role
			}
			errs = append(errs,
				directory.AddPerson(tx, editor, directory.Person{ID: role, Name: "Nguyễn Văn An", Username: username}),
				directory.AddHolding(tx, editor, directory.Holding{
					ID: role, PersonID: role, OrganID: "vptu", Position: "CHỨC VỤ", Title: "Chức vụ " + role, Role: role,
					Standing: directory.Member, From: "2020-01-01",
				}))
		}
		errs = append(errs, directory.AddTerm(tx, editor, directory.Term{ID: "nk-1", OrganID: "tu", Number: "I", From: "2025-09-25"}))
		return errors.Join(errs...)
	})
	policy, err := authz.Load()
	if err != nil {
		t.Fatal(err)
	}
	return New(s, policy, func() store.Date { return today })
}

func person(role string) authz.Actor {
	return authz.Actor{Kind: authz.Person, PersonID: role, Name: "Nguyễn Văn An"}
}

func code(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	if err != nil {
		return err.Error()
	}
	return "done"
}

// TestWhoMayDoWhat asks every use-case as every role, and as those outside.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx := office(t, s), context.Background()
		n, err := service.ReserveNumber(ctx, person(authz.Clerk), Reservation{IssuerID: "tu", Kind: "notice", Date: today, Reason: "Văn bản giấy"})
		if err != nil || n.String() != "01" {
			t.Fatalf("%v, %v", n, err)
		}
		uses := map[string]func(authz.Actor) error{
			"book":     func(a authz.Actor) error { _, err := service.Book(ctx, a, Filter{IssuerID: "tu"}); return err },
			"books":    func(a authz.Actor) error { _, err := service.Books(ctx, a, "tu"); return err },
			"openings": func(a authz.Actor) error { _, err := service.Openings(ctx, a, "tu"); return err },
			"reserve": func(a authz.Actor) error {
				_, err := service.ReserveNumber(ctx, a, Reservation{IssuerID: "tu", Kind: "notice", Date: today, Reason: ""})
				return err
			},
			"void":    func(a authz.Actor) error { return service.VoidNumber(ctx, a, n.SeriesID, 1, "") },
			"propose": func(a authz.Actor) error { _, err := service.ProposeOpening(ctx, a, "tu", "notice", 10); return err },
		}
		// Without a reason, or over an open series, the permitted end in the fault of the rule, and change nothing.
		const reason, open, hidden, visible = "REASON_MISSING", "SERIES_ALREADY_OPEN", "REGISTER_UNKNOWN", "REGISTER_FORBIDDEN"
		borrowed := person("nobody")
		borrowed.Roles = []authz.Role{{Name: authz.Clerk, Organ: "vptu", Office: "vptu"}}
		outside := person(authz.Clerk)
		outside.Kind = authz.Guest
		tests := []struct {
			name  string
			actor authz.Actor
			want  map[string]string // what is not named is hidden
		}{
			{"clerk", person(authz.Clerk), map[string]string{"book": "done", "books": "done", "reserve": reason, "void": reason, "propose": open, "openings": "done"}},
			{"chief", person(authz.ChiefOfOffice), map[string]string{"book": "done", "books": "done", "reserve": visible, "void": visible, "propose": visible, "openings": "done"}},
			{"administrator", person(authz.Administrator), map[string]string{"propose": open, "openings": "done"}},
			{"specialist", person(authz.Specialist), nil},
			{"unit head", person(authz.UnitHead), nil},
			{"leader", person(authz.Leader), nil},
			{"archivist", person(authz.Archivist), nil},
			{"roles brought along", borrowed, nil},
			{"guest", outside, nil},
			{"nobody", authz.Actor{}, nil},
		}
		for _, tt := range tests {
			for use, do := range uses {
				want := tt.want[use]
				if want == "" {
					want = hidden
				}
				if got := code(do(tt.actor)); got != want {
					t.Errorf("%s, %s: got %s, want %s", tt.name, use, got, want)
				}
			}
		}
		for _, stranger := range []string{"ubnd", "không có"} {
			if _, err := service.Book(ctx, person(authz.Clerk), Filter{IssuerID: stranger}); code(err) != hidden {
				t.Errorf("the book of %s: %v", stranger, err)
			}
		}
		if diff := cmp.Diff([]string{"01 reserved "}, numbers(t, s, Key{IssuerID: "tu"})); diff != "" {
			t.Errorf("a refusal changed the book:\n%s", diff)
		}
	})
}

func TestReserveAndVoidByService(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx, vanThu := office(t, s), context.Background(), person(authz.Clerk)
		_, err := service.ReserveNumber(ctx, vanThu, Reservation{IssuerID: "tu", Kind: "notice", Date: "2026-06-16", Reason: "Văn bản giấy"})
		if code(err) != "NUMBER_DATE_FUTURE" {
			t.Errorf("a number of tomorrow: %v", err)
		}
		_, err = service.ReserveNumber(ctx, vanThu, Reservation{IssuerID: "tu", Kind: "poem", Date: today, Reason: "Văn bản giấy"})
		if code(err) != "KIND_UNKNOWN" {
			t.Errorf("an unknown kind: %v", err)
		}
		_, err = service.ReserveNumber(ctx, vanThu, Reservation{IssuerID: "tu", Kind: "notice", Date: "2025-09-24", Reason: "Văn bản giấy"})
		if code(err) != "TERM_UNKNOWN" {
			t.Errorf("before the term: %v", err)
		}
		n, err := service.ReserveNumber(ctx, vanThu, Reservation{IssuerID: "vptu", Kind: "notice", Date: "2026-06-12", Reason: "Văn bản giấy"})
		if err != nil {
			t.Fatal(err)
		}
		k := Key{IssuerID: "vptu", Regime: "party", Symbol: "TB", PeriodKind: Term, PeriodID: "nk-1"}
		update(t, s, func(tx *store.Tx) error { return assign(tx, k, "d1", today) })
		if err := service.VoidNumber(ctx, vanThu, n.SeriesID, 2, "nhầm"); code(err) != "NUMBER_IN_USE" {
			t.Errorf("void a document's number: %v", err)
		}
		if err := service.VoidNumber(ctx, vanThu, n.SeriesID, 3, "nhầm"); code(err) != "REGISTER_UNKNOWN" {
			t.Errorf("void what is not there: %v", err)
		}
		if err := service.VoidNumber(ctx, vanThu, n.SeriesID, 1, "không dùng"); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"01 voided ", "02 assigned d1"}, numbers(t, s, k)); diff != "" {
			t.Error(diff)
		}
		rows, err := service.Book(ctx, vanThu, Filter{IssuerID: "vptu", PeriodID: "nk-1"})
		if err != nil || len(rows) != 2 || rows[0].Note() != "Hủy số: không dùng" {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}

// TestOpeningByTwo walks a mid-term opening: proposed, refused, proposed again, approved; events on one chain each.
func TestOpeningByTwo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx := office(t, s), context.Background()
		vanThu, chanh := person(authz.Clerk), person(authz.ChiefOfOffice)
		propose := func(last int) Opening {
			t.Helper()
			o, err := service.ProposeOpening(ctx, vanThu, "tu", "notice", last)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		first := propose(116)
		if _, err := service.ProposeOpening(ctx, person(authz.Administrator), "tu", "notice", 5); code(err) != "OPENING_WAITS" {
			t.Errorf("two proposals at once: %v", err)
		}
		if err := service.ApproveOpening(ctx, vanThu, first.ID); code(err) != "REGISTER_FORBIDDEN" {
			t.Errorf("the proposer approves: %v", err)
		}
		if err := service.RefuseOpening(ctx, chanh, first.ID, " "); code(err) != "REASON_MISSING" {
			t.Errorf("refuse without a reason: %v", err)
		}
		if err := service.RefuseOpening(ctx, chanh, first.ID, "Sổ giấy đến số 117"); err != nil {
			t.Fatal(err)
		}
		if err := service.ApproveOpening(ctx, chanh, first.ID); code(err) != "OPENING_UNKNOWN" {
			t.Errorf("approve what was refused: %v", err)
		}
		second := propose(117)
		if list, err := service.Openings(ctx, chanh, "tu"); err != nil || len(list) != 1 || list[0].ID != second.ID || list[0].ProposedName != "Nguyễn Văn An" {
			t.Errorf("waiting: %+v, %v", list, err)
		}
		if err := service.ApproveOpening(ctx, chanh, second.ID); err != nil {
			t.Fatal(err)
		}
		series, err := service.Books(ctx, chanh, "tu")
		want := []Series{{ID: second.ID, Key: second.Key, Last: 117, OpenedAt: 117}}
		if diff := cmp.Diff(want, series); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
		n, err := service.ReserveNumber(ctx, vanThu, Reservation{IssuerID: "tu", Kind: "notice", Date: today, Reason: "Văn bản giấy"})
		if err != nil || n.Value != 118 {
			t.Errorf("%v, %v", n, err)
		}
		view(t, s, func(tx *store.Tx) error {
			var events []string
			for _, id := range []string{first.ID, second.ID} {
				trail, err := audit.Trail(tx, audit.Subject{Kind: "series", ID: id})
				if err != nil {
					return err
				}
				for _, e := range trail {
					events = append(events, e.Action+" by "+e.ActorID+" as "+e.Capacity)
				}
			}
			want := []string{
				"propose_opening by clerk as Chức vụ clerk", "refuse_opening by chief_of_office as Chức vụ chief_of_office",
				"propose_opening by clerk as Chức vụ clerk", "open_series by chief_of_office as Chức vụ chief_of_office",
				"reserve_number by clerk as Chức vụ clerk",
			}
			if diff := cmp.Diff(want, events); diff != "" {
				t.Error(diff)
			}
			return Check(tx)
		})
	})
}

// TestApproveAfterANumber: a number given between proposal and approval wins.
func TestApproveAfterANumber(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	service, ctx := office(t, s), context.Background()
	o, err := service.ProposeOpening(ctx, person(authz.Clerk), "tu", "notice", 117)
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *store.Tx) error { return assign(tx, o.Key, "d1", today) })
	if err := service.ApproveOpening(ctx, person(authz.ChiefOfOffice), o.ID); code(err) != "SERIES_ALREADY_OPEN" {
		t.Errorf("opened over a number: %v", err)
	}
	list, err := service.Openings(ctx, person(authz.ChiefOfOffice), "tu")
	if err != nil || len(list) != 1 {
		t.Errorf("the failed approval decided the proposal: %v, %v", list, err)
	}
}

// TestKeyFor: Party series by the committee's term, also for its văn phòng; State by year; incoming always by year.
func TestKeyFor(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	office(t, s)
	tests := []struct {
		issuer, kind string
		want         Key
	}{
		{"tu", "decision", Key{"tu", "party", "QĐ", Term, "nk-1"}},
		{"tu", "regulation", Key{"tu", "party", "QĐ", Term, "nk-1"}}, // Quy định shares the sign, so the count
		{"vptu", "notice", Key{"vptu", "party", "TB", Term, "nk-1"}},
		{"ubnd", "report", Key{"ubnd", "state", "BC", Year, "2026"}},
		{"ubnd", "official_letter", Key{"ubnd", "state", "CV", Year, "2026"}},
		{"ubnd", "true_copy", Key{"ubnd", "state", "SAO", Year, "2026"}},
		{"ubnd", "extract", Key{"ubnd", "state", "SAO", Year, "2026"}},
	}
	view(t, s, func(tx *store.Tx) error {
		for _, tt := range tests {
			issuer, err := directory.OrganAt(tx, tt.issuer, today)
			if err != nil {
				return err
			}
			kind, err := document.KindByID(string(issuer.Regime), tt.kind)
			if err != nil {
				return err
			}
			got, err := KeyFor(tx, issuer, kind, today)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s of %s:\n%s", tt.kind, tt.issuer, diff)
			}
			incoming := KeyForIncoming(issuer, today)
			if incoming.PeriodKind != Year || incoming.PeriodID != "2026" || incoming.Symbol != Incoming || incoming.IssuerID != tt.issuer {
				t.Errorf("incoming of %s: %+v", tt.issuer, incoming)
			}
		}
		return nil
	})
}
