package register

import (
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Filter chooses lines of the books of one issuer. Empty fields choose everything.
type Filter struct {
	IssuerID   string // required
	Symbol     string // of the series: see Key; Incoming for the book of what arrived
	PeriodKind string
	PeriodID   string
	From, To   store.Date // of the entry, both days included
	Query      string     // words of number, symbol, subject, signer or recipients, with or without accents
}

// Row is one line of a book: a number and what it stands for. A voided or reserved number has its line too.
type Row struct {
	Key        Key // of the series
	SeriesID   string
	Number     int
	Status     string // Assigned, Reserved or Voided
	DocumentID string // or the id of a bản sao or an arrival; "" for a reserved number
	OfCopy     bool   // DocumentID is a bản sao (the books SY, BS); filled by Sheet and Book
	Date       store.Date
	Symbol     string // as printed after the number
	KindName   string
	Subject    string
	Signer     string
	Recipients string
	Copies     int
	Reason     string // why reserved or voided: Ghi chú
	// What became of it once it was sent, filled by Sheet and Book: Ngày chuyển, Đơn vị, người nhận bản lưu, Ký nhận.
	SentOn  store.Date
	Kept    string
	Receipt string
	Filed   string // số và ký hiệu hồ sơ
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

// Name says which documents a series counts: "Thông báo", "Quyết định, Quy định", "Sổ văn bản đến".
func (k Key) Name() string {
	switch k.Symbol {
	case Incoming:
		return "Văn bản đến"
	case CongressSymbol:
		return "Văn bản đại hội"
	}
	symbol, secret := strings.CutSuffix(k.Symbol, Secret)
	var names []string
	for _, kind := range document.Kinds(k.Regime) {
		if kind.Series == symbol {
			names = append(names, kind.Name)
		}
	}
	name := strings.Join(names, ", ")
	if name == "" {
		name = symbol
	}
	if secret {
		name += " (văn bản mật)"
	}
	return name
}

// Period is the time that a series runs over: "Năm 2026", "Nhiệm kỳ XII". A term's id ends in its number: "…-XII".
func (k Key) Period() string {
	number := k.PeriodID[strings.LastIndex(k.PeriodID, "-")+1:]
	switch {
	case number == "":
		return ""
	case k.PeriodKind == Term:
		return "Nhiệm kỳ " + number
	case k.PeriodKind == Congress:
		return "Đại hội năm " + number
	}
	return "Năm " + number
}
