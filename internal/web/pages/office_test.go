package pages

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/web/session"
	"trinhky/policies"
)

// The cast of Văn phòng Tỉnh ủy Bình Thuận on 10 June 2014, and two recipients.
const (
	drafter   = "thuan.qn" // chuyên viên Phòng Tổng hợp
	approver  = "loc.vv"   // trưởng phòng Tổng hợp
	checker   = "lieu.td"  // phó chánh văn phòng
	signer    = "sang.dc"  // chánh văn phòng
	clerk     = "trinh.lk" // văn thư
	colleague = "nhi.tk"   // another chuyên viên of the same room
	recipient = "quyen.db" // văn thư Ban Tổ chức
	standing  = "khoi.pk"  // Thường trực Tỉnh ủy
	outsider  = "bach.tt"  // bí thư of a district that receives nothing
)

const (
	officeDay store.Date = "2014-06-10"
	password             = "trinhky"
	pin                  = "123456"
)

// office is the pages over the demo's directory, behind a real server.
type office struct {
	t      *testing.T
	base   string
	store  *store.Store
	desk   *signoff.Service
	people map[string]*person
}

// openOffice starts the pages. What the door of the house does beside – who is it, errors – it does in the plainest way.
func openOffice(t *testing.T, s *store.Store) *office {
	t.Helper()
	ctx, today := context.Background(), func() store.Date { return officeDay }
	must(t, jobs.Migrate(ctx, s))
	must(t, directory.LoadDemo(ctx, s))
	policy, err := authz.Load()
	must(t, err)
	chains, err := signoff.LoadChains(policies.FS)
	must(t, err)
	blobs, err := blob.Folder(filepath.Join(t.TempDir(), "blobs"))
	must(t, err)
	keys, err := signature.OpenKeys(filepath.Join(t.TempDir(), "keys"), signature.KeyPolicy{MakeAtFirstUse: true})
	must(t, err)
	log := slog.New(slog.DiscardHandler)
	desk, err := signoff.New(signoff.Config{Store: s, Policy: policy, Blobs: blobs, Keys: keys, Chains: chains, OfficeDate: today, Log: log})
	must(t, err)
	logins, deliveries := login.New(s, login.Config{}), distribution.New(s, policy, today)
	must(t, s.View(ctx, func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		if err != nil {
			return err
		}
		cast := people[:0]
		for _, p := range people {
			if strings.Contains(" "+strings.Join([]string{drafter, approver, checker, signer, clerk, colleague, recipient, standing, outsider}, " ")+" ", " "+p.Username+" ") {
				cast = append(cast, p)
			}
		}
		people = cast
		t.Cleanup(func() {})
		go func() {}()
		return nil
	}))
	_ = logins
	_ = deliveries
	return nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
