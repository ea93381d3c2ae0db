package format

import (
	"errors"
	"fmt"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Facts are what the office knows of a document beside its words. Printed names are lines as they stand in a header.
type Facts struct {
	// Issuer and Superior are the names of the directory on the date; PrintedIssuer and PrintedSuperior those that the page
	// shows, empty where the page takes them from the directory.
	Issuer, Superior               []string
	PrintedIssuer, PrintedSuperior []string
	// IssuerEnded says when the issuer ended and who took over; "" = it stands.
	IssuerEnded string
	Class       string // of the issuer in the directory; "" = as the content says
	Code        string // of the issuer: "VPTU"
	Place       string // địa danh of the issuer
	// Formula is what stands above the signer's name by the directory; NotEntitled says why nobody may sign so.
	Formula     []string
	NotEntitled string
	// UrgencyApproved: the signer has signed, and with it decided on the urgency.
	UrgencyApproved bool
	// Attached: files stand beside the document, which may be its phụ lục.
	Attached bool
	// Unresolved is what the look-up of Nơi nhận refused.
	Unresolved []fault.Reason
	// Ended are the names of organs in the text, as Fold folds them: those that only closed organs bear say so.
	Ended map[string]Ended
	// Standings say of each of CitationsOf how it stands to the office's documents; nil = nobody looked.
	Standings []document.Verdict
}

// CitationsOf are the documents that a content cites, in the order of its words.
func CitationsOf(c Content) []document.Citation {
	if c.Issuers.Empty() {
		c.Issuers = document.DefaultIssuers()
	}
	return document.FindCitations(scriptOf(c).text, c.Issuers)
}

// Ended is an organ that closed before the date.
type Ended struct {
	Detail     string   // since when, and who took over; "" = the name is that of a living organ
	Successors []string // the names of those
}

// LookUp asks the directory what it knows on a date of an issuer and of the names in the content: names, code, place,
// the organs that have ended. What needs more than the directory (who signs, who receives, what is cited) is the caller's.
func LookUp(tx *store.Tx, c Content, issuer directory.Organ, on store.Date) (*Facts, error) {
	facts := &Facts{Issuer: lines(issuer.PrintedName), Code: issuer.Code, Place: issuer.Place}
	if _, err := directory.OrganAt(tx, issuer.ID, on); err != nil {
		refused := new(fault.Fault)
		if !errors.As(err, &refused) {
			return nil, err
		}
		facts.IssuerEnded = refused.Detail
	}
	if issuer.SuperiorID != "" {
		superior, err := directory.OrganByID(tx, issuer.SuperiorID)
		if err != nil {
			return nil, err
		}
		facts.Superior = lines(superior.PrintedName)
	}
	var err error
	facts.Ended, err = endedIn(tx, c, on)
	return facts, err
}

func lines(printed string) []string { return strings.Split(printed, "\n") }

// endedIn looks up every run of words that may be the name of an organ where one is told to act or is written to.
func endedIn(tx *store.Tx, c Content, on store.Date) (map[string]Ended, error) {
	var names []string
	seen := map[string]bool{}
	for _, one := range charges(c) {
		for _, name := range one.names() {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	borne, err := directory.Bearers(tx, names, on)
	if err != nil {
		return nil, fmt.Errorf("look up the organs of a text: %w", err)
	}
	ended := map[string]Ended{}
	for name, id := range borne {
		if id == "" {
			ended[name] = Ended{}
			continue
		}
		_, err := directory.OrganAt(tx, id, on)
		refused := new(fault.Fault)
		if err != nil && !errors.As(err, &refused) {
			return nil, err
		}
		e := Ended{Detail: refused.Detail}
		for _, r := range refused.Reasons {
			e.Successors = append(e.Successors, r.Detail)
		}
		ended[name] = e
	}
	return ended, nil
}
