package incoming

import (
	"errors"
	"strconv"

	"trinhky/internal/calendar"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Expect puts an issued document before the văn thư of every organ that gets it through its account: one arrival each,
// waiting. It runs in the transaction that issues and writes no event: the issue is one change. What it reads is the same
// for all of them, so that 5,000 receivers cost rows alone.
func Expect(tx *store.Tx, d document.Document, deliveries []distribution.Delivery) error {
	issuer, err := directory.OrganByID(tx, d.IssuerID)
	if err != nil {
		return err
	}
	kind, err := document.KindByID(d.Regime, d.Kind)
	if err != nil {
		return err
	}
	days, err := calendar.Load(tx)
	if err != nil {
		return err
	}
	due := days.Due(calendar.RegisterIncoming, tx.Now, d.Urgency != "")
	var list []Arrival
	for _, delivery := range deliveries {
		if delivery.OrganID == "" || delivery.Channel != distribution.ByAccount {
			continue
		}
		list = append(list, Arrival{
			ID: delivery.ID, DeliveryID: delivery.ID, OrganID: delivery.OrganID, OfficeID: delivery.OfficeID, Source: Inside, DocumentID: d.ID,
			Fields: Fields{
				AuthorID: issuer.ID, Author: issuer.Name, Symbol: d.Symbol, DocumentDate: d.DocumentDate, KindName: kind.Name,
				Subject: d.Subject, Urgency: d.Urgency, Copies: 1, AskedDue: d.Due,
			},
			ArrivedAt: tx.Now, StepDue: due,
		})
	}
	return insertArrivals(tx, list)
}

// readOff fills what the symbol says and the văn thư left open: the kind's name, and the author where only one organ of the
// day bears that code. An author who is named is looked for in the directory. What is ambiguous stays open.
func readOff(tx *store.Tx, f *Fields, on store.Date) error {
	symbol, ok := document.ParseSymbol(f.Symbol)
	if ok {
		f.Symbol = symbol.String()
		if names := symbol.TypeNames(); f.KindName == "" && len(names) > 0 {
			f.KindName = names[0]
		}
	}
	if f.Author == "" && ok && symbol.Issuer != "" {
		return authorByCode(tx, f, symbol.Issuer, on)
	}
	if f.Author == "" || f.AuthorID != "" {
		return nil
	}
	found, err := directory.FindOrgans(tx, f.Author, on)
	if err == nil && len(found) == 1 {
		f.AuthorID = found[0].ID
	}
	var refused *fault.Fault
	if errors.As(err, &refused) {
		return nil // a name that the directory does not know is an author all the same
	}
	return err
}

func authorByCode(tx *store.Tx, f *Fields, code string, on store.Date) error {
	organs, err := directory.Organs(tx, on)
	if err != nil {
		return err
	}
	var found []directory.Organ
	for _, o := range organs {
		if o.Code == code && o.UnitOf == "" {
			found = append(found, o)
		}
	}
	if len(found) == 1 {
		f.AuthorID, f.Author = found[0].ID, found[0].Name
	}
	return nil
}

// searchText is what a list is searched by, folded: number, symbol, author, kind, subject.
func searchText(a Arrival) string {
	number := ""
	if a.Number > 0 {
		number = strconv.Itoa(a.Number)
	}
	return directory.Bare(number + " " + a.Symbol + " " + a.Author + " " + a.KindName + " " + a.Subject)
}
