package upkeep_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/login"
	"trinhky/internal/signature"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/internal/upkeep"
)

const officeDay store.Date = "2014-06-10"

// house is a machine with the demo's people and a key each for a signer and his organ.
type house struct {
	*testing.T
	store   *store.Store
	service *upkeep.Service
	ids     map[string]string // people by username
	now     time.Time         // the service's clock
	until   time.Time         // of both certificates
}

func open(t *testing.T, s *store.Store) *house {
	t.Helper()
	h := &house{T: t, store: s, ids: map[string]string{}, now: time.Now()}
	ctx := context.Background()
	h.must(jobs.Migrate(ctx, s))
	h.must(directory.LoadDemo(ctx, s))
	policy, err := authz.Load()
	h.must(err)
	keys, err := signature.OpenKeys(t.TempDir(), signature.KeyPolicy{MakeAtFirstUse: true})
	h.must(err)
	blobs, err := blob.Folder(t.TempDir())
	h.must(err)
	var organ directory.Organ
	h.must(s.View(ctx, func(tx *store.Tx) error {
		people, err := directory.People(tx, officeDay)
		if err != nil {
			return err
		}
		for _, p := range people {
			h.ids[p.Username] = p.ID
		}
		organs, err := directory.FindOrgans(tx, "Văn phòng Tỉnh ủy", officeDay)
		if err == nil {
			organ = organs[0]
		}
		return err
	}))
	key, err := keys.Unlock(ctx, signature.Holder{Kind: signature.OfPerson, ID: h.ids["sang.dc"], Name: "Chánh Văn phòng"}, "123456")
	h.must(err)
	h.until = key.Certificate().NotAfter
	_, err = keys.Unlock(ctx, signature.Holder{Kind: signature.OfOrgan, ID: organ.ID, Name: organ.Name}, "123456")
	h.must(err)
	h.service = upkeep.New(upkeep.Config{
		Store: s, Policy: policy, Today: func() store.Date { return officeDay }, Clock: func() time.Time { return h.now }, Keys: keys, Blobs: blobs,
		Folders: []string{t.TempDir()}, Version: "thử",
	})
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// told counts the notices of certificates, by whom they were sent to.
func (h *house) told() map[string]int {
	h.Helper()
	var rows []struct {
		PersonID string
		N        int
	}
	h.must(h.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Raw(`SELECT person_id, count(*) AS n FROM notice WHERE about = 'certificate' GROUP BY person_id`).Scan(&rows).Error
	}))
	told := map[string]int{}
	for _, r := range rows {
		told[r.PersonID] = r.N
	}
	return told
}

// Who signs, who seals and who looks after the machine are told at thirty, seven and one day, once each however often the
// clock looks; nobody is told before or after.
func TestWhoUsesACertificateIsToldAhead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		day := 24 * time.Hour
		for _, c := range []struct {
			left time.Duration
			n    int // notices that the signer has by then
		}{
			{-time.Hour, 0}, {31 * day, 0}, {30*day - time.Hour, 1}, {20 * day, 1}, {7*day - time.Hour, 2}, {6 * day, 2}, {day - time.Hour, 3}, {time.Hour, 3}, {-time.Hour, 3},
		} {
			h.now = h.until.Add(-c.left)
			for range 3 {
				h.must(h.service.WarnOfCertificates(context.Background()))
			}
			told := h.told()
			if told[h.ids["sang.dc"]] != c.n || told[h.ids["trinh.lk"]] != c.n || told[h.ids["dinh.lx"]] != 2*c.n || told[h.ids["thuan.qn"]] != 0 {
				t.Errorf("%s before the end: signer %d, văn thư %d, administrator %d, somebody else %d; want %d", c.left,
					told[h.ids["sang.dc"]], told[h.ids["trinh.lk"]], told[h.ids["dinh.lx"]], told[h.ids["thuan.qn"]], c.n)
			}
		}
	})
}

// The page says how each certificate stands and whom its end would stop.
func TestCertificatesStand(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLite(t))
	for left, want := range map[time.Duration]upkeep.Validity{
		100 * 24 * time.Hour: upkeep.Valid, 29 * 24 * time.Hour: upkeep.Soon, -time.Hour: upkeep.Expired, 10 * 365 * 24 * time.Hour: upkeep.NotYet,
	} {
		h.now = h.until.Add(-left)
		c, err := h.service.Certificates(context.Background(), h.ids["dinh.lx"])
		h.must(err)
		if len(c.Held) != 2 || c.Unopened != 0 || len(c.Authorities) != 1 {
			t.Fatalf("%+v", c)
		}
		for _, held := range c.Held {
			if held.Validity != want || len(held.Stopped) == 0 || held.Kind == signature.OfPerson && len(held.Stopped) != 1 || (held.Days < 0) != (want == upkeep.Expired) {
				t.Errorf("%s before the end: %+v", left, held)
			}
		}
	}
}

// Every part is looked at and says what to do; what is amiss is found.
func TestHealth(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		conditions := func() map[string]upkeep.Check {
			t.Helper()
			found, err := h.service.Health(context.Background(), h.ids["dinh.lx"])
			h.must(err)
			all := map[string]upkeep.Check{}
			for _, c := range found.Checks {
				all[c.ID] = c
				if c.Label() == "" || c.Found == "" || c.Condition != upkeep.Well && c.Advice == "" || strings.Contains(c.Found, "/") && c.ID != "authority" {
					t.Errorf("%+v", c)
				}
			}
			return all
		}
		for id, want := range map[string]upkeep.Condition{
			"database": upkeep.Well, "schema": upkeep.Well, "blobs": upkeep.Well, "jobs": upkeep.Well, "mail": upkeep.Warned, "clock": upkeep.Well,
			"backup": upkeep.Unasked, "authority": upkeep.Well, "certificates": upkeep.Well,
		} {
			if got := conditions()[id]; got.Condition != want {
				t.Errorf("%s: %+v, want %s", id, got, want)
			}
		}
		h.now = h.until.Add(-24 * time.Hour)
		if got := conditions()["certificates"]; got.Condition != upkeep.Warned {
			t.Errorf("a certificate that ends tomorrow: %+v", got)
		}
		h.must(s.Update(context.Background(), func(tx *store.Tx) error {
			return jobs.EnqueueAt(tx, upkeep.CertificatesArgs{}, tx.Now)
		}))
		h.must(s.Update(context.Background(), func(tx *store.Tx) error {
			return tx.DB().Exec(`UPDATE river_job SET state = 'available', scheduled_at = ?`, tx.Now.Add(-time.Hour)).Error
		}))
		if got := conditions()["jobs"]; got.Condition != upkeep.Broken {
			t.Errorf("a job that is an hour late: %+v", got)
		}
	})
}

// Everybody else is refused, with one line in the access log.
func TestOthersAreRefused(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.SQLite(t))
	ctx := context.Background()
	for _, who := range []string{"thuan.qn", "sang.dc", "trinh.lk"} {
		id := h.ids[who]
		for name, ask := range map[string]func() error{
			"health":       func() error { _, err := h.service.Health(ctx, id); return err },
			"certificates": func() error { _, err := h.service.Certificates(ctx, id); return err },
			"log":          func() error { _, err := h.service.Log(ctx, id, upkeep.Query{}); return err },
			"refusals":     func() error { _, err := h.service.Refused(ctx, id, upkeep.Query{}); return err },
			"queue":        func() error { _, err := h.service.Queue(ctx, id, jobs.Queued, "", 0); return err },
			"failures":     func() error { _, err := h.service.Failures(ctx, id); return err },
			"rights":       func() error { _, err := h.service.Rights(ctx, id, ""); return err },
			"chain":        func() error { _, err := h.service.VerifyChain(ctx, id, "document", "x"); return err },
			"day":          func() error { _, err := h.service.VerifyDay(ctx, id, officeDay); return err },
			"export":       func() error { _, err := h.service.Export(ctx, id, upkeep.Query{}, 1, nil); return err },
			"retry":        func() error { return h.service.Retry(ctx, id, 1) },
		} {
			if code := fault.Of(ask()).Code; code != "FORBIDDEN" {
				t.Errorf("%s for %s: %s", name, who, code)
			}
		}
	}
	if code := fault.Of(h.service.Enter(ctx, "nobody")).Code; code != login.ErrNotLoggedIn.Code {
		t.Errorf("nobody: %s", code)
	}
}
