package authz

import "slices"

// Reach words: why a person or an organ is related to a document. They are
// the third column of policies/policy.csv and document_access.why.
const (
	Drafter   = "drafter"   // the person who drafts
	Consulted = "consulted" // a person or organ asked for an opinion
	Unit      = "unit"      // the drafting unit
	Office    = "office"    // the office that serves the issuer
	Signer    = "signer"    // the person named to sign
	Register  = "register"  // the office's văn thư, from the signature on
	Received  = "received"  // an organ the document was sent to
	Addressed = "addressed" // a person the document was sent to
	Archive   = "archive"   // the organ that keeps the file
	Kept      = "kept"      // an organ whose archive keeps what was sent to it
	Handler   = "handler"   // a person or unit that an incoming document or a task was given to
)

// Relation ties one person or organ to a place by a reach word.
type Relation struct {
	ID  string // person id or organ id, by the list it stands in
	Why string // one of the reach words
}

// Place is what an act is done to: everyone related to it. DocumentID is set
// when the place is a document, DeliveryID when it is one copy on its way to
// one receiver; a guest is let in by these alone.
type Place struct {
	DocumentID string
	DeliveryID string
	Persons    []Relation
	Organs     []Relation
}

// Reach is the mirror of Can for lists: every relation through which the
// actor may do an act. The zero Reach reaches nothing.
//
// A place is reached when DocumentID is its document, DeliveryID its delivery, or
// (PersonID, one of PersonWhys) or one of Others is among its persons, or one
// of Organs is among its organs.
type Reach struct {
	DocumentID string     // set for a guest only
	DeliveryID string     // set for a guest only
	PersonID   string     // the actor
	PersonWhys []string   // sorted, no repeats
	Others     []Relation // persons whom the actor stands in for
	Organs     []Relation
}

// None reports whether nothing at all is reached, so that a list can answer
// without a query.
func (r Reach) None() bool {
	return r.DocumentID == "" && r.DeliveryID == "" && len(r.PersonWhys) == 0 && len(r.Others) == 0 && len(r.Organs) == 0
}

// Covers reports whether the reach takes in the place. Can(a, act, p) and
// Reach(a, act).Covers(p) always agree.
func (r Reach) Covers(p Place) bool {
	if r.DocumentID != "" && r.DocumentID == p.DocumentID || r.DeliveryID != "" && r.DeliveryID == p.DeliveryID {
		return true
	}
	for _, rel := range p.Persons {
		if slices.Contains(r.Others, rel) {
			return true
		}
		if rel.ID != r.PersonID || r.PersonID == "" {
			continue
		}
		for _, why := range r.PersonWhys {
			if why == rel.Why {
				return true
			}
		}
	}
	for _, rel := range p.Organs {
		for _, own := range r.Organs {
			if own == rel {
				return true
			}
		}
	}
	return false
}
