package pages

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"

	"github.com/labstack/echo/v4"

	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/house"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/web/session"
)

// The cast of Văn phòng Tỉnh ủy Bình Thuận on 10 June 2014, two recipients, and one who has nothing to do with it.
const (
	drafter   = "thuan.qn" // chuyên viên Phòng Tổng hợp
	approver  = "loc.vv"   // trưởng phòng Tổng hợp
	checker   = "lieu.td"  // phó chánh văn phòng
	signer    = "sang.dc"  // chánh văn phòng
	clerk     = "trinh.lk" // văn thư
	colleague = "nhi.tk"   // another chuyên viên of the same room
	recipient = "quyen.db" // văn thư Ban Tổ chức
	standing  = "khoi.pk"  // Thường trực Tỉnh ủy
	outsider  = "chau.bh"  // văn thư Ban Dân vận
	keeper    = "dinh.lx"  // quản trị of the office
)

var cast = []string{drafter, approver, checker, signer, clerk, colleague, recipient, standing, outsider, keeper}

const officeDay store.Date = "2014-06-10"

const password, pin = "trinhky", "123456"

// office is the pages over the demo's directory, behind a real server.
type office struct {
	t      *testing.T
	base   string
	store  *store.Store
	people map[string]*person
}

// openOffice starts the pages. What the door of the house does around them, it does in the plainest way.
func openOffice(t *testing.T, s *store.Store) *office {
	t.Helper()
	return openDemo(t, s, nil)
}

// openDemo is an office in which one person may play all parts; demo nil is a real one.
func openDemo(t *testing.T, s *store.Store, demo *Demo) *office {
	t.Helper()
	ctx := context.Background()
	must(t, jobs.Migrate(ctx, s))
	must(t, directory.LoadDemo(ctx, s))
	blobs, err := blob.Folder(filepath.Join(t.TempDir(), "blobs"))
	must(t, err)
	keys, err := signature.OpenKeys(filepath.Join(t.TempDir(), "keys"), signature.KeyPolicy{MakeAtFirstUse: true})
	must(t, err)
	log := slog.New(slog.DiscardHandler)
	rooms, err := house.Build(house.Ground{Store: s, Blobs: blobs, Keys: keys, Today: func() store.Date { return officeDay }, Log: log})
	must(t, err)
	openAccounts(t, s, rooms.Login)
	e := echo.New()
	e.IPExtractor = echo.ExtractIPDirect()
	e.Use(identify(rooms.Login))
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		if unknown := new(echo.HTTPError); errors.As(err, &unknown) {
			err = fault.New(fault.NotFound, "PAGE_NOT_FOUND", "Không có trang này.")
		}
		if fault.Of(err).Kind == fault.Internal {
			t.Error(err)
		}
		if err := Error(c, fault.Of(err)); err != nil {
			t.Error(err)
		}
	}
	Register(e, Deps{Rooms: rooms, Log: log, Demo: demo})
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return &office{t: t, base: server.URL, store: s, people: map[string]*person{}}
}

func openAccounts(t *testing.T, s *store.Store, logins *login.Service) {
	t.Helper()
	var people []directory.Person
	must(t, s.View(context.Background(), func(tx *store.Tx) (err error) {
		people, err = directory.People(tx, officeDay)
		return err
	}))
	people = slices.DeleteFunc(people, func(p directory.Person) bool { return !slices.Contains(cast, p.Username) })
	if len(people) != len(cast) {
		t.Fatalf("the demo has %d of the %d people of the cast on %s", len(people), len(cast), officeDay)
	}
	must(t, logins.LoadDemoAccounts(context.Background(), people, password))
}

func identify(logins *login.Service) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			token := session.FromRequest(r, false)
			if who, err := logins.Person(r.Context(), token); err == nil {
				c.SetRequest(r.WithContext(session.With(r.Context(), who, token)))
			}
			return next(c)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
