package authz

import (
	"testing"

	"pgregory.net/rapid"
)

func TestCan(t *testing.T) {
	t.Parallel()
	p := load(t)
	person := func(id, why string) Place { return Place{Persons: []Relation{{ID: id, Why: why}}} }
	organ := func(id, why string) Place { return Place{Organs: []Relation{{ID: id, Why: why}}} }
	delegate := one(UnitHead)
	delegate.Roles = append(delegate.Roles, Role{Name: Delegate, Organ: "vp", Office: "vp", By: "m1"})
	nameless := one(Leader)
	nameless.PersonID = ""

	tests := []struct {
		name  string
		actor Actor
		act   string
		place Place
		want  bool
	}{
		{"drafter edits", one(Specialist), DocumentEdit, person("an", Drafter), true},
		{"another's draft", one(Specialist), DocumentEdit, person("bình", Drafter), false},
		{"drafter id among organs", one(Specialist), DocumentEdit, organ("an", Drafter), false},
		{"create for the office's issuer", one(Specialist), DocumentCreate, organ("vp", Office), true},
		{"create for a stranger's issuer", one(Specialist), DocumentCreate, organ("khác", Office), false},
		{"unit head approves own unit", one(UnitHead), DocumentApprove, organ("phong", Unit), true},
		{"unit head approves another unit", one(UnitHead), DocumentApprove, organ("phong2", Unit), false},
		{"specialist approves", one(Specialist), DocumentApprove, organ("phong", Unit), false},
		{"chief checks format", one(ChiefOfOffice), DocumentCheckFormat, organ("vp", Office), true},
		{"named signer signs", one(Leader), DocumentSign, person("an", Signer), true},
		{"leader not named", one(Leader), DocumentSign, person("bình", Signer), false},
		{"unit head named, no mandate", one(UnitHead), DocumentSign, person("an", Signer), false},
		{"unit head by mandate", delegate, DocumentSign, person("an", Signer), true},
		{"clerk seals from the office", one(Clerk), DocumentSeal, organ("vp", Register), true},
		{"clerk seals before the signature", one(Clerk), DocumentSeal, organ("vp", Office), false},
		{"clerk acknowledges for the organ", one(Clerk), DeliveryAcknowledge, organ("vp", Received), true},
		{"specialist for the organ", one(Specialist), DeliveryAcknowledge, organ("vp", Received), false},
		{"specialist addressed", one(Specialist), DeliveryAcknowledge, person("an", Addressed), true},
		{"administrator addressed", one(Administrator), DeliveryAcknowledge, person("an", Addressed), false},
		{"empty organ id", Actor{Kind: Person, PersonID: "an", Roles: []Role{{Name: Clerk}}}, DocumentSeal, organ("", Register), false},
		{"no person id", nameless, DocumentRead, person("", Addressed), false},
		{"no role", Actor{Kind: Person, PersonID: "an"}, DocumentRead, person("an", Addressed), false},
		{"unknown act", one(Leader), "document.burn", person("an", Signer), false},
		{"system borrows nothing", Actor{Kind: System, PersonID: "an", Roles: one(Leader).Roles}, DocumentSign, person("an", Signer), false},
		{"no kind", Actor{PersonID: "an", Roles: one(Leader).Roles}, DocumentSign, person("an", Signer), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := p.Can(tt.actor, tt.act, tt.place); got != tt.want {
				t.Errorf("Can = %v, want %v", got, tt.want)
			}
			if got := p.Reach(tt.actor, tt.act).Covers(tt.place); got != tt.want {
				t.Errorf("Reach covers = %v, want %v", got, tt.want)
			}
		})
	}
}

// TestGuest walks every act: a guest reads one document and acknowledges or refuses it,
// even with roles and relations that would allow a person more.
func TestGuest(t *testing.T) {
	t.Parallel()
	p := load(t)
	guest := one(Leader)
	guest.Kind, guest.GuestDocument, guest.GuestDelivery = Guest, "d1", "v1"
	related := []Relation{{ID: "an", Why: Signer}, {ID: "an", Why: Drafter}, {ID: "an", Why: Addressed}}
	for _, act := range Acts() {
		document, delivery := Place{DocumentID: "d1", Persons: related}, Place{DeliveryID: "v1", Persons: related}
		if got, want := p.Can(guest, act, document), act == DocumentRead; got != want || p.Reach(guest, act).Covers(document) != want {
			t.Errorf("%s of the document: Can = %v, want %v", act, got, want)
		}
		if got, want := p.Can(guest, act, delivery), act == DeliveryAcknowledge || act == DeliveryRefuse; got != want || p.Reach(guest, act).Covers(delivery) != want {
			t.Errorf("%s of the delivery: Can = %v, want %v", act, got, want)
		}
		if p.Can(guest, act, Place{DocumentID: "d2", DeliveryID: "v2", Persons: related}) {
			t.Errorf("%s: allowed on another document", act)
		}
		if p.Can(guest, act, Place{Persons: related}) {
			t.Errorf("%s: allowed on a place that is no document", act)
		}
	}
	if p.Can(Actor{Kind: Guest}, DocumentRead, Place{}) {
		t.Error("a guest of nothing reads nothing's document")
	}
}

// TestReachAgreesWithCan compares lists and single questions on random
// actors and places: a list that shows more than the page opens is a leak.
func TestReachAgreesWithCan(t *testing.T) {
	t.Parallel()
	p := load(t)
	id := rapid.SampledFrom([]string{"", "a", "b", "c"})
	relations := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Relation {
		return Relation{ID: id.Draw(t, "id"), Why: rapid.SampledFrom(append(Whys(), "", "other")).Draw(t, "why")}
	}), 0, 4)
	role := rapid.Custom(func(t *rapid.T) Role {
		return Role{
			Name: rapid.SampledFrom(append(Roles(), "other")).Draw(t, "role"), Organ: id.Draw(t, "organ"), Office: id.Draw(t, "office"), For: id.Draw(t, "for"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a := Actor{
			Kind:          rapid.SampledFrom([]Kind{Person, Person, Person, Guest, System, ""}).Draw(t, "kind"),
			PersonID:      id.Draw(t, "person"),
			Roles:         rapid.SliceOfN(role, 0, 3).Draw(t, "roles"),
			GuestDocument: id.Draw(t, "guest document"),
			GuestDelivery: id.Draw(t, "guest delivery"),
		}
		place := Place{DocumentID: id.Draw(t, "document"), DeliveryID: id.Draw(t, "delivery"), Persons: relations.Draw(t, "persons"), Organs: relations.Draw(t, "organs")}
		act := rapid.SampledFrom(Acts()).Draw(t, "act")
		can, covers := p.Can(a, act, place), p.Reach(a, act).Covers(place)
		if can != covers {
			t.Fatalf("Can = %v, Reach covers = %v", can, covers)
		}
	})
}

// TestCapacity: the trail names the role that was used, and a lent one only when no own role would do.
func TestCapacity(t *testing.T) {
	t.Parallel()
	p := load(t)
	unit := Role{Name: UnitHead, Organ: "phong", Office: "vp", Title: "Trưởng phòng"}
	lent := Role{Name: Delegate, Organ: "vp", Office: "vp", Title: "Người được ủy quyền", By: "m1"}
	own := Role{Name: Leader, Organ: "vp", Office: "vp", Title: "Phó Bí thư"}
	sign := Place{Persons: []Relation{{ID: "an", Why: Signer}}}
	tests := []struct {
		name  string
		roles []Role
		want  string
	}{
		{"none", nil, ""},
		{"not enough", []Role{unit}, ""},
		{"lent", []Role{unit, lent}, lent.Title},
		{"own before lent", []Role{unit, lent, own}, own.Title},
	}
	for _, tt := range tests {
		a := Actor{Kind: Person, PersonID: "an", Roles: tt.roles}
		role, can := p.Capacity(a, DocumentSign, sign)
		if role.Title != tt.want || can != (tt.want != "") || can != p.Can(a, DocumentSign, sign) {
			t.Errorf("%s: got %q, %v, want %q", tt.name, role.Title, can, tt.want)
		}
	}
}

func BenchmarkCan(b *testing.B) {
	p := load(b)
	actor := one(ChiefOfOffice)
	place := Place{
		Persons: []Relation{{ID: "x", Why: Drafter}, {ID: "y", Why: Signer}},
		Organs:  []Relation{{ID: "phong2", Why: Unit}, {ID: "vp", Why: Register}, {ID: "vp", Why: Office}},
	}
	b.ReportAllocs()
	for b.Loop() {
		if !p.Can(actor, DocumentRead, place) {
			b.Fatal("denied")
		}
	}
}

// BenchmarkCanFirst asks the engine itself, as the first question of each
// kind does.
func BenchmarkCanFirst(b *testing.B) {
	e := load(b).rules.Load().enforcer
	for b.Loop() {
		if ok, err := e.Enforce(ChiefOfOffice, DocumentRead, Office); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

func BenchmarkReach(b *testing.B) {
	p := load(b)
	actor := one(ChiefOfOffice)
	b.ReportAllocs()
	for b.Loop() {
		if p.Reach(actor, DocumentRead).None() {
			b.Fatal("reaches nothing")
		}
	}
}
