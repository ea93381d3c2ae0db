package notice

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"trinhky/internal/fault"
	"trinhky/internal/push"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// pushService is an outside push service: it notes at which addresses it was asked, and answers what a test sets.
type pushService struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []string
	answer int
}

// outside gives the room an outside push service that the office allows.
func (r *room) outside() *pushService {
	p := &pushService{answer: http.StatusCreated}
	p.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked = append(p.asked, q.URL.Path)
		w.WriteHeader(p.answer)
	}))
	r.t.Cleanup(p.Close)
	sender, err := push.Open(filepath.Join(r.t.TempDir(), "push.key"), "vanthu@example.vn", []string{strings.TrimPrefix(p.URL, "https://")}, p.Client())
	r.must(err)
	r.Push = sender
	return p
}

// came gives where it was asked since the last time.
func (p *pushService) came() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := strings.Join(p.asked, " ")
	p.asked = nil
	return all
}

func (p *pushService) device(t *testing.T, name string) push.Device {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return push.Device{
		Endpoint: p.URL + "/" + name, Key: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()),
		Secret: base64.RawURLEncoding.EncodeToString(make([]byte, 16)),
	}
}

// ring does what the queue would do: find the browsers, and tell each that a job was written for.
func (r *room) ring() (failed error) {
	r.t.Helper()
	ctx := context.Background()
	before, jobs := r.told(), r.count("river_job WHERE kind = 'notice.push'")
	r.must(r.knock(ctx))
	var found int64
	for _, d := range r.told() {
		if slices.Contains(before, d) {
			continue
		}
		found++
		if err := r.push(ctx, pushArgs{DeviceID: d.ID}); err != nil {
			failed = err
		}
	}
	if written := r.count("river_job WHERE kind = 'notice.push'") - jobs; written != found {
		r.t.Errorf("%d jobs for %d browsers", written, found)
	}
	return failed
}

// told gives every browser with what it was told of last.
func (r *room) told() (all []struct{ ID, Told string }) {
	r.t.Helper()
	r.must(r.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Raw(`SELECT id, told FROM notice_device ORDER BY created_at, id`).Scan(&all).Error
	}))
	return all
}

// news tells people of something that is no document.
func (r *room) news(key string, usernames ...string) {
	r.t.Helper()
	r.message(Message{About: Calendar, AboutID: "2026", Action: "changed", Key: key, Label: "Lịch làm việc thay đổi"}, usernames...)
}

func (r *room) added(ctx context.Context, personID string, d push.Device) (id string) {
	r.t.Helper()
	id, err := r.AddDevice(ctx, personID, d)
	r.must(err)
	return id
}

// Whoever logs out of a shared machine is told of nothing there any more; nor does the next one read it.
func TestABrowserIsLeft(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		ctx, service := context.Background(), r.outside()
		who, other := r.id(clerk), r.id(approver)
		tells := func(personID, id string, want bool) {
			t.Helper()
			if got, err := r.TellsDevice(ctx, personID, id); err != nil || got != want {
				t.Errorf("tells %v, %v", got, err)
			}
		}
		hears := func(want string) {
			t.Helper()
			r.news(store.NewID(), clerk, approver)
			r.must(r.ring())
			if got := service.came(); got != want {
				t.Errorf("told: %q, want %q", got, want)
			}
		}
		removed := func() int64 { return r.count("audit_event WHERE action = 'push_device_removed'") }
		shared, d := service.device(t, "shared"), service.device(t, "own")
		id, own := r.added(ctx, who, shared), r.added(ctx, other, d)
		for _, none := range []string{"", "nonesuch", strings.ToUpper(id)} {
			r.must(r.LeaveDevice(ctx, none, ""))
		}
		r.must(r.LeaveDevice(ctx, id, who)) // the same person logs in again
		tells(who, id, true)
		tells(other, id, false)
		hears("/shared /own")
		if n := removed(); n != 0 {
			t.Errorf("%d events of nothing", n)
		}
		r.must(r.LeaveDevice(ctx, id, other)) // another does
		hears("/own")
		tells(who, id, false)
		if n := removed(); n != 1 {
			t.Errorf("%d events of one browser that was left", n)
		}
		again := r.added(ctx, other, shared)
		r.must(r.LeaveDevice(ctx, id, "")) // an id of before lets nobody go
		hears("/own /shared")
		r.must(r.LeaveDevice(ctx, again, "")) // logged out
		hears("/own")
		again = r.added(ctx, other, shared)
		r.must(s.Update(ctx, func(tx *store.Tx) error { return ForgetDevices(tx, other, again) }))
		tells(other, own, false)
		hears("/shared")
	})
}

func TestABrowserIsToldOnceOfWhatIsNew(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		ctx, service := context.Background(), r.outside()
		who := r.id(clerk)
		r.news("before", clerk)
		r.added(ctx, who, service.device(t, "phone"))
		r.added(ctx, who, service.device(t, "desk"))
		r.added(ctx, r.id(approver), service.device(t, "other"))
		r.must(r.ring())
		if got := service.came(); got != "" {
			t.Errorf("told of what was there before: %s", got)
		}
		r.news("first", clerk)
		r.must(r.ring())
		if got := service.came(); got != "/phone /desk" {
			t.Errorf("told: %q", got)
		}
		r.must(r.ring())
		if got := service.came(); got != "" {
			t.Errorf("told again: %q", got)
		}
		r.clock("2026-11-20 22:30") // a quiet hour of who said nothing
		r.news("late", clerk)
		r.must(r.ring())
		if got := service.came(); got != "" {
			t.Errorf("told at night: %q", got)
		}
		r.clock("2026-11-21 07:00")
		r.must(r.See(ctx, who, Seen{About: Calendar, AboutID: "2026"}))
		for _, d := range r.told() {
			r.must(r.push(ctx, pushArgs{DeviceID: d.ID})) // the job that comes after the eyes
		}
		if got := service.came(); got != "" {
			t.Errorf("told of what was seen meanwhile: %q", got)
		}
		r.news("second", clerk)
		service.answer = http.StatusServiceUnavailable
		if r.ring() == nil {
			t.Error("the queue is not asked to try again")
		}
		service.came()
		service.answer = http.StatusGone
		r.news("third", clerk)
		r.must(r.ring())
		service.came()
		r.news("fourth", clerk, approver)
		service.answer = http.StatusCreated
		r.must(r.ring())
		if got := service.came(); got != "/other" {
			t.Errorf("told: %q; those that were gone are still known, or the other is not", got)
		}
	})
}

func TestABrowserIsGivenUpAndPassedOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		ctx, service := context.Background(), r.outside()
		d := service.device(t, "shared")
		r.added(ctx, r.id(clerk), d)
		r.added(ctx, r.id(approver), d) // somebody else sits there now
		r.must(r.DropDevice(ctx, r.id(clerk), d.Endpoint))
		r.news("new", clerk, approver)
		r.must(r.ring())
		if got := service.came(); got != "/shared" {
			t.Errorf("told: %q", got)
		}
		r.must(r.DropDevice(ctx, r.id(approver), d.Endpoint))
		r.news("newer", clerk, approver)
		r.must(r.ring())
		if got := service.came(); got != "" {
			t.Errorf("told after all: %q", got)
		}
		if added, removed := r.count("audit_event WHERE action = 'push_device_added'"), r.count("audit_event WHERE action = 'push_device_removed'"); added != 2 || removed != 1 {
			t.Errorf("%d added, %d removed", added, removed)
		}
		for i := range deviceLimit + 3 {
			r.added(ctx, r.id(clerk), service.device(t, string(rune('a'+i))))
		}
		r.news("many", clerk)
		r.must(r.ring())
		if got := service.came(); len(strings.Fields(got)) != deviceLimit || strings.Contains(got, "/a ") {
			t.Errorf("told: %q", got)
		}
	})
}

func TestABrowserElsewhereIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		ctx, who := context.Background(), r.id(clerk)
		service := r.outside()
		d := service.device(t, "x")
		d.Endpoint = "https://192.0.2.1/x"
		wantRefused := func() {
			t.Helper()
			if _, err := r.AddDevice(ctx, who, d); fault.Of(err).Code != ErrNoPush.Code {
				t.Errorf("%v", err)
			}
			if rows, n := r.count("notice_device"), r.count("audit_event WHERE action LIKE 'push_device%'"); rows != 0 || n != 0 {
				t.Errorf("refused, and yet %d rows and %d events", rows, n)
			}
		}
		wantRefused()
		d = service.device(t, "x")
		r.Push = nil
		wantRefused()
		r.news("new", clerk)
		r.must(r.knock(ctx))
		if n := r.count("river_job WHERE kind = 'notice.push'"); n != 0 {
			t.Errorf("%d jobs where the office allows nothing", n)
		}
	})
}

// What leaves the house counts, and says no word of what it is about.
func TestAPushSaysNumbersOnly(t *testing.T) {
	t.Parallel()
	got, urgent := pushOf([]countRow{{Document, 2, 1}, {Arrival, 1, 0}})
	if want := (pushed{"Có 3 việc mới trên Trình Ký", "văn bản trình ký, ban hành: 2 (khẩn: 1); văn bản đến: 1", "/notices"}); got != want || !urgent {
		t.Errorf("%+v, urgent %v", got, urgent)
	}
}
