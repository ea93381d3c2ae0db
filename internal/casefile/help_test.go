package casefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

const today store.Date = "2026-06-15"

// room is a Văn phòng with one person for each role, whose id is the role's name, and a stranger's office beside it.
type room struct {
	*testing.T
	*Service
	ctx context.Context
	n   int
	on  store.Date
}

func open(t *testing.T, s *store.Store) *room {
	t.Helper()
	r := &room{T: t, ctx: context.Background(), on: today}
	editor := directory.Editor{ID: "x", Name: "x"}
	r.update(s, func(tx *store.Tx) error {
		var errs []error
		for _, id := range []string{"vptu", "vphu"} {
			errs = append(errs, directory.AddOrgan(tx, editor, directory.Organ{
				ID: id, Name: "Văn phòng " + id, PrintedName: "X", Code: "VP", Regime: directory.Party, Class: directory.ProvinceOffice,
				Level: "tinh", Channel: "account", ValidFrom: "2020-01-01",
			}))
		}
		errs = append(errs, directory.AddOrgan(tx, editor, directory.Organ{
			ID: "th", Name: "Phòng Tổng hợp", PrintedName: "X", Regime: directory.Party, Class: directory.Unit, Level: "tinh", UnitOf: "vptu",
			Channel: "account", ValidFrom: "2020-01-01",
		}))
		for i, p := range []struct{ id, role, organ string }{
			{"an", authz.Specialist, "th"}, {"binh", authz.Specialist, "th"}, {"truong", authz.UnitHead, "th"}, {"chanh", authz.ChiefOfOffice, "vptu"},
			{"thu", authz.Clerk, "vptu"}, {"luu", authz.Archivist, "vptu"}, {"quan", authz.Administrator, "vptu"},
			{"la", authz.Specialist, "vphu"}, {"la.thu", authz.Clerk, "vphu"},
		} {
			errs = append(errs,
				directory.AddPerson(tx, editor, directory.Person{ID: p.id, Name: "Nguyễn " + p.id, Username: p.id}),
				directory.AddHolding(tx, editor, directory.Holding{
					ID: p.id, PersonID: p.id, OrganID: p.organ, Position: "CHỨC VỤ", Title: "Chức vụ " + p.role, Role: p.role,
					Standing: directory.Member, Rank: i, From: "2020-01-01",
				}))
		}
		return errors.Join(errs...)
	})
	policy, err := authz.Load()
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.Folder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r.Service = New(Config{Store: s, Policy: policy, Blobs: blobs, Today: func() store.Date { return r.on }})
	return r
}

func (r *room) update(s *store.Store, fn func(tx *store.Tx) error) {
	r.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		r.Fatal(err)
	}
}

func who(id string) authz.Actor { return authz.Actor{Kind: authz.Person, PersonID: id} }

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

func (r *room) want(err error, want string) {
	r.Helper()
	if code(err) != want {
		r.Errorf("%v, want %s", err, want)
	}
}

func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sheets stores a PDF of n pages.
func (r *room) sheets(n int) string {
	r.Helper()
	w := pdf.New(pdf.Meta{Title: fmt.Sprint(r.n, n)})
	for range n {
		w.AddPage(595, 842)
	}
	info, err := r.Blobs.Put(r.ctx, bytes.NewReader(first(w.Bytes())), 1<<20)
	return must(r.T, info, err).SHA256
}

func first(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// document makes a document of vptu drafted by an; state issued has n pages of signed bytes.
func (r *room) document(state document.State, subject string, date store.Date, pages int) string {
	r.Helper()
	r.n++
	at := time.Now().UTC().Truncate(time.Microsecond)
	d := document.Document{
		ID: store.NewID(), Kind: "notice", Regime: "party", IssuerID: "vptu", OfficeID: "vptu", UnitID: "th", DrafterID: "an",
		State: state, ChainID: "c", ChainVersion: "v", OfficeDate: date,
	}
	if state == document.Issued {
		sha := r.sheets(pages)
		d.Number, d.Symbol, d.DocumentDate, d.IssuedAt = r.n, fmt.Sprintf("%02d-TB/VPTU", r.n), date, &at
		d.Rendition, d.Signed, d.Sealed, d.CheckedVersion = sha, sha, sha, 1
	}
	r.update(r.Store, func(tx *store.Tx) error {
		if err := document.Create(tx, &d, document.Content{Subject: subject, AuthorID: "an"}); err != nil {
			return err
		}
		return document.Grant(tx, document.Access{DocumentID: d.ID, PersonID: "an", Why: authz.Drafter},
			document.Access{DocumentID: d.ID, OrganID: "vptu", Why: authz.Register})
	})
	return d.ID
}

func input(code, title string) Input {
	return Input{OrganID: "vptu", Year: 2026, Code: code, Heading: "I. Tổng hợp", Title: title, Rule: "matter"}
}

// file opens a file that an keeps.
func (r *room) file(code string) File {
	r.Helper()
	f, err := r.Add(r.ctx, who("an"), input(code, "Hồ sơ về việc "+code))
	return must(r.T, f, err)
}

// closed is a file with one issued document of n pages, closed.
func (r *room) closed(code string, pages int) File {
	r.Helper()
	f := r.file(code)
	_, err := r.PutDocument(r.ctx, who("an"), f.ID, r.document(document.Issued, "kết luận "+code, "2026-05-04", pages), "")
	r.want(err, "done")
	f, err = r.Close(r.ctx, who("an"), f.ID, 0, "")
	return must(r.T, f, err)
}

// count says how many rows a table has: what is refused leaves it as it was.
func (r *room) count(table string) int64 {
	r.Helper()
	var n int64
	if err := r.Store.View(r.ctx, func(tx *store.Tx) error { return countRows(tx, table, &n) }); err != nil {
		r.Fatal(err)
	}
	return n
}
