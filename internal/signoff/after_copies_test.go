package signoff

import (
	"context"
	"strings"
	"testing"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// takenIn lets an organ's văn thư take a copy in under a số đến.
func (o *office) takenIn(desk *distribution.Service, who string, d distribution.Delivery, number int) {
	o.t.Helper()
	err := o.store.Update(context.Background(), func(tx *store.Tx) error {
		actor, err := login.Actor(tx, o.id(who), officeDay)
		if err != nil {
			return err
		}
		_, err = desk.Receive(tx, actor, d.ID, distribution.Arrival{Year: 2014, Number: number, Date: officeDay}, "")
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// Lấy lại: what nobody took in is gone at once; of what was taken in the receiver is asked.
func TestTakingBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.walk(o.draft(), document.Issued)
		desk, copied := o.received(), o.delivery(v, party)
		o.takenIn(desk, organClerk, copied, 1)
		in := FireInput{Comment: "Gửi nhầm."}
		o.refused("FORBIDDEN", o.try(drafter, v, "take_back", in))
		o.refused("NOTHING_TO_TAKE_BACK", o.try(clerk, v, "take_back", FireInput{Comment: "Gửi nhầm.", To: []string{store.NewID()}}))
		v = o.do(clerk, v, "take_back", in)
		o.hasMarks(v) // one receiver still has it
		o.refused("CONDITIONS_UNMET", o.try(clerk, v, "take_back", in))
		answer := func(who string, agree bool, note string) func() error {
			return func() error {
				_, err := desk.AnswerTakeBack(ctx, person(o.id(who)), copied.ID, agree, note)
				return err
			}
		}
		o.refused("DELIVERY_NOT_FOUND", answer(outsider, true, ""))
		o.refused("REASON_REQUIRED", answer(organClerk, false, " "))
		if err := answer(organClerk, true, "")(); err != nil {
			t.Fatal(err)
		}
		o.refused("RECALL_ANSWERED", answer(organClerk, false, "thôi"))
		o.hasMarks(v, document.MarkTakenBack)
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Show(ctx, o.id(organHead), v.Document.ID); return err })
		o.intact()
	})
}

// The public page tells no more than its four facts and the standing; a code is 160 bits of chance, and any other is 404.
func TestThePublicPage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		seen := map[string]bool{}
		var v View
		for range 3 {
			v = o.walk(o.draft(), document.Sealed)
			if code := o.shown(v).Fate.Code; code != "" {
				t.Errorf("a code before issue: %s", code)
			}
			v = o.shown(o.walk(v, document.Issued))
			if len(v.Fate.Code) != 32 || seen[v.Fate.Code] {
				t.Errorf("code %q", v.Fate.Code)
			}
			seen[v.Fate.Code] = true
		}
		p, err := o.Public(ctx, " "+strings.ToUpper(v.Fate.Code))
		if err != nil || p.Symbol != v.Document.Symbol || p.SHA256 != v.Document.Sealed || !p.InForce || p.Standing() != "Còn hiệu lực" {
			t.Errorf("public %+v %v", p, err)
		}
		if !p.Matches(v.Document.Sealed) || p.Matches(v.Document.Signed) {
			t.Error("the wrong file matches")
		}
		for _, code := range []string{"", "x", v.Document.ID, v.Fate.Code[:31], v.Fate.Code + "a", strings.Repeat("a", 32), "' OR 1=1 --"} {
			if _, err := o.Public(ctx, code); fault.Of(err) != document.ErrNotFound {
				t.Errorf("%q: %v", code, err)
			}
		}
		o.do(clerk, o.do(signer, v, "recall", FireInput{Comment: "Lý do nội bộ."}), "recall", FireInput{})
		p, err = o.Public(ctx, v.Fate.Code)
		if err != nil || p.InForce || p.Standing() != "Đã thu hồi" || p.Marks[0].Reason != "" {
			t.Errorf("public after the recall %+v %v", p, err)
		}
	})
}
