package register

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

func stateOffice(t *testing.T, s *store.Store) *Service {
	t.Helper()
	service := office(t, s)
	editor := directory.Editor{ID: "x", Name: "x"}
	update(t, s, func(tx *store.Tx) error {
		if err := directory.AddPerson(tx, editor, directory.Person{ID: "vt", Name: "Trần Thị Bê", Username: "vt"}); err != nil {
			return err
		}
		return directory.AddHolding(tx, editor, directory.Holding{
			ID: "vt", PersonID: "vt", OrganID: "ubnd", Position: "VĂN THƯ", Title: "Văn thư", Role: authz.Clerk, Standing: directory.Member, From: "2020-01-01",
		})
	})
	return service
}

// A secret paper takes a number and a date: of a Party in the series of its kind, of the State in one apart.
func TestSecretPapersTakeANumberAndADateAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx := stateOffice(t, s), context.Background()
		reserve := func(who, issuer, kind, reason string, secret bool) error {
			_, err := service.ReserveNumber(ctx, person(who), Reservation{IssuerID: issuer, Kind: kind, Date: today, Reason: reason, Secret: secret})
			return err
		}
		for _, r := range []struct {
			who, issuer, kind, reason string
			secret                    bool
			want                      string
		}{
			{authz.Clerk, "tu", "notice", "Văn bản giấy", false, "done"}, {authz.Clerk, "tu", "notice", "Kết luận về việc A", true, "done"},
			{"vt", "ubnd", "report", "Văn bản giấy", false, "done"}, {"vt", "ubnd", "report", "Báo cáo về việc B", true, "done"},
			{"vt", "ubnd", "report", "", true, "done"}, {"vt", "ubnd", "report", "TUYỆT MẬT", false, "SECRET_REFUSED"},
			{"vt", "ubnd", CongressSymbol, "giấy", false, "CONGRESS_ISSUER"}, {authz.Clerk, "vptu", CongressSymbol, "giấy", false, "CONGRESS_ISSUER"},
			{authz.Clerk, "tu", CongressSymbol, "Nghị quyết đại hội", false, "done"}, {authz.Clerk, "tu", Incoming, "Văn bản đến mật", false, "done"},
		} {
			if got := code(reserve(r.who, r.issuer, r.kind, r.reason, r.secret)); got != r.want {
				t.Errorf("%+v: %s", r, got)
			}
		}
		var got []string
		view(t, s, func(tx *store.Tx) error {
			for _, issuer := range []string{"tu", "ubnd"} {
				rows, err := Rows(tx, Filter{IssuerID: issuer})
				if err != nil {
					return err
				}
				for _, row := range rows {
					got = append(got, fmt.Sprintf("%s %s %s %d %s", issuer, row.Key.Symbol, row.Key.PeriodKind, row.Number, row.Reason))
				}
			}
			return Check(tx)
		})
		want := []string{
			"tu TB term 1 Văn bản giấy", "tu TB term 2 " + SecretReason, "tu ĐH congress 1 Nghị quyết đại hội", "tu ĐẾN year 1 Văn bản đến mật",
			"ubnd BC year 1 Văn bản giấy", "ubnd BC/MẬT year 1 " + SecretReason, "ubnd BC/MẬT year 2 " + SecretReason,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Many reserve, number and void at once: the numbers are 1 … n, each once, and every refusal gives its number back.
func TestNumbersHaveNoGapHoweverManyReserveAndVoid(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx := office(t, s), context.Background()
		k := Key{IssuerID: "tu", Regime: "party", Symbol: "TB", PeriodKind: Term, PeriodID: "nk-1"}
		const each = 12
		var group sync.WaitGroup
		var mu sync.Mutex
		reserved, voided := 0, 0
		for i := range 4 {
			group.Go(func() {
				for n := range each {
					switch (i + n) % 3 {
					case 0:
						number, err := service.ReserveNumber(ctx, person(authz.Clerk), Reservation{IssuerID: "tu", Kind: "notice", Date: today, Reason: "giấy"})
						if err != nil {
							t.Error(err)
							return
						}
						err = service.VoidNumber(ctx, person(authz.Clerk), number.SeriesID, number.Value, "nhầm")
						mu.Lock()
						reserved++
						if err == nil {
							voided++
						}
						mu.Unlock()
					case 1:
						if err := s.Update(ctx, func(tx *store.Tx) error { return assign(tx, k, fmt.Sprint("d", i, "-", n), today) }); err != nil {
							t.Error(err)
						}
						mu.Lock()
						reserved++
						mu.Unlock()
					case 2:
						if _, err := service.ReserveNumber(ctx, person(authz.Clerk), Reservation{IssuerID: "tu", Kind: "notice", Date: today}); code(err) != "REASON_MISSING" {
							t.Errorf("without a reason: %v", err)
						}
					}
				}
			})
		}
		group.Wait()
		view(t, s, func(tx *store.Tx) error {
			rows, err := Rows(tx, Filter{IssuerID: "tu"})
			if err != nil {
				return err
			}
			gone := 0
			for i, r := range rows {
				if r.Number != i+1 {
					t.Errorf("line %d bears number %d", i+1, r.Number)
				}
				if r.Status == Voided {
					gone++
				}
			}
			if len(rows) != reserved || gone != voided || voided == 0 {
				t.Errorf("%d lines and %d voided, want %d and %d", len(rows), gone, reserved, voided)
			}
			return Check(tx)
		})
	})
}

// TestShelves: which books one may read is the same in the list, in Find and in Book.
func TestShelves(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx := stateOffice(t, s), context.Background()
		for _, issuer := range []string{"tu", "vptu"} {
			if _, err := service.ReserveNumber(ctx, person(authz.Clerk), Reservation{IssuerID: issuer, Kind: "notice", Date: today, Reason: "giấy"}); err != nil {
				t.Fatal(err)
			}
		}
		for who, want := range map[string]string{
			authz.Clerk: "tu:1 vptu:1", authz.ChiefOfOffice: "tu:1 vptu:1", "vt": "ubnd:0", authz.Administrator: "tu:0 vptu:0",
			authz.Specialist: "", authz.Leader: "", "nobody": "",
		} {
			shelves, err := service.Shelves(ctx, person(who))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, shelf := range shelves {
				got = append(got, fmt.Sprintf("%s:%d", shelf.Issuer.ID, len(shelf.Series)))
				for _, series := range shelf.Series {
					if _, _, err := service.Find(ctx, person(who), series.ID); err != nil {
						t.Error(err)
					}
				}
				if _, err := service.Book(ctx, person(who), Filter{IssuerID: shelf.Issuer.ID}); (err == nil) != shelf.May[authz.RegisterRead] {
					t.Errorf("%s reads %s: %v", who, shelf.Issuer.ID, err)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %q, want %q", who, got, want)
			}
		}
		if _, _, err := service.Find(ctx, person("vt"), "nothing"); code(err) != "REGISTER_UNKNOWN" {
			t.Error(err)
		}
	})
}

// Pages of a book meet without gap or repeat; words are found with and without accents.
func TestPagesOfABook(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		service, ctx := office(t, s), context.Background()
		k := Key{IssuerID: "tu", Regime: "party", Symbol: "TB", PeriodKind: Term, PeriodID: "nk-1"}
		update(t, s, func(tx *store.Tx) error {
			for i := range 23 {
				subject := fmt.Sprintf("về việc số %d", i+1)
				if i == 17 {
					subject = "Kế hoạch phòng, chống bão"
				}
				if _, err := Assign(tx, k, Entry{DocumentID: fmt.Sprint("d", i), Date: today, Symbol: "TB/TU", KindName: "Thông báo", Subject: subject, Signer: "Lê Văn Cê"}); err != nil {
					return err
				}
			}
			return nil
		})
		shelf, err := service.Shelf(ctx, person(authz.Clerk), "tu")
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for after := 0; ; {
			page, err := service.Sheet(ctx, person(authz.Clerk), shelf.Series[0], Filter{}, after, 5)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Rows {
				got = append(got, r.Number)
			}
			if after = page.Next; after == 0 {
				break
			}
		}
		var want []int
		for i := range 23 {
			want = append(want, i+1)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
		for query, n := range map[string]int{"ke hoach": 1, "kế hoạch bão": 1, "bao": 23, "le van ce": 23, "18-tb/tu": 1, "không có": 0} {
			page, err := service.Sheet(ctx, person(authz.Clerk), shelf.Series[0], Filter{Query: query}, 0, 100)
			if err != nil || len(page.Rows) != n {
				t.Errorf("%q: %d lines, want %d (%v)", query, len(page.Rows), n, err)
			}
		}
		b, err := service.OutgoingBook(ctx, person(authz.Clerk), Filter{IssuerID: "tu", PeriodKind: Term, PeriodID: "nk-1"})
		if err != nil || len(b.Rows) != 23 || len(b.Columns) != 10 || b.FirstNumber != "01" || b.LastNumber != "23" || b.Period != "Nhiệm kỳ 1" || b.Subtitle != "Thông báo" {
			t.Errorf("%+v %v", b, err)
		}
		if b.Rows[17].Cells[0] != "18-TB/TU" || b.Rows[17].Cells[2] != "Thông báo Kế hoạch phòng, chống bão" {
			t.Errorf("%q", b.Rows[17].Cells)
		}
		if _, err := service.OutgoingBook(ctx, person(authz.Specialist), Filter{IssuerID: "tu"}); code(err) != "REGISTER_UNKNOWN" {
			t.Error(err)
		}
	})
}
