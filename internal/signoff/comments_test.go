package signoff

import (
	"context"
	"strings"
	"testing"

	"trinhky/internal/audit"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// said counts the comments and the notices of them: a refusal leaves neither.
func (o *office) said() (comments, notices int64) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		if err := tx.DB().Table("document_comment").Count(&comments).Error; err != nil {
			return err
		}
		return tx.DB().Table("notice").Where("action LIKE '%comment%'").Count(&notices).Error
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return comments, notices
}

// unsaid checks that what was refused left no comment either.
func (o *office) unsaid(code string, act func() error) {
	o.t.Helper()
	comments, notices := o.said()
	o.refused(code, act)
	if c, n := o.said(); c != comments || n != notices {
		o.t.Errorf("%s left %d comments and %d notices, was %d and %d", code, c, n, comments, notices)
	}
}

func (o *office) comment(who string, v View, in CommentInput) string {
	o.t.Helper()
	id, err := o.Comment(context.Background(), o.id(who), v.Document.ID, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

func TestComments(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.draft()
		id := v.Document.ID
		o.unsaid("DOCUMENT_NOT_FOUND", func() error {
			_, err := o.Comment(ctx, o.id(outsider), id, CommentInput{Block: 1, Text: "Tôi có ý kiến."})
			return err
		})
		begun := o.comment(approver, v, CommentInput{Block: 2, Quote: "giờ hành chính", Text: "Cần nói rõ từ mấy giờ."})
		reply := o.comment(drafter, v, CommentInput{ReplyTo: begun, Text: "Từ 7 giờ."})
		o.comment(approver, v, CommentInput{ReplyTo: reply, Text: "Ghi vào."}) // goes to the thread's beginning
		for code, in := range map[string]CommentInput{
			"BLOCK_NOT_FOUND": {Block: 9, Text: "Sai đoạn."}, "COMMENT_EMPTY": {Block: 1}, "SECRET_REFUSED": {Block: 1, Text: "MẬT"},
			"VERSION_NOT_FOUND": {ContentVersion: 5, Block: 1, Text: "Sai phiên bản."}, "COMMENT_NOT_FOUND": {ReplyTo: "x", Text: "Sai."},
			"QUOTE_NOT_FOUND": {Block: 1, Quote: "không có", Text: "Sai."}, "COMMENT_TOO_LONG": {Block: 1, Text: strings.Repeat("a", 4001)},
		} {
			o.unsaid(code, func() error { _, err := o.Comment(ctx, o.id(drafter), id, in); return err })
		}

		// The text changes around the comment: it stays with its paragraph.
		body := document.Body{Blocks: []document.Block{
			v.Content.Body.Blocks[0], {Kind: document.Paragraph, Runs: []document.Run{{Text: "Lãnh đạo Văn phòng trực chỉ huy theo bảng phân công riêng."}}},
			{Kind: document.Paragraph, Ordinal: "2.", Runs: []document.Run{{Text: "Các phòng phân công người trực từ 7 giờ đến 17 giờ hằng ngày."}}},
		}}
		v, err := o.Edit(ctx, o.id(drafter), id, EditInput{Version: v.Document.Version, Body: &body})
		if err != nil {
			t.Fatal(err)
		}
		d, err := o.Comments(ctx, o.id(drafter), id)
		if err != nil || len(d.Threads) != 1 || len(d.Threads[0].Answers) != 2 {
			t.Fatalf("%+v, %v", d, err)
		}
		if got, want := d.Threads[0].Pin, (document.Pin{Block: 3, Content: 2}); got != want {
			t.Errorf("pinned at %+v, want %+v", got, want)
		}
		if d.People[o.id(approver)] == "" || !d.MayComment || !d.Threads[0].MayResolve {
			t.Errorf("shown as %+v", d)
		}
		// And then the paragraph goes: the comment keeps its words.
		body = document.Body{Blocks: body.Blocks[:2]}
		if v, err = o.Edit(ctx, o.id(drafter), id, EditInput{Version: v.Document.Version, Body: &body}); err != nil {
			t.Fatal(err)
		}
		if d, err = o.Comments(ctx, o.id(approver), id); err != nil || d.Threads[0].Pin.Block != 0 || d.Threads[0].Quote != "giờ hành chính" {
			t.Errorf("of a deleted paragraph: %+v, %v", d.Threads, err)
		}

		// The checker, who neither wrote it nor drafts, cannot resolve it; a reply cannot be resolved at all.
		o.unsaid("FORBIDDEN", func() error { return o.Resolve(ctx, o.id(checker), id, begun) })
		o.unsaid("FORBIDDEN", func() error { return o.Resolve(ctx, o.id(drafter), id, reply) })
		o.unsaid("DOCUMENT_NOT_FOUND", func() error { return o.Resolve(ctx, o.id(outsider), id, begun) })
		if err := o.Resolve(ctx, o.id(drafter), id, begun); err != nil {
			t.Fatal(err)
		}
		o.unsaid("COMMENT_RESOLVED", func() error { return o.Resolve(ctx, o.id(approver), id, begun) })
		o.unsaid("COMMENT_RESOLVED", func() error {
			_, err := o.Comment(ctx, o.id(approver), id, CommentInput{ReplyTo: begun, Text: "Muộn rồi."})
			return err
		})
		o.trailOfComments(id, "Cần nói rõ")

		// Once it is signed nobody says anything more; who works on it still reads what was said, a recipient never does.
		v = o.walk(v, document.Signed)
		o.unsaid("WRONG_STATE", func() error {
			_, err := o.Comment(ctx, o.id(drafter), id, CommentInput{Block: 1, Text: "Muộn."})
			return err
		})
		o.unsaid("FORBIDDEN", func() error {
			_, err := o.Comment(ctx, o.id(clerk), id, CommentInput{Block: 1, Text: "Muộn."})
			return err
		})
		o.walk(v, document.Issued)
		const recipient = "quyen.db"
		if _, err := o.Show(ctx, o.id(recipient), id); err != nil {
			t.Fatal(err)
		}
		o.unsaid("FORBIDDEN", func() error { _, err := o.Comments(ctx, o.id(recipient), id); return err })
		o.unsaid("FORBIDDEN", func() error { _, err := o.Redline(ctx, o.id(recipient), id, 1, 2); return err })
		o.unsaid("FORBIDDEN", func() error { _, err := o.RedlinePDF(ctx, o.id(recipient), id, 1, 2); return err })
		o.unsaid("FORBIDDEN", func() error { _, err := o.Version(ctx, o.id(recipient), id, 1); return err })
		o.unsaid("FORBIDDEN", func() error { _, err := o.Versions(ctx, o.id(recipient), id); return err })
		o.unsaid("DOCUMENT_NOT_FOUND", func() error { _, err := o.Comments(ctx, o.id(admin), id); return err })
		if d, err := o.Comments(ctx, o.id(signer), id); err != nil || len(d.Threads) != 1 || d.MayComment || d.Threads[0].MayResolve {
			t.Errorf("the signer reads %+v, %v", d, err)
		}
		o.intact()
	})
}

// trailOfComments checks that the trail tells of every comment, by its id and hash, and keeps no words of it.
func (o *office) trailOfComments(id, words string) {
	o.t.Helper()
	err := o.store.View(context.Background(), func(tx *store.Tx) error {
		trail, err := audit.Trail(tx, audit.Document(id))
		count := map[string]int{}
		for _, e := range trail {
			count[e.Action]++
			if details := string(e.Details); strings.Contains(details, words) || strings.Contains(e.Comment, words) {
				o.t.Errorf("the trail keeps the words: %s %s", details, e.Comment)
			} else if e.Action == "comment" && (!strings.Contains(details, `"comment"`) || !strings.Contains(details, `"sha256"`)) {
				o.t.Errorf("the trail keeps %s of a comment", details)
			}
		}
		if count["comment"] != 1 || count["reply"] != 2 || count["resolve_comment"] != 1 {
			o.t.Errorf("the trail tells of %v", count)
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// Whoever a comment concerns is told once, however often the job runs.
func TestNoticesOfComments(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.draft()
		begun := o.comment(approver, v, CommentInput{Block: 1, Text: "Cần nói rõ."})
		reply := o.comment(drafter, v, CommentInput{ReplyTo: begun, Text: "Đã rõ."})
		tell := func(action, comment, actor string) {
			for range 2 {
				args := commentArgs{DocumentID: v.Document.ID, CommentID: comment, Action: action, Version: v.Document.Version, ActorID: o.id(actor)}
				if err := o.notifyOfComment(ctx, args); err != nil {
					t.Fatal(err)
				}
			}
		}
		tell("comment", begun, approver)
		tell("reply", reply, drafter)
		tell("resolve_comment", begun, approver)
		for who, want := range map[string][]string{drafter: {"Góp ý vào dự thảo", "Đã giải quyết góp ý"}, approver: {"Trả lời góp ý"}, checker: nil} {
			notices, err := o.notices(who)
			if err != nil || len(notices) != len(want) {
				t.Errorf("%s has %+v, %v", who, notices, err)
				continue
			}
			for i, n := range notices {
				if n.Label != want[len(want)-1-i] {
					t.Errorf("%s is told %q, want %q", who, n.Label, want[len(want)-1-i])
				}
			}
		}
	})
}

func TestRedlineOfVersions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.draft()
		subject := "về lịch trực tháng 7 năm 2014"
		v, err := o.Edit(ctx, o.id(drafter), v.Document.ID, EditInput{Version: v.Document.Version, Subject: &subject})
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range [][2]int{{1, 2}, {2, 1}} {
			r, err := o.Redline(ctx, o.id(drafter), v.Document.ID, way[0], way[1])
			if err != nil || r.From != way[0] || r.To != way[1] || r.Summary != (document.Summary{Changed: 1, WordsInserted: 1, WordsDeleted: 1}) {
				t.Errorf("%v: %+v, %v", way, r.Summary, err)
			}
		}
		if r, err := o.Redline(ctx, o.id(drafter), v.Document.ID, 2, 2); err != nil || !r.Summary.Empty() {
			t.Errorf("of one version with itself: %+v, %v", r.Summary, err)
		}
		b, err := o.RedlinePDF(ctx, o.id(approver), v.Document.ID, 1, 2)
		if err != nil || b.Stored || !strings.Contains(b.Name, "1 và 2") {
			t.Errorf("the file is %+v, %v", b, err)
		}
		for _, way := range [][2]int{{0, 1}, {1, 3}} {
			o.refused("VERSION_NOT_FOUND", func() error { _, err := o.Redline(ctx, o.id(drafter), v.Document.ID, way[0], way[1]); return err })
		}
		o.refused("DOCUMENT_NOT_FOUND", func() error { _, err := o.Redline(ctx, o.id(outsider), v.Document.ID, 1, 2); return err })
		h, err := o.Versions(ctx, o.id(drafter), v.Document.ID)
		if err != nil || len(h.Versions) != 2 || h.Versions[1].Subject != subject || h.Versions[1].SHA256 == "" || h.People[o.id(drafter)] == "" {
			t.Errorf("the list is %+v, %v", h, err)
		}
		c, err := o.Version(ctx, o.id(drafter), v.Document.ID, 1)
		if err != nil || len(c.Body.Blocks) != 2 {
			t.Errorf("version 1 is %+v, %v", c, err)
		}
	})
}
