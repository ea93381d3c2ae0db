package main

import (
	"context"
	"slices"
	"testing"

	"trinhky/internal/web/client"
)

// I2: whoever plays one part in a document plays no other, whatever the roles allow.
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
		{"checker checks the own draft", checker, signer, []step{{checker, "submit"}, {signer, "approve"}}, step{checker, "check_format"}},
		{"another checks, and the draft's approver signs", checker, signer,
			[]step{{checker, "submit"}, {signer, "approve"}, {another, "check_format"}}, step{signer, "sign"}},
		{"approver checks what he approved", another, checker, []step{{another, "submit"}, {signer, "approve"}}, step{signer, "check_format"}},
		{"signer checked the form himself", drafter, signer,
			[]step{{drafter, "submit"}, {approver, "approve"}, {signer, "check_format"}}, step{signer, "sign"}},
		{"signer signs the own draft", checker, checker,
			[]step{{checker, "submit"}, {signer, "approve"}, {another, "check_format"}}, step{checker, "sign"}},
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
			same := slices.ContainsFunc(a.problem.Reasons, func(r client.Reason) bool { return r.Code == "SAME_PERSON" })
			if a.StatusCode != 422 || !same {
				t.Errorf("%s by %s: %d %s %v, want 422 and SAME_PERSON among the reasons", c.refused.action, c.refused.who, a.StatusCode, a.problem.Code, a.problem.Reasons)
			}
		})
	}
}
