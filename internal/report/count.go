package report

import (
	"cmp"
	"slices"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// count fills in the figures: a fixed number of questions, whatever the span.
func (s *Service) count(tx *store.Tx, f *Figures) error {
	months := map[string]*Period{}
	at := func(month string) *Period {
		group := f.Span.By.of(month)
		if months[group] == nil {
			months[group] = &Period{Group: group}
		}
		return months[group]
	}
	if err := s.countDocuments(tx, f, at); err != nil {
		return err
	}
	if err := s.countRest(tx, f, at); err != nil {
		return err
	}
	for _, group := range f.Span.groups() {
		p := Period{Group: group}
		if months[group] != nil {
			p = *months[group]
		}
		f.Periods = append(f.Periods, p)
		f.Whole.add(p)
	}
	if err := s.countPaces(tx, f); err != nil {
		return err
	}
	return s.countWaits(tx, f)
}

// table gathers rows under their ids.
type table struct {
	rows  map[string]*Row
	order []string
}

func (t *table) at(id string) *Row {
	if t.rows == nil {
		t.rows = map[string]*Row{}
	}
	if t.rows[id] == nil {
		t.rows[id], t.order = &Row{ID: id}, append(t.order, id)
	}
	return t.rows[id]
}

// named gives the rows with their names, most issued first.
func (t *table) named(names map[string]string) []Row {
	rows := make([]Row, 0, len(t.order))
	for _, id := range t.order {
		r := *t.rows[id]
		r.Name = cmp.Or(names[id], id)
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(b.Issued-a.Issued, b.Begun-a.Begun, cmp.Compare(directory.Fold(a.Name), directory.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return rows
}

func (s *Service) countDocuments(tx *store.Tx, f *Figures, at func(string) *Period) error {
	var kinds, units table
	done, err := issued(tx, f.Scope, f.Span)
	if err != nil {
		return err
	}
	for _, r := range done {
		p, kept := at(r.Month), Tally{r.InTime, r.Late}
		p.Issued += r.N
		p.Documents.add(kept)
		for _, row := range []*Row{kinds.at(r.Kind), units.at(r.UnitID)} {
			row.Issued += r.N
			row.Documents.add(kept)
		}
	}
	open, err := unfinished(tx, f.Scope, f.Span, s.Today())
	if err != nil {
		return err
	}
	for _, r := range open {
		at(r.Month).Documents.Late += r.Late
		kinds.at(r.Kind).Documents.Late += r.Late
		units.at(r.UnitID).Documents.Late += r.Late
	}
	new, err := begun(tx, f.Scope, f.Span)
	if err != nil {
		return err
	}
	for _, r := range new {
		at(r.Month).Begun += r.N
		kinds.at(r.Kind).Begun += r.N
		units.at(r.UnitID).Begun += r.N
	}
	back, err := returns(tx, f.Scope, f.Span)
	if err != nil {
		return err
	}
	for _, r := range back {
		for _, row := range []*Row{kinds.at(r.Kind), units.at(r.UnitID)} {
			row.Returned, row.Returns = row.Returned+r.Returned, row.Returns+r.Returns
		}
	}
	names, err := s.organNames(tx, slices.Clone(units.order))
	if err != nil {
		return err
	}
	names[""] = "Không rõ đơn vị"
	f.Kinds, f.Units = kinds.named(kindNames()), units.named(names)
	return nil
}

// kindNames are the kinds of both regimes: one id has one name.
func kindNames() map[string]string {
	names := map[string]string{}
	for _, regime := range []directory.Regime{directory.Party, directory.State} {
		for _, k := range document.Kinds(string(regime)) {
			names[k.ID] = k.Name
		}
	}
	return names
}

func (s *Service) countRest(tx *store.Tx, f *Figures, at func(string) *Period) error {
	for _, c := range []struct {
		read func() ([]monthRow, error)
		of   func(*Period) *Tally
	}{
		{func() ([]monthRow, error) { return steps(tx, f.Scope, f.Span) }, func(p *Period) *Tally { return &p.Steps }},
		{func() ([]monthRow, error) { return receipts(tx, f.Scope, f.Span, tx.Now) }, func(p *Period) *Tally { return &p.Receipts }},
		{func() ([]monthRow, error) { return tasks(tx, f.Scope, f.Span, s.Today()) }, func(p *Period) *Tally { return &p.Tasks }},
	} {
		rows, err := c.read()
		if err != nil {
			return err
		}
		for _, r := range rows {
			c.of(at(r.Month)).add(Tally{r.InTime, r.Late})
		}
	}
	rows, err := arrivals(tx, f.Scope, f.Span, s.Today())
	if err != nil {
		return err
	}
	var leads []string
	for _, r := range rows {
		at(r.Month).Arrivals.add(Tally{r.InTime, r.Late})
		leads = append(leads, r.Lead)
	}
	names, err := s.organNames(tx, leads)
	if err != nil {
		return err
	}
	names[""] = rowLabels["unit"]
	f.ArrivalUnits = gathered(rows, func(r arrivalRow) (string, string) { return r.Lead, cmp.Or(names[r.Lead], r.Lead) })
	f.ArrivalKind = gathered(rows, func(r arrivalRow) (string, string) { return r.Kind, cmp.Or(r.Kind, rowLabels["kind"]) })
	return nil
}

// rowLabels name what was not written down.
var rowLabels = map[string]string{"unit": "Chưa giao đơn vị", "kind": "Không ghi tên loại"}

// gathered sums arrivals under an id and its name, most first.
func gathered(rows []arrivalRow, by func(arrivalRow) (id, name string)) []ArrivalRow {
	var sums []ArrivalRow
	for _, r := range rows {
		id, name := by(r)
		i := slices.IndexFunc(sums, func(s ArrivalRow) bool { return s.ID == id })
		if i < 0 {
			i, sums = len(sums), append(sums, ArrivalRow{ID: id, Name: name})
		}
		s := &sums[i]
		s.Total, s.Undated, s.Done, s.Open = s.Total+r.Total, s.Undated+r.Undated, s.Done+r.Done, s.Open+r.Open
		s.InTime, s.Late, s.Running = s.InTime+r.InTime, s.Late+r.Late, s.Running+r.Runs
	}
	slices.SortFunc(sums, func(a, b ArrivalRow) int {
		return cmp.Or(b.Total-a.Total, cmp.Compare(directory.Fold(a.Name), directory.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return sums
}

func (s *Service) countPaces(tx *store.Tx, f *Figures) error {
	rows, err := paces(tx, f.Scope, f.Span)
	if err != nil {
		return err
	}
	type step struct{ chain, state, clock string }
	lengths, sums := map[step]histogram{}, map[step]*Pace{}
	for _, r := range rows {
		at := step{r.ChainID, r.State, r.Clock}
		if sums[at] == nil {
			c := s.chain(r.ChainID)
			state := document.State(r.State)
			lengths[at], sums[at] = histogram{}, &Pace{ChainID: c.ID, Chain: c.Name, State: state, Label: cmp.Or(c.States[state], r.State), Clock: r.Clock}
		}
		lengths[at][r.Minutes] += r.N
		sums[at].Count += r.N
		sums[at].add(Tally{r.InTime, r.Late})
	}
	for at, p := range sums {
		p.Median, p.P90 = lengths[at].rank(50), lengths[at].rank(90)
		f.Paces = append(f.Paces, *p)
	}
	slices.SortFunc(f.Paces, func(a, b Pace) int {
		return cmp.Or(cmp.Compare(a.ChainID, b.ChainID), slices.Index(document.States, a.State)-slices.Index(document.States, b.State), -cmp.Compare(a.Clock, b.Clock))
	})
	return nil
}

func (s *Service) countWaits(tx *store.Tx, f *Figures) error {
	rows, err := waits(tx, f.Scope)
	if err != nil {
		return err
	}
	var people, organs []string
	for _, r := range rows {
		organs = append(organs, r.OrganID, r.UnitID)
		if r.PersonID != "" {
			people = append(people, r.PersonID)
		}
	}
	names, err := s.organNames(tx, organs)
	if err != nil {
		return err
	}
	slices.Sort(people)
	known, err := directory.PeopleByID(tx, slices.Compact(people))
	for _, r := range rows {
		w := Wait{
			Holder: "organ:" + r.OrganID, Name: names[r.OrganID], Action: r.Action, Label: s.label(r.Action), Unit: r.UnitID, For: names[r.UnitID],
			Count: r.N, Late: r.Late, Oldest: r.Oldest.Time,
		}
		if r.PersonID != "" {
			w.Holder, w.Name = "person:"+r.PersonID, known[r.PersonID].Name
		}
		f.Waits = append(f.Waits, w)
	}
	slices.SortFunc(f.Waits, func(a, b Wait) int {
		return cmp.Or(b.Late-a.Late, b.Count-a.Count, a.Oldest.Compare(b.Oldest), cmp.Compare(a.Holder, b.Holder), cmp.Compare(a.Action, b.Action), cmp.Compare(a.Unit, b.Unit))
	})
	return err
}
