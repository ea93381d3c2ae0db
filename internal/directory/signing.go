package directory

import (
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Own is the capacity of a signer whose own post gives the right.
const Own = "own"

// Formula is what stands above a signer's name.
type Formula struct {
	// Lines are all of it, top down: "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ". The last line is Position.
	Lines    []string
	Position string
	// Capacity is Own or the id of the mandate that gives the right.
	Capacity string
	// Body is the collective signed for (T/M, TM.); "" when the signer answers alone.
	Body string
}

// Signer is somebody who may sign for an issuer, and how.
type Signer struct {
	PersonID, Name, Username, Title string
	Formula                         Formula
}

// SigningFormula is SigningFormulaFor any kind of document: a mandate limited to some kinds does not count.
func SigningFormula(tx *store.Tx, signerID, issuerID, onBehalfOf string, on store.Date) (Formula, error) {
	return SigningFormulaFor(tx, signerID, issuerID, onBehalfOf, "", on)
}

// SigningFormulaFor gives the lines above a person's name on a document of a kind that an organ issues on a date:
// Party 36-HD/VPTW 1.7, State NĐ 30/2020 Art. 13 and Phụ lục I.
//
// OnBehalfOf is the id of one of the issuer's collectives (Ban Chấp hành instead of Ban Thường vụ); "" is the one the
// issuer signs for by rule. A văn phòng that conveys what another organ's collective concluded signs in its own right.
//
// Faults: ORGAN_UNKNOWN, ORGAN_CLOSED; BODY_UNKNOWN; SIGNER_NOT_ENTITLED when neither a post nor a mandate in force on
// the date gives the right.
func SigningFormulaFor(tx *store.Tx, signerID, issuerID, onBehalfOf, kind string, on store.Date) (Formula, error) {
	d, err := openDesk(tx, issuerID, onBehalfOf, on)
	if err != nil {
		return Formula{}, err
	}
	for _, s := range d.signers(kind) {
		if s.PersonID == signerID {
			return s.Formula, nil
		}
	}
	signer, ok, err := PersonByID(tx, signerID)
	if err != nil {
		return Formula{}, err
	}
	who := "Người ký"
	if ok {
		who = signer.Name
	}
	return Formula{}, fault.New(fault.Unmet, "SIGNER_NOT_ENTITLED",
		fmt.Sprintf("%s không có thẩm quyền ký văn bản của %s vào ngày %s.", who, d.issuer.Name, day(on)))
}

// Signers lists who may sign a document of a kind for an issuer on a date: its head, its deputies, then the holders of
// mandates. A person stands there once, with the strongest right.
func Signers(tx *store.Tx, issuerID, kind string, on store.Date) ([]Signer, error) {
	signers, err := SignersByKind(tx, issuerID, []string{kind}, on)
	return signers[kind], err
}

// SignersByKind is Signers for several kinds at once, in as many queries as for one.
func SignersByKind(tx *store.Tx, issuerID string, kinds []string, on store.Date) (map[string][]Signer, error) {
	d, err := openDesk(tx, issuerID, "", on)
	if err != nil {
		return nil, err
	}
	signers := make(map[string][]Signer, len(kinds))
	for _, kind := range kinds {
		signers[kind] = d.signers(kind)
	}
	return signers, nil
}

// desk is all that decides who may sign for an issuer on a date.
type desk struct {
	issuer   Organ
	body     string
	holdings []HoldingView
	limited  map[string]bool // when set, only these persons sign by their own post
	mandates []delegation
}

// delegation is a mandate in force with the post from which the grantee signs.
type delegation struct {
	Mandate
	from  HoldingView
	organ Organ // of that post
}

func openDesk(tx *store.Tx, issuerID, onBehalfOf string, on store.Date) (*desk, error) {
	issuer, err := OrganAt(tx, issuerID, on)
	if err != nil {
		return nil, err
	}
	d := &desk{issuer: issuer, body: issuer.Body}
	if issuer.Class == Unit {
		return d, nil
	}
	if err := d.actFor(tx, onBehalfOf, on); err != nil {
		return nil, err
	}
	if d.holdings, err = Holdings(tx, issuer.ID, on); err != nil {
		return nil, err
	}
	return d, d.loadMandates(tx, on)
}

// actFor picks the collective that is signed for.
func (d *desk) actFor(tx *store.Tx, onBehalfOf string, on store.Date) error {
	if onBehalfOf == "" || onBehalfOf == d.issuer.ID {
		return nil
	}
	g, ok, err := groupByID(tx, onBehalfOf)
	if err != nil {
		return err
	}
	if !ok {
		if _, known, err := organByID(tx, onBehalfOf); err != nil || known {
			return err // conveyed for another organ: the issuer's own formula
		}
		return fault.New(fault.Unmet, "BODY_UNKNOWN", fmt.Sprintf("Không có tập thể “%s” trong danh bạ.", onBehalfOf))
	}
	if g.OwnerID != d.issuer.ID || g.Body == "" {
		return nil
	}
	_, people, err := Members(tx, g.ID, on)
	if err != nil {
		return err
	}
	d.body, d.limited = g.Body, map[string]bool{}
	for _, p := range people {
		d.limited[p.ID] = true
	}
	return nil
}

func (d *desk) loadMandates(tx *store.Tx, on store.Date) error {
	written, err := mandatesWhere(tx, "organ_id", d.issuer.ID, on)
	if err != nil {
		return err
	}
	for _, m := range written {
		inOffice := slices.ContainsFunc(d.holdings, func(h HoldingView) bool { return h.PersonID == m.GrantorID && heads(h.Standing) })
		if !inOffice {
			continue
		}
		held, err := HoldingsOf(tx, m.GranteeID, on)
		if err != nil {
			return err
		}
		from, ok := d.signingPost(held)
		if !ok {
			continue
		}
		organ, _, err := organByID(tx, from.OrganID)
		if err != nil {
			return err
		}
		d.mandates = append(d.mandates, delegation{Mandate: m, from: from, organ: organ})
	}
	return nil
}

// signingPost is the post from which a delegate signs: the one in the office that serves the issuer, then the one in
// the issuer, then the highest. Văn thư and administrators never sign.
func (d *desk) signingPost(held []HoldingView) (HoldingView, bool) {
	best, bestScore := HoldingView{}, -1
	for _, h := range held {
		if !maySign(h) {
			continue
		}
		score := 0
		switch h.OrganID {
		case d.issuer.Office():
			score = 4
		case d.issuer.ID:
			score = 2
		}
		if h.Standing != Member {
			score++
		}
		if score > bestScore {
			best, bestScore = h, score
		}
	}
	return best, bestScore >= 0
}

// maySign says whether a post is one from which documents are signed at all.
func maySign(h HoldingView) bool { return h.Role != authz.Clerk && h.Role != authz.Administrator }

func (d *desk) signers(kind string) []Signer {
	var list []Signer
	seen := map[string]bool{}
	add := func(h HoldingView, f Formula, ok bool) {
		if ok && !seen[h.PersonID] {
			seen[h.PersonID] = true
			list = append(list, Signer{PersonID: h.PersonID, Name: h.Name, Username: h.Username, Title: h.Title, Formula: f})
		}
	}
	for _, first := range []bool{true, false} {
		for _, h := range d.holdings {
			if heads(h.Standing) == first && (d.limited == nil || d.limited[h.PersonID]) {
				f, ok := ownFormula(d.issuer, d.body, h.Holding)
				add(h, f, ok)
			}
		}
	}
	for _, m := range d.mandates {
		if m.Covers(kind) {
			add(m.from, mandateFormula(d.issuer, d.body, m), true)
		}
	}
	return list
}

// words are the abbreviations of the formulas as each regime writes them (36-HD/VPTW 1.7; NĐ 30/2020 Phụ lục I): both have
// kept them through every rule set.
type words struct{ forBody, forHead, byOrder string }

func wordsOf(r Regime) words {
	if r == Party {
		return words{forBody: "T/M ", forHead: "K/T ", byOrder: "T/L "}
	}
	return words{forBody: "TM. ", forHead: "KT. ", byOrder: "TL. "}
}

// ownFormula is the formula of a holder in the issuer itself. A Party committee is a collective: a phó bí thư signs
// T/M like the bí thư, never K/T. A deputy of a State collective signs TM. and KT.
func ownFormula(issuer Organ, body string, h Holding) (Formula, bool) {
	w := wordsOf(issuer.Regime)
	f := Formula{Capacity: Own, Body: body}
	if body != "" {
		f.Lines = append(f.Lines, w.forBody+body)
	}
	switch h.Standing {
	case Head:
	case Acting:
		return f.ending("Q. " + h.Position), true
	case Deputy:
		if issuer.Regime != Party || body == "" {
			f.Lines = append(f.Lines, w.forHead+issuer.HeadPosition)
		}
	default:
		return Formula{}, false
	}
	return f.ending(h.Position), true
}

// mandateFormula is the formula of a delegate. By order (TL, T/L) a deputy of the ordered agency signs KT. under it;
// an authorisation (TUQ) goes no further than the person named in it.
func mandateFormula(issuer Organ, body string, m delegation) Formula {
	w := wordsOf(issuer.Regime)
	f := Formula{Capacity: m.ID}
	position := m.from.Position
	if m.from.Outside != "" && m.organ.ID != issuer.ID {
		position = m.from.Outside
	}
	if m.from.Standing == Acting {
		position = "Q. " + position
	}
	switch m.Formula {
	case "TL", "T/L":
		orders := issuer.HeadPosition
		if issuer.Regime == Party && body != "" {
			orders, f.Body = body, body
		}
		f.Lines = append(f.Lines, w.byOrder+orders)
		if m.from.Standing == Deputy && m.organ.ID != issuer.ID {
			f.Lines = append(f.Lines, w.forHead+m.organ.HeadPosition)
		}
	case "TUQ":
		f.Lines = append(f.Lines, "TUQ. "+issuer.HeadPosition)
	case "T/M":
		f.Lines, f.Body = append(f.Lines, w.forBody+body), body
	default: // KT, K/T: put in charge for the head
		if body != "" {
			f.Lines, f.Body = append(f.Lines, w.forBody+body), body
		}
		f.Lines = append(f.Lines, w.forHead+issuer.HeadPosition)
	}
	return f.ending(position)
}

func (f Formula) ending(position string) Formula {
	f.Lines, f.Position = append(f.Lines, position), position
	return f
}
