package format

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// Consult asks a directory and a store of documents about a file that is no document of theirs, on the date that the file
// bears, else on today: who issues it, by its symbol and place or by its printed name, who may sign, who receives, what is
// cited. It sees every document of every office, so it is for whoever holds the database.
func Consult(tx *store.Tx, c Content, r layout.Reading, today store.Date) (*Facts, error) {
	on := c.On
	if on == "" {
		on = today
	}
	issuer, err := issuerOf(tx, r, on)
	if err != nil {
		return nil, err
	}
	facts := &Facts{}
	if issuer.ID == "" {
		facts.Ended, err = endedIn(tx, c, on)
	} else if facts, err = LookUp(tx, c, issuer, on); err == nil {
		facts.Class, facts.PrintedIssuer, facts.PrintedSuperior = issuer.Class, r.Issuer, r.Superior
		if err = facts.whoSigns(tx, c, issuer, on); err == nil {
			facts.Unresolved, err = receivers(tx, c, issuer, on)
		}
	}
	if err != nil {
		return nil, err
	}
	facts.UrgencyApproved = true // a file does not tell
	facts.Standings, err = Standings(tx, CitationsOf(c), on)
	return facts, err
}

// Standings judge citations by the documents of all offices.
func Standings(tx *store.Tx, cited []document.Citation, on store.Date) ([]document.Verdict, error) {
	organs, err := directory.Organs(tx, on)
	if err != nil {
		return nil, err
	}
	var see authz.Reach
	for _, o := range organs {
		if office := (authz.Relation{ID: o.Office(), Why: authz.Office}); !slices.Contains(see.Organs, office) {
			see.Organs = append(see.Organs, office)
		}
	}
	return document.StandingOf(tx, see, document.Document{}, cited)
}

// issuerOf is the organ whose code the symbol carries at the place of the document, else the one whose name is printed;
// the zero Organ when there is none, or more than one.
func issuerOf(tx *store.Tx, r layout.Reading, on store.Date) (directory.Organ, error) {
	organs, err := directory.Organs(tx, on)
	if err != nil {
		return directory.Organ{}, err
	}
	var byCode, byName []directory.Organ
	for _, o := range organs {
		if o.UnitOf != "" {
			continue
		}
		if r.Symbol.Issuer != "" && o.Code == r.Symbol.Issuer && directory.Fold(o.Place) == directory.Fold(r.Place) && r.Place != "" {
			byCode = append(byCode, o)
		}
		if len(r.Issuer) > 0 && oneName(lines(o.PrintedName)) == oneName(r.Issuer) {
			byName = append(byName, o)
		}
	}
	for _, found := range [][]directory.Organ{byCode, byName} {
		if len(found) == 1 {
			return found[0], nil
		}
	}
	for _, o := range byName { // "VĂN PHÒNG" is many: the name above tells which
		if o.SuperiorID == "" {
			continue
		}
		above, err := directory.OrganByID(tx, o.SuperiorID)
		if err != nil {
			return directory.Organ{}, err
		}
		if oneName(lines(above.PrintedName)) == oneName(r.Superior) {
			return o, nil
		}
	}
	return directory.Organ{}, nil
}

// whoSigns finds the formula of whoever is named under a file.
func (facts *Facts) whoSigns(tx *store.Tx, c Content, issuer directory.Organ, on store.Date) error {
	if c.SignerName == "" || c.Kind.ID == "" {
		return nil
	}
	signers, err := directory.Signers(tx, issuer.ID, c.Kind.ID, on)
	if err != nil {
		return fault.System(err)
	}
	for _, s := range signers {
		if directory.Fold(s.Name) == directory.Fold(degrees.ReplaceAllString(c.SignerName, "")) {
			facts.Formula = s.Formula.Lines
			return nil
		}
	}
	facts.NotEntitled = fmt.Sprintf("%s không có trong danh sách người được ký %s của %s vào ngày %s.", c.SignerName, strings.ToLower(c.Kind.Name), issuer.Name, on.Time().Format("02/01/2006"))
	return nil
}

// receivers are the refusals of Nơi nhận.
func receivers(tx *store.Tx, c Content, issuer directory.Organ, on store.Date) ([]fault.Reason, error) {
	block := distribution.ParseWith(c.RecipientsText, distribution.ContextOf(c.Body))
	_, err := distribution.Resolve(tx, block, distribution.Env{Issuer: issuer, On: on, Addressees: c.Addressees, Body: c.Body})
	refused := new(fault.Fault)
	if errors.As(err, &refused) {
		return refused.Reasons, nil
	}
	return nil, err
}
