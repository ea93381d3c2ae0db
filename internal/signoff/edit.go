package signoff

import (
	"context"
	"fmt"
	"slices"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// EditInput is what a person changes of a draft; a nil field stays as it is.
type EditInput struct {
	Version        int // of the document that the person looked at; 0 asks for no check
	Subject        *string
	Text           *string // a whole new text, read into fields as with Draft
	Body           *document.Body
	RecipientsText *string
	Addressees     *[]string
	Urgency        *string
	Signer         *string
	Place          *string
	OnBehalfOf     *string
	Due            *store.Date
	Fields         map[string]string // of the kind, by id: "" takes one away
	WithPaper      *bool
	Working        string // id of the working text that becomes this version, and goes

	taken *taken // a file that was imported, instead of Text
}

// whole says whether the edit brings a whole text, to be read into fields.
func (in EditInput) whole() bool { return in.Text != nil || in.taken != nil }

// Edit changes a draft in its drafter's hands and keeps the text before it as a version.
func (s *Service) Edit(ctx context.Context, personID, id string, in EditInput) (View, error) {
	if err := s.edited(ctx, personID, id, in); err != nil {
		return View{}, s.refused(ctx, personID, authz.DocumentEdit, id, err)
	}
	return s.Show(ctx, personID, id)
}

// edited reads the new text, asks whether the person may write it, keeps it as it came, and then writes.
func (s *Service) edited(ctx context.Context, personID, id string, in EditInput) error {
	words, err := read(in.draft())
	if err != nil {
		return err
	}
	var seen document.Content
	err = s.store.View(ctx, func(tx *store.Tx) (err error) {
		_, seen, err = s.revise(tx, personID, id, in, words)
		return err
	})
	if err != nil {
		return err
	}
	if in.whole() {
		text := ""
		if in.Text != nil {
			text = *in.Text
		}
		if words.SourceSHA256, err = s.keepSource(ctx, text, in.taken); err != nil {
			return err
		}
	}
	cited := citedIn{seen, document.LinksIn(seen.Subject, seen.Body)} // before the transaction: a long text takes its time
	return s.store.Update(ctx, func(tx *store.Tx) error { return s.rewrite(tx, personID, id, in, words, cited) })
}

// draft is what the edit gives, as the input of a draft, to be read the same way.
func (in EditInput) draft() *DraftInput {
	draft := &DraftInput{Body: in.Body, taken: in.taken}
	for _, field := range []struct{ from, to *string }{
		{in.Text, &draft.Text}, {in.Subject, &draft.Subject}, {in.RecipientsText, &draft.RecipientsText}, {in.Place, &draft.Place},
		{in.Urgency, &draft.Urgency}, {in.Signer, &draft.Signer}, {in.OnBehalfOf, &draft.OnBehalfOf},
	} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if in.Addressees != nil {
		draft.Addressees = *in.Addressees
	}
	if in.Due != nil {
		draft.Due = *in.Due
	}
	return draft
}

// editable loads a document that the person may write, in the version that was looked at.
func (s *Service) editable(tx *store.Tx, personID, id string, version int) (*facts, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return nil, err
	}
	if err := f.mayEdit(s.policy); err != nil {
		return nil, err
	}
	if version != 0 && version != f.document.Version {
		return nil, document.ErrStale
	}
	return f, nil
}

// revise puts an edit on what was loaded: everything that can be refused has been, nothing is written.
func (s *Service) revise(tx *store.Tx, personID, id string, in EditInput, words document.Content) (*facts, document.Content, error) {
	f, err := s.editable(tx, personID, id, in.Version)
	if err != nil {
		return nil, document.Content{}, err
	}
	c := f.content
	f.signerBefore = f.document.SignerID
	in.apply(&f.document, &c, words)
	if len(c.Body.Pictures()) > 0 {
		own, err := document.Figures(tx, id)
		if err != nil {
			return nil, c, err
		}
		if err := c.Body.MayShow(append(own, in.taken.own()...)); err != nil {
			return nil, c, err
		}
		var brought []string
		for _, f := range in.taken.own() {
			brought = append(brought, f.SHA256)
		}
		if err := roomForFigures(tx, id, brought...); err != nil {
			return nil, c, err
		}
	}
	fresh := in.whole() || in.Body != nil || in.Subject != nil
	if c, err = withFields(c, f.kind.FieldsFor(f.document.Subkind, c.Subject), in.Fields, fresh); err != nil {
		return nil, c, err
	}
	return f, c, s.checkFields(tx, &f.document, f.kind, f.on)
}

func (s *Service) rewrite(tx *store.Tx, personID, id string, in EditInput, words document.Content, cited citedIn) error {
	f, c, err := s.revise(tx, personID, id, in, words)
	if err != nil {
		return err
	}
	if was := f.signerBefore; was != "" && was != f.document.SignerID {
		// Whoever was named to sign before is no longer related to the document by that.
		if err := document.Revoke(tx, id, was, authz.Signer); err != nil {
			return err
		}
	}
	if in.Working != "" {
		if err := document.DropWorking(tx, personID, in.Working); err != nil {
			return err
		}
	}
	c.AuthorID = f.actor.PersonID
	c.AddressWord = ""
	if len(c.Addressees) > 0 {
		c.AddressWord = f.kind.AddressWord
	}
	if c.Same(f.content) && in.taken == nil { // a file is kept with the version that it makes, also when it says the same
		if err := document.Change(tx, &f.document); err != nil {
			return err
		}
	} else {
		if err := document.Rewrite(tx, &f.document, c); err != nil {
			return err
		}
		if err := document.Cite(tx, f.document.ID, cited.of(c)); err != nil {
			return err
		}
	}
	details := map[string]any{"content_version": f.document.ContentVersion}
	if f.document.ContentVersion != f.content.N {
		if err := f.voidBallots(tx, details); err != nil {
			return err
		}
	}
	if err := in.taken.store(tx, id, f.actor.PersonID, details); err != nil {
		return err
	}
	return f.recordWork(tx, "edit", details)
}

// apply puts the changes on a document and its content.
func (in EditInput) apply(d *document.Document, c *document.Content, read document.Content) {
	if in.whole() || in.Body != nil {
		c.Body, c.SourceSHA256 = read.Body, read.SourceSHA256
	}
	if in.Subject != nil || in.whole() && read.Subject != "" {
		c.Subject = read.Subject
	}
	if in.RecipientsText != nil || in.whole() && read.RecipientsText != "" {
		c.RecipientsText = read.RecipientsText
	}
	if in.Addressees != nil || in.whole() && len(read.Addressees) > 0 {
		c.Addressees = read.Addressees
	}
	for _, field := range []struct{ from, to *string }{
		{in.Urgency, &d.Urgency}, {in.Signer, &d.SignerID}, {in.Place, &d.Place}, {in.OnBehalfOf, &d.OnBehalfOf},
	} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	if in.Due != nil {
		d.Due = *in.Due
	}
	if in.WithPaper != nil {
		d.WithPaper = *in.WithPaper
	}
}

// mayEdit: a text is written only by its drafter, and only in the drafter's hands.
func (f *facts) mayEdit(policy *authz.Policy) error {
	if !policy.Can(f.actor, authz.DocumentEdit, f.place) {
		return errForbidden
	}
	if !slices.Contains(editors, f.document.State) {
		return fault.New(fault.Unmet, "WRONG_STATE", fmt.Sprintf("Không thể sửa khi văn bản đang ở trạng thái “%s”.", f.chain.States[f.document.State]))
	}
	return nil
}

// recordWork writes the event of a change that moves no state.
func (f *facts) recordWork(tx *store.Tx, action string, details map[string]any) error {
	err := audit.Record(tx, audit.Event{
		Subject: audit.Document(f.document.ID), Action: action, ActorID: f.actor.PersonID, ActorName: f.actor.Name,
		Capacity: f.capacity(Transition{}), From: string(f.document.State), To: string(f.document.State),
		Version: f.document.Version, Details: details,
	})
	if err != nil {
		return err
	}
	return tx.SetAnswer(f.document.ID)
}
