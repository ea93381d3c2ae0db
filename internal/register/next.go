package register

import (
	"trinhky/internal/store"
)

// Next tells which number each of some series would give now: a forecast for whoever is about to number, since the next
// number belongs to whoever takes it first (Assign). One query for each 500 keys.
func Next(tx *store.Tx, keys []Key) (map[Key]int, error) {
	var issuers []string
	next := map[Key]int{}
	for _, k := range keys {
		if next[k] == 0 {
			next[k] = 1
			issuers = append(issuers, k.IssuerID)
		}
	}
	series, err := seriesOf(tx, issuers)
	for _, of := range series {
		for _, s := range of {
			if _, asked := next[s.Key]; asked {
				next[s.Key] = s.Last + 1
			}
		}
	}
	return next, err
}
