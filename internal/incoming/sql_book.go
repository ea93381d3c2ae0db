package incoming

import (
	"fmt"

	"gorm.io/gorm"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

func (span Span) narrow(query *gorm.DB) *gorm.DB {
	query = query.Where("a.organ_id = ? AND a.arrival_year = ? AND a.arrival_number > 0", span.OrganID, span.Year)
	if span.From != "" {
		query = query.Where("a.arrival_date >= ?", span.From)
	}
	if span.To != "" {
		query = query.Where("a.arrival_date <= ?", span.To)
	}
	return query
}

// registeredIn reads the registered arrivals of a span in the order of their numbers.
func registeredIn(tx *store.Tx, span Span) ([]Arrival, error) {
	var rows []arrivalRow
	err := span.narrow(tx.DB().Table("arrival AS a")).Select("a.*").Order("a.arrival_number").Limit(mostLines + 1).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the book of arrivals: %w", err)
	}
	if len(rows) > mostLines {
		return nil, fault.New(fault.Unmet, "BOOK_TOO_LONG", "Sổ có quá nhiều dòng, hãy chọn khoảng ngày ngắn hơn.")
	}
	for i := range rows {
		rows[i].Report = "" // the books say nothing of signatures
	}
	return arrivalsOf(rows)
}

// lastPartsOf reads who is in charge of each arrival of a span by the direction that holds.
func lastPartsOf(tx *store.Tx, span Span) (map[string][]Part, error) {
	var rows []partRow
	err := span.narrow(tx.DB().Table("arrival AS a")).Joins("JOIN arrival_part AS p ON p.arrival_id = a.id AND p.n = a.directions").
		Where("p.part = ?", Lead).Select("p.*").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read the book of arrivals: %w", err)
	}
	of := map[string][]Part{}
	for _, p := range rows {
		of[p.ArrivalID] = append(of[p.ArrivalID], Part{Part: p.Part, OrganID: p.OrganID, PersonID: p.PersonID, Name: p.Name})
	}
	return of, nil
}
