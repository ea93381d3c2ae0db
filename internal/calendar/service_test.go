package calendar_test

import (
	"context"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/calendar"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const officeDay store.Date = "2014-06-10"

// office is the service, and an actor to each of its people: the directory stands beside this room, not under it.
type office struct {
	*calendar.Service
	t     *testing.T
	store *store.Store
}

func open(t *testing.T, s *store.Store) *office {
	t.Helper()
	o := &office{t: t, store: s}
	policy, err := authz.Load()
	o.must(err)
	roles := map[string]string{admin: authz.Administrator, chief: authz.ChiefOfOffice, clerk: authz.Clerk}
	o.Service = calendar.New(calendar.Config{
		Store: s, Policy: policy, Today: func() store.Date { return officeDay },
		Actor: func(_ *store.Tx, id string, on store.Date) (authz.Actor, error) {
			if on != officeDay || roles[id] == "" {
				return authz.Actor{}, fault.New(fault.Unauthenticated, "NOT_LOGGED_IN", "Không.")
			}
			return authz.Actor{Kind: authz.Person, PersonID: id, Name: "N", Roles: []authz.Role{{Name: roles[id], Organ: "o", Office: "o", Title: "T"}}}, nil
		},
		RefuseSecret: func(text, _ string) error {
			if strings.Contains(text, "TUYỆT MẬT") {
				return fault.New(fault.Unmet, "SECRET_REFUSED", "Không.")
			}
			return nil
		},
	})
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) actor(id string) authz.Actor { return authz.Actor{Kind: authz.Person, PersonID: id} }

func (o *office) count(table string) (n int64) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error { return tx.DB().Raw("SELECT count(*) FROM " + table).Scan(&n).Error }))
	return n
}

func (o *office) working(d store.Date) (worked bool) {
	o.t.Helper()
	o.must(o.store.View(context.Background(), func(tx *store.Tx) error {
		c, err := calendar.Load(tx)
		if err == nil {
			worked = c.Working(d)
		}
		return err
	}))
	return worked
}

const (
	admin = "quản trị"
	chief = "chánh văn phòng"
	clerk = "văn thư"
)

func TestTheOfficeEditsItsCalendar(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		o.must(o.Put(ctx, o.actor(admin), "2026-11-23", calendar.Off, "  Nghỉ  riêng "))
		o.must(o.Put(ctx, o.actor(chief), "2026-11-28", calendar.MadeUp, "Làm bù cho ngày 23/11"))
		o.must(o.Put(ctx, o.actor(admin), "2026-09-02", calendar.MadeUp, "Trực lễ")) // over the country's own
		for day, want := range map[store.Date]bool{"2026-11-23": false, "2026-11-28": true, "2026-09-02": true, "2026-11-24": true} {
			if o.working(day) != want {
				t.Errorf("%s is worked: %v", day, !want)
			}
		}
		y, err := o.Year(ctx, o.actor(clerk), 2026)
		o.must(err)
		if y.MayEdit || y.Worked[10] != 21 { // 21 weekdays, one off, one Saturday worked
			t.Errorf("November 2026 has %d working days, văn thư may edit: %v", y.Worked[10], y.MayEdit)
		}
		told := map[store.Date]calendar.Day{}
		for _, d := range y.Days {
			told[d.Day] = d
		}
		if d := told["2026-11-23"]; d.Name != "Nghỉ riêng" || d.National || d.ByName != "N" || d.At.IsZero() {
			t.Errorf("the year tells %+v", d)
		}
		if d := told["2026-04-30"]; !d.National || d.Kind != calendar.Off {
			t.Errorf("the year tells %+v", d)
		}
		o.must(o.Put(ctx, o.actor(admin), "2026-11-23", calendar.Off, "Nghỉ khác")) // said anew
		o.must(o.Remove(ctx, o.actor(admin), "2026-09-02"))
		if o.working("2026-09-02") || o.count("holiday") != 2 {
			t.Errorf("a day that was taken back is what it is for the country; the table has %d", o.count("holiday"))
		}
		if y, err = o.Year(ctx, o.actor(chief), 0); err != nil || y.Year != 2014 || !y.MayEdit {
			t.Errorf("this year is %+v, %v", y, err)
		}
		if n := o.count("audit_event WHERE subject_kind = 'calendar' AND capacity = 'T'"); n != 5 {
			t.Errorf("%d events of 5 changes", n)
		}
		o.must(s.View(ctx, func(tx *store.Tx) error {
			report, err := audit.Verify(tx)
			if report.Fault != nil || report.Events != 5 {
				t.Errorf("the log: %+v", report)
			}
			return err
		}))
	})
}

// Refused is undone: neither a day nor an event, one line in the access log.
func TestWhatTheCalendarRefuses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		lines, events := o.count("access_log"), o.count("audit_event")
		for name, c := range map[string]struct {
			who  string
			day  store.Date
			kind calendar.Kind
			name string
			code string
		}{
			"văn thư":       {clerk, "2026-11-23", calendar.Off, "Nghỉ", "FORBIDDEN"},
			"no date":       {admin, "2026-11-31", calendar.Off, "Nghỉ", "CALENDAR_DAY_INVALID"},
			"long ago":      {admin, "1999-12-31", calendar.Off, "Nghỉ", "CALENDAR_DAY_INVALID"},
			"far away":      {admin, "2100-01-01", calendar.Off, "Nghỉ", "CALENDAR_DAY_INVALID"},
			"odd kind":      {admin, "2026-11-23", "half", "Nghỉ", "CALENDAR_KIND_UNKNOWN"},
			"without name":  {admin, "2026-11-23", calendar.Off, " \t ", "CALENDAR_NAME_MISSING"},
			"long name":     {admin, "2026-11-23", calendar.Off, strings.Repeat("ă", 201), "CALENDAR_NAME_MISSING"},
			"control":       {admin, "2026-11-23", calendar.Off, "Nghỉ\x00", "CALENDAR_NAME_UNREADABLE"},
			"broken":        {admin, "2026-11-23", calendar.Off, "Ngh\xff", "CALENDAR_NAME_UNREADABLE"},
			"state secrets": {admin, "2026-11-23", calendar.Off, "TUYỆT MẬT", "SECRET_REFUSED"},
		} {
			err := o.Put(ctx, o.actor(c.who), c.day, c.kind, c.name)
			if fault.Of(err).Code != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
			lines++
		}
		if err := o.Remove(ctx, o.actor(admin), "2026-11-23"); fault.Of(err).Code != "CALENDAR_DAY_UNKNOWN" {
			t.Errorf("taken back what was never said: %v", err)
		}
		if _, err := o.Year(ctx, o.actor(clerk), 1999); fault.Of(err).Code != "CALENDAR_DAY_INVALID" {
			t.Errorf("the year 1999: %v", err)
		}
		if o.count("holiday") != 0 || o.count("audit_event") != events || o.count("access_log") != lines+1 {
			t.Errorf("%d days, %d events, %d refusals of %d", o.count("holiday"), o.count("audit_event"), o.count("access_log"), lines+1)
		}
	})
}

// The database refuses what the code would not write.
func TestTheTableRefuses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := open(t, s), context.Background()
		for name, row := range map[string][]any{
			"no name": {"2026-11-23", "", "off"}, "odd kind": {"2026-11-23", "N", "half"}, "no date": {"2026", "N", "off"},
		} {
			err := s.Update(ctx, func(tx *store.Tx) error {
				return tx.DB().Exec(`INSERT INTO holiday (day, name, kind, by_person, by_name, created_at) VALUES (?, ?, ?, '', '', ?)`, append(row, tx.Now)...).Error
			})
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
		if o.count("holiday") != 0 {
			t.Error("a row stayed")
		}
	})
}
