package signoff

import (
	"context"
	"testing"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/notice"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A recall is told once to everybody whom it concerns: to the văn thư of a receiver by the arrival, to the others by the
// document.
func TestARecallIsToldOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.walk(o.draft(), document.Issued)
		o.do(signer, v, "recall", FireInput{Comment: "Sai thời gian trực."})
		v = o.do(clerk, v, "recall", FireInput{})
		args := notifyArgs{
			DocumentID: v.Document.ID, Action: "recall", Version: v.Document.Version, ActorID: o.id(clerk),
			Whys: []string{authz.Received, authz.Addressed, authz.Handler, authz.Drafter, authz.Signer, authz.Office},
		}
		for range 2 {
			if err := o.notify(ctx, args); err != nil {
				t.Fatal(err)
			}
		}
		for who, want := range map[string]string{organClerk: notice.Arrival, drafter: notice.Document, organHead: notice.Document} {
			found, err := o.notices(who)
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, n := range found {
				if n.Action == "recall" || n.Action == "arrival_recall" {
					told = append(told, n.About)
				}
			}
			if len(told) != 1 || told[0] != want {
				t.Errorf("%s was told of %q, want once of the %s", who, told, want)
			}
		}
	})
}

// News says what was done: the bare name of an action would read as something still to do.
func TestNewsSaysWhatWasDone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o, ctx := openOffice(t, s), context.Background()
		v := o.draft()
		labels := map[string]string{}
		err := o.store.View(ctx, func(tx *store.Tx) error {
			for _, action := range []string{"submit", "approve", "sign", "return", "issue", "request_opinion", string(document.MarkReplaced)} {
				m, err := o.messageOf(tx, notifyArgs{DocumentID: v.Document.ID, Action: action, Version: 2})
				if err != nil {
					return err
				}
				labels[action] = m.Label
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for action, want := range map[string]string{
			"submit": "Đã trình", "approve": "Đã duyệt nội dung", "sign": "Đã ký số", "return": "Bị trả lại", "issue": "Đã phát hành",
			"request_opinion": "Xin ý kiến", string(document.MarkReplaced): "Văn bản bị thay thế",
		} {
			if labels[action] != want {
				t.Errorf("%s is told as %q, not %q", action, labels[action], want)
			}
		}
	})
}
