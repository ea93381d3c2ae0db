package establishment

import (
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/fault"
)

// Two accounts are two people only while one person does not come in with both. An administrator gives accounts their
// passwords, so whoever was given one lately may be the giver; and a post that decides is itself given by two people, or
// one administrator would make the second person.

// handedOver is how long the giver of a password counts as somebody who may come in with it. Longer than a proposal waits.
const handedOver = 30 * 24 * time.Hour

// handsLooked bounds how many gifts of a password to one account are looked at; a person gets a new one once a year.
const handsLooked = 200

var errOneHand = fault.New(fault.Forbidden, "PROPOSAL_ONE_HAND",
	"Cần hai người độc lập: trong 30 ngày qua mật khẩu của người đề nghị hoặc người quyết định do người kia, hoặc do cùng một người, đặt. Hãy để người khác quyết định.")

// Decides says whether who holds a role may decide on proposals.
func (s *Service) Decides(role string) bool {
	return s.Policy.Grants(role, authz.DirectoryApprove, authz.Office)
}

// hands are a person and everybody who may have come in with the account: who gave it a password lately, who gave theirs
// one, and so on.
func (d *desk) hands(personID string) (map[string]bool, error) {
	held := map[string]bool{personID: true}
	for waiting := []string{personID}; len(waiting) > 0; {
		id := waiting[0]
		waiting = waiting[1:]
		given, err := audit.Search(d.tx, audit.Filter{
			Subject: audit.Subject{Kind: "person", ID: id}, Action: "account.set_password", From: d.tx.Now.Add(-handedOver), Limit: handsLooked,
		})
		if err != nil {
			return nil, err
		}
		for _, e := range given {
			if e.ActorID != "" && !held[e.ActorID] { // "": from the machine's own console
				held[e.ActorID] = true
				waiting = append(waiting, e.ActorID)
			}
		}
	}
	return held, nil
}

// independent refuses two accounts that may be in one hand.
func (d *desk) independent(proposer, decider string) error {
	first, err := d.hands(proposer)
	if err != nil {
		return err
	}
	second, err := d.hands(decider)
	if err != nil {
		return err
	}
	for id := range first {
		if second[id] {
			return errOneHand
		}
	}
	return nil
}
