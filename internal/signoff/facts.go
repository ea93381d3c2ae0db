package signoff

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/login"
	"trinhky/internal/register"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// facts are all that guards and effects look at: loaded once, in the transaction, never fetched by a guard.
type facts struct {
	actor    authz.Actor
	policy   *authz.Policy
	on       store.Date // the office's date
	now      time.Time
	document document.Document
	content  document.Content
	saved    document.Content // the newest version, where content is what is being typed
	place    authz.Place
	chain    *Chain
	kind     document.Kind
	issuer   directory.Organ
	unit     directory.Organ

	parts      map[string]part
	opinions   []opinion // of the newest round
	signatures []signature.Signature
	// formula is what stands above the signer's name; formulaErr why there is none.
	formula    directory.Formula
	formulaErr error
	signerName string
	// signerBefore is who was to sign before an edit.
	signerBefore string
	// recipients is who gets it; unresolved why a line names nobody.
	recipients distribution.Resolution
	unresolved []fault.Reason
	findings   []format.Finding
	examined   bool                 // the findings are those of this version
	waivers    map[string]waiverRow // of this version of the text, by finding
	decided    decided              // what its collective said of it
	// series is the one that the number comes from; seriesErr why there is none.
	series    register.Key
	seriesErr error

	// after is what became of an issued document; relation what a draft is to become of one.
	after    after
	relation relation
	noted    map[string]any // for the event, beside what every event tells

	others map[string][]string // who else may take an action that the named signer must leave: names
	typing bool                // the drafter has typed on after the newest version
	action string              // that is being taken; "" for a look
	input  FireInput
	// verified says what is wrong with stored bytes, by their SHA-256; "" is nothing. Filled by prepare, outside the
	// transaction: bytes named by their hash cannot change in between.
	verified map[string]string
	ready    prepared
}

// part is one of the five people of a document.
type part struct {
	Person    string
	Capacity  string
	InPlaceOf string // the person stood in for; "" when nobody was away
	At        time.Time
}

// load gathers the facts about a document for an actor. A document that the actor may not see is not there.
func (s *Service) load(tx *store.Tx, personID, id string) (*facts, error) {
	on := s.officeDate()
	actor, err := login.Actor(tx, personID, on)
	if err != nil {
		return nil, err
	}
	d, err := document.Load(tx, id)
	if err != nil {
		return nil, err
	}
	f := &facts{actor: actor, policy: s.policy, on: on, now: tx.Now, document: d}
	if f.place, err = document.PlaceOf(tx, id); err != nil {
		return nil, err
	}
	if !s.policy.Can(actor, authz.DocumentRead, f.place) {
		return nil, document.ErrNotFound
	}
	if f.content, err = document.ContentOf(tx, id, d.ContentVersion); err != nil {
		return nil, err
	}
	if f.chain, err = s.chainOf(tx, d); err != nil {
		return nil, err
	}
	if f.kind, err = document.KindByID(d.Regime, d.Kind); err != nil {
		return nil, err
	}
	if err := f.loadPeople(tx); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *facts) loadPeople(tx *store.Tx) (err error) {
	d := f.document
	if f.issuer, err = directory.OrganAsOf(tx, d.IssuerID, d.DocumentDate); err != nil { // its name of then, also after it took another
		return err
	}
	if d.UnitID != "" {
		if f.unit, err = directory.OrganAsOf(tx, d.UnitID, d.DocumentDate); err != nil {
			return err
		}
	}
	if f.parts, err = partsOf(tx, d.ID); err != nil {
		return err
	}
	if f.opinions, err = opinionsOf(tx, d.ID); err != nil {
		return err
	}
	if f.signatures, err = signature.Of(tx, d.ID); err != nil {
		return err
	}
	if signer, ok, err := directory.PersonByID(tx, d.SignerID); err != nil {
		return err
	} else if ok {
		f.signerName = signer.Name
	}
	return nil
}

// loadFor gathers what the guards and effects of some transitions need beside: nothing is looked up for nothing.
func (f *facts) loadFor(tx *store.Tx, transitions []Transition) error {
	needs := func(names ...string) bool {
		return slices.ContainsFunc(transitions, func(t Transition) bool {
			return slices.ContainsFunc(names, func(n string) bool {
				return slices.Contains(t.Guards, n) || slices.Contains(t.Effects, n)
			})
		})
	}
	if err := f.loadWorking(tx, transitions); err != nil {
		return err
	}
	if err := f.loadOthers(tx, transitions); err != nil {
		return err
	}
	if needs("signer_entitled", "render", "sign") {
		if err := f.entitle(tx); err != nil {
			return err
		}
	}
	if needs("collective_decided") {
		if err := f.entitle(tx); err != nil {
			return err
		}
		if err := f.loadDecided(tx); err != nil {
			return err
		}
	}
	if needs("recipients_resolve", "issue") {
		if err := f.resolve(tx); err != nil {
			return err
		}
	}
	if needs("no_format_errors", "warnings_waived") {
		if err := f.examine(tx); err != nil {
			return err
		}
	}
	if needs(afterGuards...) {
		if err := f.loadAfter(tx); err != nil {
			return err
		}
	}
	if needs("relation_holds", "issue") {
		if err := f.loadRelation(tx); err != nil {
			return err
		}
	}
	if needs("series_open", "assign_number") {
		f.series, f.seriesErr = register.KeyFor(tx, f.issuer, f.kind, f.on)
		return fault.System(f.seriesErr)
	}
	return nil
}

// resolve looks up who gets the document on the office's date.
func (f *facts) resolve(tx *store.Tx) error {
	if f.kind.Recipients != document.Required && strings.TrimSpace(f.content.RecipientsText) == "" {
		return nil // a biên bản goes to nobody
	}
	context := distribution.ContextOf(f.content.Body)
	block := distribution.ParseWith(f.content.RecipientsText, context)
	resolution, err := distribution.Resolve(tx, block, distribution.Env{
		Issuer: f.issuer, On: f.on, Addressees: f.content.Addressees, Body: f.content.Body,
	})
	if refused := new(fault.Fault); errors.As(err, &refused) {
		f.unresolved = refused.Reasons
		if len(f.unresolved) == 0 {
			f.unresolved = []fault.Reason{{Code: refused.Code, Detail: refused.Detail}}
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	f.recipients = resolution
	return nil
}

// playedBy says who plays a part, the person stood in for included; the drafting is the drafter's from the first word on.
func (f *facts) playedBy(part string) []string {
	played := f.parts[part]
	people := []string{played.Person, played.InPlaceOf}
	if part == "submit" {
		people = []string{f.document.DrafterID, played.InPlaceOf}
	}
	return known(people)
}

// signatureOf finds the row of a signature of one kind.
func (f *facts) signatureOf(kind signature.Kind) (signature.Signature, bool) {
	for _, s := range f.signatures {
		if s.Kind == kind {
			return s, true
		}
	}
	return signature.Signature{}, false
}
