package register

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// line is one number of one series, as Check walks them.
type line struct {
	series   string
	key      Key
	openedAt int // numbers begin after this
	last     int // and end here
	number   int // 0 when the series has no entry at all
	date     store.Date
}

// Check walks every book: the numbers of each series are opened_at+1 … last, each once, and their dates never go back.
// The first bad place is a fault: REGISTER_GAP, REGISTER_REPEAT, REGISTER_STRAY or REGISTER_DATE_ORDER.
func Check(tx *store.Tx) error {
	var s scan
	if err := eachLine(tx, s.next); err != nil {
		return err
	}
	return s.end()
}

// scan is a walk over lines ordered by series and number.
type scan struct {
	at     line // the line before; its series is "" at the start
	number int  // the last good number
	date   store.Date
}

func (s *scan) next(l line) error {
	if l.series != s.at.series {
		if err := s.end(); err != nil {
			return err
		}
		s.number, s.date = l.openedAt, ""
	}
	s.at = l
	switch {
	case l.number == 0:
		return nil
	case l.number <= l.openedAt || l.number > l.last:
		return broken("REGISTER_STRAY", l.key, "số %s nằm ngoài dãy đã cấp (%s đến %s)", digits(l.number), digits(l.openedAt+1), digits(l.last))
	case l.number == s.number:
		return broken("REGISTER_REPEAT", l.key, "số %s cấp hai lần", digits(l.number))
	case l.number != s.number+1:
		return broken("REGISTER_GAP", l.key, "thiếu số %s", digits(s.number+1))
	case l.date < s.date:
		return broken("REGISTER_DATE_ORDER", l.key, "số %s ghi ngày %s, trước ngày của số liền trước (%s)", digits(l.number), day(l.date), day(s.date))
	}
	s.number, s.date = l.number, l.date
	return nil
}

// end closes the series that was being walked: its numbers must have reached its last.
func (s *scan) end() error {
	if s.at.series != "" && s.number != s.at.last {
		return broken("REGISTER_GAP", s.at.key, "thiếu số %s", digits(s.number+1))
	}
	return nil
}

func broken(code string, k Key, format string, args ...any) error {
	return fault.New(fault.Internal, code, fmt.Sprintf("Sổ %s của cơ quan %s, kỳ %s: ", k.Symbol, k.IssuerID, k.PeriodID)+fmt.Sprintf(format, args...)+".")
}
