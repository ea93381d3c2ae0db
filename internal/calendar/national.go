package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/goccy/go-yaml"

	"trinhky/internal/store"
	"trinhky/policies"
)

// holidayFile is policies/holidays.yaml.
type holidayFile struct {
	Yearly []struct {
		Day  string `yaml:"day"` // "01-01"
		Name string `yaml:"name"`
	} `yaml:"yearly"`
	Days []struct {
		Day  store.Date `yaml:"day"`
		Name string     `yaml:"name"`
		Kind Kind       `yaml:"kind"` // off when absent
		Mark string     `yaml:"mark"`
	} `yaml:"days"`
}

// holidays are the national days of the file.
type holidays struct {
	yearly map[string]string // names by "01-02"
	days   map[store.Date]Day
}

// embedded is read once per process: the file is in the binary, and a test reads it.
var embedded = sync.OnceValue(func() holidays {
	h, err := readHolidays(policies.FS)
	if err != nil {
		panic(err)
	}
	return h
})

func readHolidays(files fs.FS) (holidays, error) {
	h := holidays{yearly: map[string]string{}, days: map[store.Date]Day{}}
	raw, err := fs.ReadFile(files, "holidays.yaml")
	if err != nil {
		return h, fmt.Errorf("holidays: %w", err)
	}
	var file holidayFile
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&file); err != nil {
		return h, fmt.Errorf("holidays.yaml: %w", err)
	}
	for _, one := range file.Yearly {
		_, err := time.Parse("01-02", one.Day)
		if err != nil || one.Name == "" || h.yearly[one.Day] != "" {
			return h, fmt.Errorf("holidays.yaml: the yearly day %q needs a month and a day of its own, and a name", one.Day)
		}
		h.yearly[one.Day] = one.Name
	}
	for _, one := range file.Days {
		if one.Kind == "" {
			one.Kind = Off
		}
		_, twice := h.days[one.Day]
		if !one.Day.Valid() || one.Name == "" || !one.Kind.known() || twice {
			return h, fmt.Errorf("holidays.yaml: the day %q needs a date of its own, a name and a known kind", one.Day)
		}
		if (one.Kind == MadeUp) != weekend(one.Day) {
			return h, fmt.Errorf("holidays.yaml: %s: a day off falls on a weekday and is made up on a weekend", one.Day)
		}
		h.days[one.Day] = Day{Day: one.Day, Name: one.Name, Kind: one.Kind, National: true}
	}
	if len(h.yearly) == 0 || len(h.days) == 0 {
		return h, errors.New("holidays.yaml names no day")
	}
	return h, nil
}

// nationalDay is what the whole country has decided of a day; false for a day like any other.
func nationalDay(d store.Date) (Day, bool) {
	h := embedded()
	if day, ok := h.days[d]; ok {
		return day, true
	}
	if name, ok := h.everyYear(d); ok {
		return Day{Day: d, Name: name, Kind: Off, National: true}, true
	}
	if name, ok := h.substitute(d); ok {
		return Day{Day: d, Name: "Nghỉ bù " + name, Kind: Off, National: true}, true
	}
	return Day{}, false
}

// everyYear names the holiday that falls on this day of every year.
func (h holidays) everyYear(d store.Date) (string, bool) {
	if !d.Valid() {
		return "", false
	}
	name, ok := h.yearly[d.Time().Format("01-02")]
	return name, ok
}

// substitute names the yearly holiday that d stands in for: one on a weekend is taken on the next working day (Bộ luật Lao
// động 45/2019/QH14 Art. 111.3), and two of them on two days.
func (h holidays) substitute(d store.Date) (string, bool) {
	given := map[store.Date]string{}
	for day := next(d, -10); day < d; day = next(day, 1) {
		name, ok := h.everyYear(day)
		if !ok || !weekend(day) {
			continue
		}
		instead := next(day, 1)
		for !h.plain(instead) || given[instead] != "" {
			instead = next(instead, 1)
		}
		given[instead] = name
	}
	name, ok := given[d]
	return name, ok
}

// plain: neither a weekend nor a holiday, nor a day that the file decides.
func (h holidays) plain(d store.Date) bool {
	_, named := h.days[d]
	_, yearly := h.everyYear(d)
	return !weekend(d) && !named && !yearly
}
