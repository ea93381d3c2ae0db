package register

import "trinhky/internal/store"

// Filter chooses lines of the books of one issuer. Empty fields choose everything.
type Filter struct {
	IssuerID   string // required
	Symbol     string // of the series: see Key; Incoming for the book of what arrived
	PeriodKind string
	PeriodID   string
	From, To   store.Date // of the entry, both days included
}

// Row is one line of a book: a number and what it stands for. A voided or reserved number has its line too.
type Row struct {
	Key        Key // of the series
	SeriesID   string
	Number     int
	Status     string // Assigned, Reserved or Voided
	DocumentID string // "" for a reserved number
	Date       store.Date
	Symbol     string // as printed after the number
	KindName   string
	Subject    string
	Signer     string
	Recipients string
	Copies     int
	Reason     string // why reserved or voided: Ghi chú
}

// Printed is the number as on the page: "05-TB/VPTU"; a number without a document is printed alone.
func (r Row) Printed() string { return Print(r.Key.Regime, r.Number, r.Symbol) }

// Note is the column Ghi chú.
func (r Row) Note() string {
	switch r.Status {
	case Reserved:
		return "Số dự phòng: " + r.Reason
	case Voided:
		return "Hủy số: " + r.Reason
	}
	return ""
}

// Series is one book: a count and where it stands.
type Series struct {
	ID       string
	Key      Key
	Last     int        // the last number given
	LastDate store.Date // "" before the first
	OpenedAt int        // the last number of the paper book it continues; 0 = began at 01
}
