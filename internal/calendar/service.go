package calendar

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Kind says what a day is that is not like the others.
type Kind string

// The kinds of day.
const (
	Off    Kind = "off"     // nghỉ
	MadeUp Kind = "made_up" // làm bù
)

func (k Kind) known() bool { return k == Off || k == MadeUp }

// Day is a day that is not like the others.
type Day struct {
	Day  store.Date
	Name string
	Kind Kind
	// National tells a day of the whole country from one that the office has decided, and when and by whom it has.
	National bool
	ByName   string
	At       time.Time
}

// Year is one year of the calendar.
type Year struct {
	Year int
	// Days are those that are not like the others, in order: of the office, and of the country where the office says nothing.
	Days []Day
	// Worked counts the working days of each month, from January.
	Worked  [12]int
	MayEdit bool
}

// The years that are kept: digital documents are no older, and nobody plans further.
const (
	firstYear = 2000
	lastYear  = 2099
	nameLimit = 200 // characters
)

// Service is the room's use-cases over one database.
type Service struct{ Config }

// Config is what a Service stands on. Actor gives a person the roles of the day, inside the transaction (login.Actor, which
// stands above this room); RefuseSecret refuses words that bear a mark of secrecy (document.RefuseSecret).
type Config struct {
	Store        *store.Store
	Policy       *authz.Policy
	Today        func() store.Date
	Actor        func(tx *store.Tx, personID string, on store.Date) (authz.Actor, error)
	RefuseSecret func(text, fileName string) error
}

// New makes the service.
func New(c Config) *Service { return &Service{c} }

// Year shows a year to whoever has an account; year 0 is this one.
func (s *Service) Year(ctx context.Context, actor authz.Actor, year int) (y Year, err error) {
	if year == 0 {
		year = s.Today().Year()
	}
	if year < firstYear || year > lastYear {
		return y, errYear
	}
	y.Year = year
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		known, err := s.Actor(tx, actor.PersonID, s.Today())
		if err != nil {
			return err
		}
		y.MayEdit = s.Policy.Can(known, authz.CalendarEdit, placeOf(known))
		rows, err := daysOf(tx, year)
		if err != nil {
			return err
		}
		c, err := Load(tx)
		if err != nil {
			return err
		}
		y.fill(c, rows)
		return nil
	})
	return y, err
}

// fill walks the year.
func (y *Year) fill(c *Calendar, rows []holidayRow) {
	for d := store.Date(fmt.Sprintf("%04d-01-01", y.Year)); d.Year() == y.Year; d = next(d, 1) {
		if c.Working(d) {
			y.Worked[d.Time().Month()-1]++
		}
		if len(rows) > 0 && rows[0].Day == d {
			y.Days = append(y.Days, Day{Day: d, Name: rows[0].Name, Kind: rows[0].Kind, ByName: rows[0].ByName, At: rows[0].CreatedAt.UTC()})
			rows = rows[1:]
		} else if day, ok := nationalDay(d); ok {
			y.Days = append(y.Days, day)
		}
	}
}

// Put decides a day: off, or made up. What was said of it before is replaced.
func (s *Service) Put(ctx context.Context, actor authz.Actor, day store.Date, kind Kind, name string) error {
	err := s.edit(ctx, actor, day, func(tx *store.Tx, by authz.Actor) (string, any, error) {
		name, err := s.cleanName(name)
		if err != nil {
			return "", nil, err
		}
		if !kind.known() {
			return "", nil, fault.New(fault.Unmet, "CALENDAR_KIND_UNKNOWN", "Chọn “Nghỉ” hoặc “Làm bù”.")
		}
		row := holidayRow{Day: day, Name: name, Kind: kind, ByPerson: by.PersonID, ByName: by.Name, CreatedAt: tx.Now}
		return "put_day", map[string]any{"kind": kind, "name": name}, putDay(tx, row)
	})
	return s.refused(ctx, actor, day, err)
}

// Remove takes back what the office decided of a day: it is again what it is for the whole country.
func (s *Service) Remove(ctx context.Context, actor authz.Actor, day store.Date) error {
	err := s.edit(ctx, actor, day, func(tx *store.Tx, _ authz.Actor) (string, any, error) {
		was, err := dropDay(tx, day)
		if err == nil && !was {
			err = fault.New(fault.NotFound, "CALENDAR_DAY_UNKNOWN", "Cơ quan chưa đặt riêng ngày này.")
		}
		return "remove_day", nil, err
	})
	return s.refused(ctx, actor, day, err)
}

// edit runs one change for somebody who may make it, and records it once.
func (s *Service) edit(ctx context.Context, actor authz.Actor, day store.Date, change func(*store.Tx, authz.Actor) (string, any, error)) error {
	return s.Store.Update(ctx, func(tx *store.Tx) error {
		by, err := s.Actor(tx, actor.PersonID, s.Today())
		if err != nil {
			return err
		}
		role, may := s.Policy.Capacity(by, authz.CalendarEdit, placeOf(by))
		if !may {
			return fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ quản trị và lãnh đạo văn phòng được sửa lịch làm việc.")
		}
		if !day.Valid() || day.Year() < firstYear || day.Year() > lastYear {
			return errYear
		}
		action, details, err := change(tx, by)
		if err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: audit.Subject{Kind: "calendar", ID: string(day)}, Action: action, ActorID: by.PersonID, ActorName: by.Name,
			Capacity: role.Title, Details: details,
		})
		if err != nil {
			return err
		}
		return tx.SetAnswer(string(day))
	})
}

var errYear = fault.New(fault.Unmet, "CALENDAR_DAY_INVALID", "Lịch làm việc có các ngày từ năm 2000 đến năm 2099.")

// placeOf: the calendar is everybody's, so each person stands to it as to the own office.
func placeOf(a authz.Actor) (p authz.Place) {
	for _, r := range a.Roles {
		at := authz.Relation{ID: r.Office, Why: authz.Office}
		if !slices.Contains(p.Organs, at) {
			p.Organs = append(p.Organs, at)
		}
	}
	return p
}

// cleanName treats the one text of this room as every text of a person is treated.
func (s *Service) cleanName(name string) (string, error) {
	if err := s.RefuseSecret(name, ""); err != nil {
		return "", err
	}
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
		return "", fault.New(fault.Unmet, "CALENDAR_NAME_UNREADABLE", "Tên ngày có ký tự không đọc được.")
	}
	name = strings.Join(strings.Fields(norm.NFC.String(name)), " ")
	if name == "" || utf8.RuneCountInString(name) > nameLimit {
		return "", fault.New(fault.Unmet, "CALENDAR_NAME_MISSING", "Ghi tên ngày, không quá 200 ký tự.")
	}
	return name, nil
}

func (s *Service) refused(ctx context.Context, actor authz.Actor, day store.Date, err error) error {
	id := ""
	if day.Valid() {
		id = string(day)
	}
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: actor.PersonID, Act: authz.CalendarEdit, SubjectID: id}, err)
}
