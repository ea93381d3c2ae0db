package main

import (
	"context"
	"slices"
	"testing"

	"trinhky/internal/web/client"
)

// I2: whoever plays one part in a document plays no other, whatever the roles allow; who is to sign is kept out of the
// parts before, since nobody could sign any more.
func TestMatrixParts(t *testing.T) {
	t.Parallel()
	const another = "bach.dc" // the other Phó Chánh Văn phòng
	type step struct{ who, action string }
	m := readMatrix(t)
	for _, c := range []struct {
		name, drafter, signer string
		way                   []step // taken in this order
		refused               step
	}{
		{"unit head approves the own draft", approver, signer, []step{{approver, "submit"}}, step{approver, "approve"}},
		{"checker checks the own draft", checker, signer, []step{{checker, "submit"}, {another, "approve"}}, step{checker, "check_format"}},
		{"signer approves the content", checker, signer, []step{{checker, "submit"}}, step{signer, "approve"}},
		{"approver checks what he approved", another, checker, []step{{another, "submit"}, {signer, "approve"}}, step{signer, "check_format"}},
		{"signer checks the form himself", drafter, signer, []step{{drafter, "submit"}, {approver, "approve"}}, step{signer, "check_format"}},
		{"signer submits the own draft", checker, checker, nil, step{checker, "submit"}},
		{"a draft that came back still has its parts parted", checker, signer,
			[]step{{checker, "submit"}, {signer, "return"}, {checker, "submit"}}, step{checker, "approve"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := openHall(t, m)
			draft := h.notice()
			draft.Signer = h.ids[c.signer]
			d, err := h.as(c.drafter).Create(context.Background(), draft)
			h.must(err)
			for _, s := range c.way {
				d = h.document(h.ask(s.who, s.action, d))
			}
			a := h.leavesNothing(c.name, c.refused.who, d.ID, func() answer { return h.ask(c.refused.who, c.refused.action, d) })
			same := slices.ContainsFunc(a.problem.Reasons, func(r client.Reason) bool { return r.Code == "SAME_PERSON" || r.Code == "SIGNER_APART" })
			if a.StatusCode != 422 || !same {
				t.Errorf("%s by %s: %d %s %v, want 422 and SAME_PERSON or SIGNER_APART among the reasons", c.refused.action, c.refused.who, a.StatusCode, a.problem.Code, a.problem.Reasons)
			}
		})
	}
}
