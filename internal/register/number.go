package register

import (
	"fmt"
	"strconv"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// What a series counts in.
const (
	Term     = "term"     // nhiệm kỳ of a committee: Party
	Year     = "year"     // calendar year: State, and every book of incoming papers
	Congress = "congress" // from the opening of a đại hội to its close, all its documents in one series: Party
)

// Incoming is the symbol of an organ's one yearly series for papers that arrive, paper and electronic together
// (NĐ 30/2020 Art. 22).
const Incoming = "ĐẾN"

// Secret ends the symbol of a State series for papers that bear state secrets: they count apart from the rest (NĐ 30/2020
// Art. 15.2). A Party's secret papers count in the series of their kind (36-HD/VPTW 1.3). Only the number and the date are
// kept here.
const Secret = "/MẬT"

// CongressSymbol is the symbol of the one series in which all papers of a đại hội count (36-HD/VPTW 1.3).
const CongressSymbol = "ĐH"

// Key names a series: the numbers under one key never repeat.
type Key struct {
	IssuerID   string // organ id; of a joint document, the lead organ
	Regime     string // party | state
	Symbol     string // what shares the count: document.Kind.Series, or Incoming
	PeriodKind string // Term, Year or Congress
	PeriodID   string // id of the term or congress; "2026" for a year
}

// Number is a number given out.
type Number struct {
	SeriesID string
	Value    int
	Date     store.Date
}

// String prints the number with two digits below 10: "05" (both regimes).
func (n Number) String() string { return digits(n.Value) }

func digits(n int) string { return fmt.Sprintf("%02d", n) }

// Print joins a number and what follows it: "05-TB/VPTU" (Party), "05/TB-VP", "12/UBND-VX" (State). A reserved number
// has no symbol and is printed alone.
func Print(regime string, number int, symbol string) string {
	switch {
	case symbol == "":
		return digits(number)
	case regime == string(directory.Party):
		return digits(number) + "-" + symbol
	}
	return digits(number) + "/" + symbol
}

// KeyFor is the series in which an issuer's documents of a kind are numbered on a date: of the year (State), or of the
// term of the committee that the issuer is or serves (Party). Faults: those of directory.TermAt.
func KeyFor(tx *store.Tx, issuer directory.Organ, kind document.Kind, on store.Date) (Key, error) {
	k := Key{IssuerID: issuer.ID, Regime: string(issuer.Regime), Symbol: kind.Series, PeriodKind: Year, PeriodID: YearOf(on)}
	if issuer.Regime == directory.Party {
		term, err := directory.TermAt(tx, issuer.ID, on)
		if err != nil {
			return Key{}, err
		}
		k.PeriodKind, k.PeriodID = Term, term.ID
	}
	return k, nil
}

// KeyForSecret is the series in which a secret paper of a kind takes its number.
func KeyForSecret(tx *store.Tx, issuer directory.Organ, kind document.Kind, on store.Date) (Key, error) {
	k, err := KeyFor(tx, issuer, kind, on)
	if issuer.Regime == directory.State {
		k.Symbol += Secret
	}
	return k, err
}

// KeyForCongress is the series of the papers of a committee's congress that sat in a year: one for all kinds. The number is
// of the congress, whichever day of it the paper bears.
func KeyForCongress(issuer directory.Organ, year int) (Key, error) {
	if issuer.Regime != directory.Party || !issuer.Committee() {
		return Key{}, fault.New(fault.Unmet, "CONGRESS_ISSUER", "Chỉ cấp ủy có sổ văn bản của đại hội.")
	}
	return Key{IssuerID: issuer.ID, Regime: string(issuer.Regime), Symbol: CongressSymbol, PeriodKind: Congress, PeriodID: strconv.Itoa(year)}, nil
}

// KeyForIncoming is the series of số đến of an organ on a date: by year in both regimes.
func KeyForIncoming(receiver directory.Organ, on store.Date) Key {
	return Key{IssuerID: receiver.ID, Regime: string(receiver.Regime), Symbol: Incoming, PeriodKind: Year, PeriodID: YearOf(on)}
}

// YearOf is the id of the yearly period a date falls in.
func YearOf(d store.Date) string { return strconv.Itoa(d.Year()) }

// check refuses a key that names no series, or a date outside its year. That a date lies within a term is the business
// of whoever looked the term up (KeyFor).
func (k Key) check(on store.Date) error {
	if k.IssuerID == "" || k.Symbol == "" || k.PeriodID == "" {
		return fmt.Errorf("register: incomplete key %+v", k)
	}
	switch {
	case k.Regime != string(directory.Party) && k.Regime != string(directory.State):
		return fmt.Errorf("register: unknown regime %q", k.Regime)
	case k.PeriodKind != Term && k.PeriodKind != Year && k.PeriodKind != Congress:
		return fmt.Errorf("register: unknown period %q", k.PeriodKind)
	case k.Regime == string(directory.State) && k.PeriodKind != Year:
		return fmt.Errorf("register: a State series counts by year, not by %s", k.PeriodKind)
	case on != "" && k.PeriodKind == Year && k.PeriodID != YearOf(on):
		return fault.New(fault.Unmet, "NUMBER_YEAR", fmt.Sprintf("Ngày %s không thuộc sổ năm %s.", day(on), k.PeriodID))
	}
	return nil
}

// day prints a date as on a page; domain: days under 10 and months 1 and 2 take a 0.
func day(d store.Date) string {
	t := d.Time()
	if t.Month() <= 2 {
		return t.Format("02/01/2006")
	}
	return t.Format("02/1/2006")
}
