package incoming

import (
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// seen is the one condition by which anybody sees an arrival, over `arrival AS a`: each way in on an index of its own.
func (s sight) seen() (string, []any) {
	var parts []string
	var args []any
	add := func(ids []string, sql string, more ...any) {
		if len(ids) > 0 {
			parts = append(parts, sql)
			args = append(append(args, ids), more...)
		}
	}
	add(s.receivers, "SELECT id FROM arrival WHERE organ_id IN ?")
	add(s.receivers, "SELECT id FROM arrival WHERE office_id IN ?")
	add(s.owners, "SELECT id FROM arrival WHERE organ_id IN ?")
	add(s.units, "SELECT arrival_id FROM arrival_access WHERE organ_id <> '' AND organ_id IN ? AND part IN ?", s.parts)
	add(s.persons, "SELECT arrival_id FROM arrival_access WHERE person_id <> '' AND person_id IN ? AND part IN ?", s.parts)
	add(s.passed, "SELECT id FROM arrival WHERE passed_to <> '' AND passed_to IN ? AND unopened = ?", true)
	if len(parts) == 0 {
		return "1 = 0", nil
	}
	return "a.id IN (" + strings.Join(parts, " UNION ALL ") + ")", args
}

// seenAmong are those of some arrivals that somebody sees.
func seenAmong(tx *store.Tx, s sight, ids []string) (list []Arrival, err error) {
	condition, args := s.seen()
	for some := range slices.Chunk(ids, 500) {
		var rows []arrivalRow
		if err := tx.DB().Table("arrival AS a").Where("a.id IN ?", some).Where(condition, args...).Select("a.*").Find(&rows).Error; err != nil {
			return nil, fmt.Errorf("ask which arrivals may be read: %w", err)
		}
		found, err := arrivalsOf(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// boxed narrows to a box.
func boxed(query *gorm.DB, personID, box string) *gorm.DB {
	if box != "all" { // what was called back waits for nobody
		query = query.Where("a.called_back = ''")
	}
	switch box {
	case "waiting":
		return query.Where("a.state = ? AND a.unopened = ?", Waiting, false)
	case "to_submit":
		return query.Where("a.state = ?", Registered)
	case "to_direct":
		return query.Where("a.state = ? AND a.submitted_to = ?", Submitted, personID)
	case "extensions":
		return query.Where("a.id IN (SELECT arrival_id FROM arrival_extension WHERE state = ? AND asked_by <> ?)", asked, personID)
	case "to_assign":
		return query.Where("a.state = ? AND a.handler_id = ''", Directed)
	case "my_work":
		return query.Where("a.handler_id = ? AND a.state IN ? AND a.outcome = ''", personID, []State{Directed, Assigned, InProgress})
	case "to_confirm":
		return query.Where("a.state = ? AND a.outcome <> '' AND a.reported_by <> ?", InProgress, personID)
	case "overdue":
		return query.Where("a.overdue = ? AND a.state NOT IN ?", true, []State{Refused, Done, Filed})
	}
	return query
}

// listed reads one row more than the page, the nearest first.
func listed(tx *store.Tx, s sight, personID string, f Filter) ([]Arrival, error) {
	condition, args := s.seen()
	query := boxed(tx.DB().Table("arrival AS a").Where(condition, args...), personID, f.Box)
	for _, word := range strings.Fields(directory.Bare(f.Query)) {
		query = query.Where(`a.search_text LIKE ? ESCAPE '\'`, "%"+escapeLike(word)+"%")
	}
	for column, value := range map[string]string{"a.organ_id": f.OrganID, "a.state": string(f.State), "a.source": f.Source} {
		if value != "" {
			query = query.Where(column+" = ?", value)
		}
	}
	if f.Year > 0 {
		query = query.Where("a.arrival_year = ?", f.Year)
	}
	if f.From != "" {
		query = query.Where("(a.arrival_date >= ? OR (a.arrival_date = '' AND a.arrived_at >= ?))", f.From, f.From.Time().UTC())
	}
	if f.To != "" {
		query = query.Where("((a.arrival_date <> '' AND a.arrival_date <= ?) OR (a.arrival_date = '' AND a.arrived_at < ?))", f.To, f.To.Time().AddDate(0, 0, 1).UTC())
	}
	than, order := "<", "a.id DESC"
	if f.Back {
		than, order = ">", "a.id"
	}
	if f.Cursor != "" {
		query = query.Where("a.id "+than+" ?", f.Cursor)
	}
	var rows []arrivalRow
	if err := query.Select("a.*").Order(order).Limit(f.Limit + 1).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("list arrivals: %w", err)
	}
	return arrivalsOf(rows)
}

// counted says how much lies in each of some boxes, in one question.
func counted(tx *store.Tx, sights map[string]sight, personID string) (map[string]int64, error) {
	counts := map[string]int64{}
	var parts []string
	var piles []any
	for box, sight := range sights {
		condition, args := sight.seen()
		parts = append(parts, "SELECT '"+box+"' AS box, (?) AS n")
		piles = append(piles, boxed(tx.DB().Table("arrival AS a").Select("count(*)").Where(condition, args...), personID, box))
	}
	if len(parts) == 0 {
		return counts, nil
	}
	var rows []struct {
		Box string
		N   int64
	}
	if err := tx.DB().Raw(strings.Join(parts, " UNION ALL "), piles...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count arrivals: %w", err)
	}
	for _, r := range rows {
		counts[r.Box] = r.N
	}
	return counts, nil
}

// items adds the names that a list shows: the same few queries for one row and for 200.
func items(tx *store.Tx, list []Arrival) ([]Item, error) {
	var ids, organs, people []string
	for _, a := range list {
		organs, people = append(organs, a.OrganID), append(people, a.HandlerID)
		if a.Directions > 0 {
			ids = append(ids, a.ID)
		}
	}
	known, err := directory.OrgansByID(tx, organs)
	if err != nil {
		return nil, err
	}
	named, err := directory.PeopleByID(tx, people)
	if err != nil {
		return nil, err
	}
	directions, err := directionsOf(tx, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]Item, len(list))
	for i, a := range list {
		out[i] = Item{Arrival: a, Organ: known[a.OrganID].Name, Handler: named[a.HandlerID].Name}
		if of := directions[a.ID]; len(of) > 0 {
			out[i].Lead = of[len(of)-1].Lead().Name
		}
	}
	return out, nil
}

// duplicatesOf finds what the organ was sent, and did not send back, in a year under the same symbol and date by the same
// author. Something without a symbol is like nothing.
func duplicatesOf(tx *store.Tx, a Arrival, year int) ([]Arrival, error) {
	if a.Symbol == "" {
		return nil, nil
	}
	var rows []arrivalRow
	err := tx.DB().Where("organ_id = ? AND symbol = ? AND document_date = ? AND id <> ? AND state <> ? AND called_back = ''", a.OrganID, a.Symbol, a.DocumentDate, a.ID, Refused).
		Where("(arrival_year = ? OR arrival_number = 0)", year).Order("id").Limit(50).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("look for duplicates: %w", err)
	}
	all, err := arrivalsOf(rows)
	var like []Arrival
	for _, one := range all {
		same := one.AuthorID != "" && one.AuthorID == a.AuthorID || directory.Fold(one.Author) == directory.Fold(a.Author)
		if same && len(like) < duplicateLimit {
			like = append(like, one)
		}
	}
	return like, err
}

// likeOf finds what the organ was sent, and did not send back, in a year under a symbol; the date counts once it is typed,
// and of the author as much as is typed.
func likeOf(tx *store.Tx, s sight, organID string, typed Fields, year int) (like []Arrival, err error) {
	if typed.Symbol == "" {
		return nil, nil
	}
	condition, args := s.seen()
	query := tx.DB().Table("arrival AS a").Where(condition, args...).
		Where("a.organ_id = ? AND a.symbol = ? AND a.state <> ? AND a.called_back = ''", organID, typed.Symbol, Refused).
		Where("(a.arrival_year = ? OR a.arrival_number = 0)", year)
	if typed.DocumentDate != "" {
		query = query.Where("a.document_date = ?", typed.DocumentDate)
	}
	var rows []arrivalRow
	if err := query.Select("a.*").Order("a.id").Limit(50).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("look for what may be the same: %w", err)
	}
	all, err := arrivalsOf(rows)
	for _, one := range all {
		if strings.HasPrefix(directory.Fold(one.Author), directory.Fold(typed.Author)) && len(like) < duplicateLimit {
			like = append(like, one)
		}
	}
	return like, err
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
