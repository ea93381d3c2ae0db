package signoff

import (
	"context"
	"strconv"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Citable is a document that bears a number, as another may cite it.
type Citable struct {
	document.Document
	KindName, IssuerName string
}

// Citable completes what a person is typing with documents that a text may cite: those with a number, of those that he
// may see.
func (s *Service) Citable(ctx context.Context, personID, text string) (list []Citable, err error) {
	found, err := s.Suggest(ctx, personID, text)
	if err != nil {
		return nil, err
	}
	var organs []string
	for _, d := range found {
		organs = append(organs, d.IssuerID)
	}
	names := map[string]string{}
	if err := s.store.View(ctx, func(tx *store.Tx) error { return namesOf(tx, nil, organs, map[string]string{}, names) }); err != nil {
		return nil, err
	}
	for _, d := range found {
		if d.Symbol == "" {
			continue
		}
		kind, err := document.KindByID(d.Regime, d.Kind)
		if err != nil {
			return nil, err
		}
		list = append(list, Citable{d, kind.Name, names[d.IssuerID]})
	}
	return list, nil
}

// Text names the document as the legal grounds of a text do: kind, number, date, organ, trích yếu (NĐ 30/2020 Phụ lục I,
// phần II, mục I.6; Party: 36-HD/VPTW).
func (c Citable) Text() string {
	text := c.KindName + " số " + c.Symbol
	if day := c.DocumentDate; day.Valid() {
		at := day.Time()
		if c.Regime == string(directory.Party) {
			text += ", ngày " + shortDay(at.Day(), 3) + "/" + shortDay(int(at.Month()), 3) + "/" + strconv.Itoa(at.Year())
		} else {
			text += " ngày " + shortDay(at.Day(), 10) + " tháng " + shortDay(int(at.Month()), 3) + " năm " + strconv.Itoa(at.Year())
		}
	}
	if c.IssuerName != "" {
		text += " của " + c.IssuerName
	}
	return strings.TrimSpace(text + " " + c.Subject)
}

// shortDay writes a day or a month: with a 0 before the numbers below a bound, which could be altered without it.
func shortDay(n, below int) string {
	if n < below {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
