package signoff

import (
	"context"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// hears counts what somebody was told of an action.
func (o *office) hears(who, action string) (n int64) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		return tx.DB().Table("notice").Where("action = ? AND person_id = ?", action, o.id(who)).Count(&n).Error
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// Who stands in for a trưởng phòng hears of the answers to his comments, from the day that he does and not before.
func TestStandInsHearOfComments(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		v := o.draft()
		begun := o.comment(approver, v, CommentInput{Block: 1, Text: "Cần nói rõ."})
		answered := func() {
			t.Helper()
			reply := o.comment(drafter, v, CommentInput{ReplyTo: begun, Text: "Đã rõ."})
			args := commentArgs{DocumentID: v.Document.ID, CommentID: reply, Action: "reply", Version: v.Document.Version, ActorID: o.id(drafter)}
			for range 2 { // a job may run twice
				if err := o.notifyOfComment(context.Background(), args); err != nil {
					t.Fatal(err)
				}
			}
		}
		answered()
		if o.hears(approver, "reply") != 1 || o.hears(peer, "reply") != 0 {
			t.Errorf("before anybody stands in: %d and %d", o.hears(approver, "reply"), o.hears(peer, "reply"))
		}
		o.away(approver, peer, directory.ScopeContent)
		answered()
		if o.hears(approver, "reply") != 2 || o.hears(peer, "reply") != 1 || o.hears(drafter, "reply") != 0 {
			t.Errorf("told %d, the stand-in %d times", o.hears(approver, "reply"), o.hears(peer, "reply"))
		}
	})
}

// A leader's thư ký hears that a copy which the leader took in is wanted back; who stands in for the trưởng phòng does not.
func TestStandInsHearOfCopiesThatAreTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		const member = "an.tq" // phó bí thư, of the Thường trực
		v := o.walk(o.draft(), document.Issued)
		desk := o.received()
		if _, err := desk.Acknowledge(context.Background(), person(o.id(member)), o.delivery(v, o.id(member)).ID, ""); err != nil {
			t.Fatal(err)
		}
		o.away(member, checker, directory.ScopeSecretary)
		o.away(approver, peer, directory.ScopeContent)
		o.do(clerk, v, "take_back", FireInput{Comment: "Gửi nhầm."})
		if o.hears(member, "take_back") != 1 || o.hears(checker, "take_back") != 1 || o.hears(peer, "take_back") != 0 {
			t.Errorf("told %d, the thư ký %d, a stranger %d times", o.hears(member, "take_back"), o.hears(checker, "take_back"), o.hears(peer, "take_back"))
		}
		o.intact()
	})
}
