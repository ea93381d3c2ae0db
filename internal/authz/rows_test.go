package authz

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trinhky/policies"
)

// Every row that is shown stands in the file at the line that is named, and every line of the file is shown.
func TestRowsAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	csv, err := policies.FS.ReadFile("policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(csv), "\n")
	rights := 0
	for _, line := range lines {
		if strings.HasPrefix(line, "p,") {
			rights++
		}
	}
	p := load(t)
	rows := p.Rows()
	if len(rows) != rights {
		t.Errorf("%d rows are shown, the file has %d", len(rows), rights)
	}
	for _, r := range rows {
		if r.Line < 1 || lines[r.Line-1] != "p, "+strings.Join([]string{r.Role, r.Act, r.Why}, ", ") {
			t.Errorf("%v is not what line %d says: %q", r, r.Line, lines[max(r.Line, 1)-1])
		}
		if !p.Grants(r.Role, r.Act, r.Why) {
			t.Errorf("%v is shown and not granted", r)
		}
	}
	rows[0].Role = "x"
	if p.Rows()[0].Role == "x" {
		t.Error("the rows can be changed from outside")
	}
	if (&Policy{}).Rows() != nil {
		t.Error("an empty policy has rows")
	}
}

// A reason is given exactly where Can says yes, and each names a relation of the place and a row of the file.
func TestExplainAgreesWithCan(t *testing.T) {
	t.Parallel()
	p := load(t)
	rows := p.Rows()
	rapid.Check(t, func(t *rapid.T) {
		a := Actor{Kind: Person, PersonID: "an"}
		for range rapid.IntRange(0, 3).Draw(t, "roles") {
			a.Roles = append(a.Roles, Role{
				Name: rapid.SampledFrom(Roles()).Draw(t, "role"), Organ: rapid.SampledFrom([]string{"phong", "ban"}).Draw(t, "organ"),
				Office: rapid.SampledFrom([]string{"vp", "huyen"}).Draw(t, "office"), For: rapid.SampledFrom([]string{"", "binh"}).Draw(t, "for"),
			})
		}
		var place Place
		for range rapid.IntRange(0, 4).Draw(t, "relations") {
			rel := Relation{Why: rapid.SampledFrom(Whys()).Draw(t, "why")}
			if rapid.Bool().Draw(t, "of a person") {
				rel.ID = rapid.SampledFrom([]string{"an", "binh", "chi"}).Draw(t, "person")
				place.Persons = append(place.Persons, rel)
			} else {
				rel.ID = rapid.SampledFrom([]string{"phong", "vp", "so"}).Draw(t, "of")
				place.Organs = append(place.Organs, rel)
			}
		}
		act := rapid.SampledFrom(Acts()).Draw(t, "act")
		reasons := p.Explain(a, act, place)
		if can := p.Can(a, act, place); can != (len(reasons) > 0) {
			t.Fatalf("Can says %v, the reasons are %v", can, reasons)
		}
		for _, r := range reasons {
			of := place.Persons
			if r.Organ {
				of = place.Organs
			}
			if !slices.Contains(of, r.Relation) || !slices.Contains(rows, r.Row) || r.Row.Act != act || r.Row.Role != r.Role.Name {
				t.Fatalf("%+v explains nothing", r)
			}
		}
	})
	if len(p.Explain(Actor{Kind: Guest, GuestDocument: "d"}, DocumentRead, Place{DocumentID: "d"})) != 0 {
		t.Error("a guest has no role to explain")
	}
}
