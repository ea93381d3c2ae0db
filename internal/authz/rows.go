package authz

import (
	"slices"
	"strings"
)

// PolicyFile is where the rows stand in the repository.
const PolicyFile = "policies/policy.csv"

// Row is one row of the policy file: a role, an act, a relation, and where it is written.
type Row struct {
	Role, Act, Why string
	Line           int // in PolicyFile, from 1
}

// Rows are the rights as the engine holds them, in the order of the file: for showing, never for deciding.
func (p *Policy) Rows() []Row {
	now := p.rules.Load()
	if now == nil {
		return nil
	}
	return slices.Clone(now.rows)
}

// linesOf gives every row that the engine read its line in the file. A row that stands there twice has its first.
func linesOf(csv string, held [][]string) []Row {
	at := map[right]int{}
	n := 0
	for line := range strings.Lines(csv) {
		n++
		fields := strings.Split(strings.TrimSpace(line), ",")
		if len(fields) != 4 || strings.TrimSpace(fields[0]) != "p" {
			continue
		}
		r := right{strings.TrimSpace(fields[1]), strings.TrimSpace(fields[2]), strings.TrimSpace(fields[3])}
		if at[r] == 0 {
			at[r] = n
		}
	}
	rows := make([]Row, 0, len(held))
	for _, h := range held {
		rows = append(rows, Row{Role: h[0], Act: h[1], Why: h[2], Line: at[right{h[0], h[1], h[2]}]})
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return a.Line - b.Line })
	return rows
}

// Reason is one way by which a person may do an act: the role that is held, the relation to the place, and the row that
// joins the two.
type Reason struct {
	Role     Role
	Relation Relation
	Organ    bool // the relation is that of the role's organ or office, not of the person
	Row      Row
}

// Explain gives every reason for which a person may do the act to the place. It is empty exactly when Can says no.
func (p *Policy) Explain(a Actor, act string, place Place) (reasons []Reason) {
	if a.Kind != Person || a.PersonID == "" {
		return nil
	}
	now := p.rules.Load()
	add := func(role Role, rel Relation, organ bool) {
		q := right{role.Name, act, rel.Why}
		if !now.grants(q) {
			return
		}
		reason := Reason{Role: role, Relation: rel, Organ: organ, Row: Row{Role: q.role, Act: q.act, Why: q.why}}
		if i := slices.IndexFunc(now.rows, func(r Row) bool { return right{r.Role, r.Act, r.Why} == q }); i >= 0 {
			reason.Row = now.rows[i]
		}
		reasons = append(reasons, reason)
	}
	for _, role := range a.Roles {
		person := a.PersonID
		if role.For != "" {
			person = role.For
		}
		for _, rel := range place.Persons {
			if rel.ID == person {
				add(role, rel, false)
			}
		}
		for _, rel := range place.Organs {
			if at(role, rel.ID) {
				add(role, rel, true)
			}
		}
	}
	return reasons
}
