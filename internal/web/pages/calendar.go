package pages

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/calendar"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// calendarView is a year of working days.
type calendarView struct {
	page
	Year           calendar.Year
	Months         []monthView
	Before, After  int // the neighbouring years; 0 where there is none
	Total          int // working days of the year
	Day, Name      string
	Kind           string // what was typed, where it was refused
	Holidays, Ours []calendar.Day
}

// monthView is one month, as it hangs on a wall: weeks from Monday.
type monthView struct {
	Name   string
	Worked int
	Weeks  [][]dayView
}

// dayView is one day; Number 0 is the blank before the first and after the last.
type dayView struct {
	Number int
	Off    bool
	Made   bool   // a weekend that is worked
	Title  string // of a day that is not like the others
}

func (s *site) calendar(c echo.Context, who string) error {
	return s.calendarPage(c, who, c.QueryParam("year"), form{}, nil)
}

func (s *site) calendarPage(c echo.Context, who, year string, typed form, refused *fault.Fault) error {
	n, err := strconv.Atoi(year)
	if year != "" && err != nil {
		return errQuery.Because(err)
	}
	view := calendarView{Kind: string(calendar.Off)}
	if view.Year, err = s.Calendar.Year(c.Request().Context(), actor(who), n); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, fmt.Sprintf("Lịch làm việc năm %d", view.Year.Year), "calendar"); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
		view.Day, view.Name, view.Kind = typed.text("day"), typed.text("name"), typed.text("kind")
	}
	view.fill()
	return render(c, status, "calendar/calendar", view)
}

func (v *calendarView) fill() {
	special := map[store.Date]calendar.Day{}
	for _, d := range v.Year.Days {
		special[d.Day] = d
		if d.National {
			v.Holidays = append(v.Holidays, d)
		} else {
			v.Ours = append(v.Ours, d)
		}
	}
	for m := time.January; m <= time.December; m++ {
		v.Total += v.Year.Worked[m-1]
		v.Months = append(v.Months, newMonth(v.Year.Year, m, v.Year.Worked[m-1], special))
	}
	if v.Year.Year > 2000 {
		v.Before = v.Year.Year - 1
	}
	if v.Year.Year < 2099 {
		v.After = v.Year.Year + 1
	}
}

func newMonth(year int, m time.Month, worked int, special map[store.Date]calendar.Day) monthView {
	month := monthView{Name: fmt.Sprintf("Tháng %d", m), Worked: worked}
	first := time.Date(year, m, 1, 0, 0, 0, 0, store.Hanoi)
	week := make([]dayView, (int(first.Weekday())+6)%7, 7)
	for at := first; at.Month() == m; at = at.AddDate(0, 0, 1) {
		d, known := special[store.DateOf(at)]
		weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
		week = append(week, dayView{
			Number: at.Day(), Off: known && d.Kind == calendar.Off || !known && weekend, Made: known && d.Kind == calendar.MadeUp, Title: d.Name,
		})
		if len(week) == 7 {
			month.Weeks, week = append(month.Weeks, week), nil
		}
	}
	if len(week) > 0 {
		month.Weeks = append(month.Weeks, append(week, make([]dayView, 7-len(week))...))
	}
	return month
}

func (s *site) putCalendarDay(c echo.Context, who string) error {
	f, err := s.form(c, who)
	day := store.Date(f.text("day"))
	if err == nil {
		err = s.Calendar.Put(f.ctx, actor(who), day, calendar.Kind(f.text("kind")), f.text("name"))
	}
	return s.afterCalendar(c, who, f, day, err)
}

func (s *site) removeCalendarDay(c echo.Context, who string) error {
	f, err := s.form(c, who)
	day := store.Date(c.Param("day"))
	if err == nil {
		err = s.Calendar.Remove(f.ctx, actor(who), day)
	}
	return s.afterCalendar(c, who, f, day, err)
}

// afterCalendar shows the year of the day that was changed.
func (s *site) afterCalendar(c echo.Context, who string, f form, day store.Date, err error) error {
	year := ""
	if day.Year() >= 2000 && day.Year() <= 2099 {
		year = strconv.Itoa(day.Year())
	}
	return s.answer(f.ctx, c, err, always(withQuery("/calendar", "year", year)), func(refused *fault.Fault) error {
		return s.calendarPage(c, who, year, f, refused)
	})
}
