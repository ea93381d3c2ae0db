package signoff

import (
	"context"
	"fmt"
	"slices"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// CommentInput is what somebody says about a block of a content version, or in answer to a comment.
type CommentInput struct {
	ContentVersion int // 0 = the newest
	Block          int // of its body, from 1
	Quote          string
	Text           string
	ReplyTo        string // the comment that is answered; then only Text is looked at
}

// Thread is a comment with its answers, and where it stands in the newest text.
type Thread struct {
	document.Comment
	Pin        document.Pin
	Answers    []document.Comment
	MayResolve bool
}

// Discussion is all that was said about a document's text: open threads and resolved ones, in the order they began.
type Discussion struct {
	Threads    []Thread
	People     map[string]string
	MayComment bool
}

// commentable are the states of a text that is still being worked on.
var commentable = []document.State{
	document.Drafting, document.Consulting, document.UnitReview, document.FormatCheck, document.AwaitingSignature, document.Returned,
}

// commentLabels name what a notice of a comment tells.
var commentLabels = map[string]string{"comment": "Góp ý vào dự thảo", "reply": "Trả lời góp ý", "resolve_comment": "Đã giải quyết góp ý"}

// Comment says something about a block, or answers; the answer is the id of what was written.
func (s *Service) Comment(ctx context.Context, personID, id string, in CommentInput) (commentID string, err error) {
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		f, err := s.commenter(tx, personID, id)
		if err != nil {
			return err
		}
		c, err := commentFrom(tx, f, in)
		if err != nil {
			return err
		}
		c.DocumentID, c.AuthorID = id, personID
		if err := document.AddComment(tx, &c); err != nil {
			return err
		}
		commentID = c.ID
		action := "comment"
		if c.ParentID != "" {
			action = "reply"
		}
		return f.recordComment(tx, action, c)
	})
	return commentID, s.refused(ctx, personID, authz.DocumentComment, id, err)
}

func commentFrom(tx *store.Tx, f *facts, in CommentInput) (document.Comment, error) {
	if in.ReplyTo != "" {
		parent, err := document.CommentOf(tx, f.document.ID, in.ReplyTo)
		if err != nil {
			return parent, err
		}
		if parent.ParentID != "" {
			if parent, err = document.CommentOf(tx, f.document.ID, parent.ParentID); err != nil {
				return parent, err
			}
		}
		if parent.ResolvedAt != nil {
			return parent, document.ErrCommentResolved
		}
		return parent.Answer(in.Text)
	}
	content := f.content
	if in.ContentVersion != 0 && in.ContentVersion != content.N {
		var err error
		if content, err = versionOf(tx, f.document.ID, in.ContentVersion); err != nil {
			return document.Comment{}, err
		}
	}
	return document.NewComment(content, in.Block, in.Quote, in.Text)
}

// Resolve marks a comment as dealt with: its author or the document's drafter may.
func (s *Service) Resolve(ctx context.Context, personID, id, commentID string) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		f, err := s.commenter(tx, personID, id)
		if err != nil {
			return err
		}
		c, err := document.CommentOf(tx, id, commentID)
		if err != nil {
			return err
		}
		if !f.mayResolve(c) {
			return errForbidden
		}
		if err := document.ResolveComment(tx, id, commentID, personID); err != nil {
			return err
		}
		return f.recordComment(tx, "resolve_comment", c)
	})
	return s.refused(ctx, personID, authz.DocumentComment, id, err)
}

// commenter loads a document for somebody who may comment on it now.
func (s *Service) commenter(tx *store.Tx, personID, id string) (*facts, error) {
	f, err := s.insider(tx, personID, id)
	if err != nil {
		return nil, err
	}
	return f, f.mayComment(s.policy)
}

func (f *facts) mayComment(policy *authz.Policy) error {
	if !policy.Can(f.actor, authz.DocumentComment, f.madeBy()) {
		return errForbidden
	}
	if !slices.Contains(commentable, f.document.State) {
		return fault.New(fault.Unmet, "WRONG_STATE", fmt.Sprintf("Không còn góp ý được khi văn bản ở trạng thái “%s”.", f.chain.States[f.document.State]))
	}
	return nil
}

func (f *facts) mayResolve(c document.Comment) bool {
	return c.ParentID == "" && (c.AuthorID == f.actor.PersonID || f.document.DrafterID == f.actor.PersonID)
}

// recordComment keeps on the trail that something was said and its hash, never the words, and has those told whom it
// concerns.
func (f *facts) recordComment(tx *store.Tx, action string, c document.Comment) error {
	if err := f.recordWork(tx, action, map[string]any{"comment": c.ID, "sha256": c.Digest()}); err != nil {
		return err
	}
	args := commentArgs{DocumentID: c.DocumentID, CommentID: c.ID, Action: action, Version: f.document.Version, ActorID: f.actor.PersonID}
	if err := jobs.Enqueue(tx, args); err != nil {
		return err
	}
	return tx.SetAnswer(c.ID)
}

// Comments gives what was said about a document's text to whoever may read its versions.
func (s *Service) Comments(ctx context.Context, personID, id string) (d Discussion, err error) {
	var versions []document.Content
	var all []document.Comment
	err = s.store.View(ctx, func(tx *store.Tx) error {
		f, err := s.insider(tx, personID, id)
		if err != nil {
			return err
		}
		d.MayComment = f.mayComment(s.policy) == nil
		if all, err = document.Comments(tx, id); err != nil || len(all) == 0 {
			return err
		}
		oldest := f.document.ContentVersion
		var people []string
		for _, c := range all {
			oldest = min(oldest, c.ContentVersion)
			people = append(people, c.AuthorID, c.ResolvedBy)
			if c.ParentID == "" {
				d.Threads = append(d.Threads, Thread{Comment: c, MayResolve: d.MayComment && c.ResolvedAt == nil && f.mayResolve(c)})
			}
		}
		if d.People, err = peopleNames(tx, people); err != nil {
			return err
		}
		versions, err = document.ContentsFrom(tx, id, oldest)
		return err
	})
	if err != nil {
		return Discussion{}, s.refused(ctx, personID, authz.DocumentRead, id, err)
	}
	pins := document.Pins(versions, all)
	for i := range d.Threads {
		t := &d.Threads[i]
		t.Pin = pins[t.ID]
		for _, c := range all {
			if c.ParentID == t.ID {
				t.Answers = append(t.Answers, c)
			}
		}
	}
	return d, nil
}

// commentArgs is the job that tells people of a comment: ids only, never text.
type commentArgs struct {
	DocumentID string `json:"document_id"`
	CommentID  string `json:"comment_id"`
	Action     string `json:"action"`
	Version    int    `json:"version"`
	ActorID    string `json:"actor_id"`
}

// Kind names the job.
func (commentArgs) Kind() string { return "signoff.notify_comment" }

// notifyOfComment tells the drafter, and of an answer or a resolution also whoever spoke in the thread, and who stands in for
// any of them within his scope; running twice tells nobody twice. Who may no longer see the document is not told: notice leaves it out.
func (s *Service) notifyOfComment(ctx context.Context, args commentArgs) error {
	return s.store.Update(ctx, func(tx *store.Tx) error {
		d, err := document.Load(tx, args.DocumentID)
		if err != nil {
			return err
		}
		all, err := document.Comments(tx, args.DocumentID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(c document.Comment) bool { return c.ID == args.CommentID })
		if at < 0 {
			return fmt.Errorf("tell of comment %s: it is not there", args.CommentID)
		}
		root := all[at].ParentID
		if root == "" {
			root = all[at].ID
		}
		people := []string{d.DrafterID}
		for _, c := range all {
			if c.ID == root || c.ParentID == root {
				people = append(people, c.AuthorID)
			}
		}
		place, err := document.PlaceOf(tx, args.DocumentID)
		if err != nil {
			return err
		}
		standIns, err := s.standIns(tx, people, authz.DocumentRead, place)
		if err != nil {
			return err
		}
		people = slices.DeleteFunc(append(people, standIns...), func(id string) bool { return id == args.ActorID })
		return notice.Tell(tx, people, notice.Message{
			About: notice.Document, AboutID: args.DocumentID, DocumentID: args.DocumentID, Action: args.Action,
			Key: noticeKey(args.Action, args.Version) + ":" + args.CommentID, Label: commentLabels[args.Action],
		})
	})
}
