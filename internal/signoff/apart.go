package signoff

import (
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// Who is named to sign a document keeps out of the parts from which the chain keeps signing apart (I2). Had he played one,
// nobody could sign any more: the guard of the signature lets only him, and the separation not even him. So the part is
// refused before, while somebody else can still take it.

// keptApart says whether a transition plays a part from which the signature of the named signer is kept apart.
func (c *Chain) keptApart(t Transition) bool {
	return slices.ContainsFunc(c.Transitions, func(sign Transition) bool {
		return slices.Contains(sign.Guards, "actor_is_signer") && slices.Contains(sign.SeparateFrom, t.Action)
	})
}

// takenFromSigner says whether the actor would take such a part from the named signer, by himself or in his place.
func (f *facts) takenFromSigner(t Transition) bool {
	signer := f.document.SignerID
	return signer != "" && f.chain.keptApart(t) && (signer == f.actor.PersonID || signer == f.inPlaceOf(t))
}

// signerApart refuses a part to the named signer and says who else may take it.
func (f *facts) signerApart(t Transition) []fault.Reason {
	if !f.takenFromSigner(t) {
		return nil
	}
	part, others, why := PartLabels[t.Action], f.others[t.Action], fault.Reason{}
	switch {
	case t.Action == "submit":
		why = fault.Reason{Code: signerApart, Detail: "Người soạn thảo không được đồng thời là người ký: hãy chọn người ký khác."}
	case len(others) == 0:
		why = fault.Reason{Code: signerApart, Detail: fmt.Sprintf("Người được trình ký văn bản này không được %s, vì sau đó không ký được nữa. Chưa có ai khác làm được việc này: hãy trả lại để đổi người ký, hoặc cử người thay.", part)}
	default:
		why = fault.Reason{Code: signerApart, Detail: fmt.Sprintf("Người được trình ký văn bản này không được %s, vì sau đó không ký được nữa. Người làm được việc này: %s.", part, strings.Join(others, ", "))}
	}
	return []fault.Reason{why}
}

// signerApart is the code of that refusal.
const signerApart = "SIGNER_APART"

// othersNamed is how many of those who may take a part in the signer's stead are named.
const othersNamed = 5

// loadOthers finds by name who else may take the parts that the named signer must leave.
func (f *facts) loadOthers(tx *store.Tx, transitions []Transition) error {
	for _, t := range transitions {
		if !f.takenFromSigner(t) || t.Action == "submit" || f.others[t.Action] != nil {
			continue
		}
		out := []string{f.document.SignerID}
		for _, part := range t.SeparateFrom {
			out = append(out, f.playedBy(part)...)
		}
		names := []string{}
		for _, r := range f.place.Organs {
			staff, err := directory.Staff(tx, r.ID, f.on)
			if err != nil {
				return err
			}
			for _, h := range staff {
				if f.policy.Grants(h.Role, t.Act, r.Why) && !slices.Contains(out, h.PersonID) && len(names) < othersNamed {
					out, names = append(out, h.PersonID), append(names, h.Name)
				}
			}
		}
		if f.others == nil {
			f.others = map[string][]string{}
		}
		f.others[t.Action] = names
	}
	return nil
}
