package distribution

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/store"
)

// office is the demo's directory on one date, with the service over it.
type office struct {
	testing.TB
	store   *store.Store
	service *Service
	on      store.Date
	number  atomic.Int64 // the last số đến that takeIn gave
}

// open fills s with the demo's offices and people.
func open(t testing.TB, s *store.Store, on store.Date) *office {
	t.Helper()
	if err := directory.LoadDemo(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if err := jobs.Migrate(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	policy, err := authz.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{TB: t, store: s, on: on}
	o.service = New(s, policy, func() store.Date { return o.on }, sealed)
	return o
}

func (o *office) view(fn func(tx *store.Tx) error) {
	o.Helper()
	if err := o.store.View(context.Background(), fn); err != nil {
		o.Fatal(err)
	}
}

func (o *office) update(fn func(tx *store.Tx) error) {
	o.Helper()
	if err := o.store.Update(context.Background(), fn); err != nil {
		o.Fatal(err)
	}
}

// organ finds an organ by its name on the office's date.
func (o *office) organ(name string) (found directory.Organ) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		organs, err := directory.FindOrgans(tx, name, o.on)
		if err == nil && len(organs) != 1 {
			o.Fatalf("%d organs are called %q", len(organs), name)
		}
		if err == nil {
			found = organs[0]
		}
		return err
	})
	return found
}

// resolve reads and resolves a block for an issuer.
func (o *office) resolve(issuer, text string, e Env) (r Resolution, err error) {
	o.Helper()
	e.Issuer, e.On = o.organ(issuer), o.on
	viewed := o.store.View(context.Background(), func(tx *store.Tx) error {
		r, err = Resolve(tx, ParseWith(text, ContextOf(e.Body)), e)
		return nil
	})
	if viewed != nil {
		o.Fatal(viewed)
	}
	return r, err
}

func (o *office) resolved(issuer, text string, e Env) Resolution {
	o.Helper()
	r, err := o.resolve(issuer, text, e)
	if err != nil {
		o.Fatal(err)
	}
	return r
}

// person gives the actor behind an account.
func (o *office) person(username string) (a authz.Actor) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		p, ok, err := directory.PersonByUsername(tx, username)
		if err == nil && !ok {
			o.Fatalf("no account %q", username)
		}
		a = authz.Actor{Kind: authz.Person, PersonID: p.ID, Name: p.Name}
		return err
	})
	return a
}

// clerk finds a văn thư of an organ's office.
func (o *office) clerk(organ directory.Organ) (a authz.Actor) {
	o.Helper()
	o.view(func(tx *store.Tx) error {
		staff, err := directory.Staff(tx, organ.Office(), o.on)
		for _, h := range staff {
			if h.Role == authz.Clerk {
				a = authz.Actor{Kind: authz.Person, PersonID: h.PersonID, Name: h.Name}
			}
		}
		return err
	})
	if a.PersonID == "" {
		o.Fatalf("%s has no văn thư", organ.Name)
	}
	return a
}

// issue makes a document of the issuer and freezes who gets it.
func (o *office) issue(issuer string, r Resolution) string {
	o.Helper()
	organ := o.organ(issuer)
	id := store.NewID()
	o.update(func(tx *store.Tx) error {
		d := document.Document{
			ID: id, Kind: "notice", Regime: string(organ.Regime), IssuerID: organ.ID, OfficeID: organ.Office(), UnitID: organ.ID,
			DrafterID: "drafter", State: document.Drafting, OfficeDate: o.on,
		}
		if err := document.Create(tx, &d, document.Content{Subject: "kết luận", AuthorID: "drafter"}); err != nil {
			return err
		}
		if err := document.Grant(tx, document.Access{DocumentID: id, OrganID: organ.Office(), Why: authz.Register}); err != nil {
			return err
		}
		_, err := Freeze(tx, id, r, tx.Now)
		return err
	})
	return id
}

// takeIn is what internal/incoming does when an organ's văn thư takes a copy in: a số đến, and the receipt.
func (o *office) takeIn(a authz.Actor, deliveryID, note string) (d Delivery, err error) {
	o.Helper()
	err = o.store.Update(context.Background(), func(tx *store.Tx) error {
		actor, err := o.service.actor(tx, a)
		if err != nil {
			return err
		}
		d, err = o.service.Receive(tx, actor, deliveryID, Arrival{Year: o.on.Year(), Number: int(o.number.Add(1)), Date: o.on}, note)
		return err
	})
	return d, err
}

// sealed stands for the receipt key, which internal/signature holds: what signs and what is signed are tested there.
func sealed(payload []byte) ([]byte, error) { return append([]byte("signed: "), payload...), nil }

func (o *office) deliveries(id string) (found []Delivery) {
	o.Helper()
	o.view(func(tx *store.Tx) (err error) {
		found, err = DeliveriesOf(tx, id)
		return err
	})
	return found
}

// deliveryTo picks the copy of one receiver.
func (o *office) deliveryTo(id, name string) Delivery {
	o.Helper()
	for _, d := range o.deliveries(id) {
		if d.Name == name {
			return d
		}
	}
	o.Fatalf("no delivery to %s", name)
	return Delivery{}
}

// names lists the receivers in order.
func names(r Resolution) []string {
	var out []string
	for _, n := range r.Recipients {
		out = append(out, n.Name)
	}
	return out
}

// codeOf is the code of a refusal, then those of its reasons.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	f := fault.Of(err)
	codes := []string{f.Code}
	for _, r := range f.Reasons {
		codes = append(codes, r.Code)
	}
	return strings.Join(codes, " ")
}
