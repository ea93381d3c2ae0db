package signoff

import (
	"context"
	"slices"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// CopyView is a copy as a page shows it.
type CopyView struct {
	Copy
	Organ, Signer, Preparer string
	Original                string            // "Thông báo 05-TB/VPTU"; "" when the reader may not see the original
	Subject                 string            // of the original, likewise
	Regime                  string            // of the copying organ
	Actions                 []string          // that the reader may take now
	Recipients              []string          // names
	Report                  *signature.Report // of the bytes; nil while there is no signature
}

// CopyDesk is what a văn thư needs to prepare a copy of a document.
type CopyDesk struct {
	Document   View
	Organs     []directory.Organ // for which the văn thư may copy
	Signers    map[string][]directory.Signer
	Copies     []CopyView
	MayPrepare bool
}

// Copies are the copies that concern a person: of the office, to be signed, or received.
func (s *Service) Copies(ctx context.Context, personID string) (views []CopyView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		offices := inOffices(actor, func(role string) bool {
			return s.policy.Grants(role, authz.DocumentRead, authz.Register) || s.policy.Grants(role, authz.DocumentRead, authz.Office)
		})
		organs := inOffices(actor, func(role string) bool { return s.policy.Grants(role, authz.DocumentRead, authz.Received) })
		copies, err := copiesFor(tx, personID, offices, organs)
		if err != nil {
			return err
		}
		views, err = s.viewCopies(tx, actor, copies)
		return err
	})
	return views, s.refused(ctx, personID, authz.DocumentRead, "", err)
}

// CopyDesk shows a document's copies and what a new one may be.
func (s *Service) CopyDesk(ctx context.Context, personID, documentID string) (desk CopyDesk, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if desk.Document, err = s.show(tx, personID, documentID); err != nil {
			return err
		}
		f, err := s.load(tx, personID, documentID)
		if err != nil {
			return err
		}
		copies, err := copiesOf(tx, documentID)
		if err != nil {
			return err
		}
		if desk.Copies, err = s.viewCopies(tx, f.actor, copies); err != nil {
			return err
		}
		role, may := s.policy.Capacity(f.actor, authz.DocumentCopy, f.place)
		err = f.copyable(tx)
		if fault.System(err) != nil {
			return err
		}
		issued := f.document.State == document.Issued || f.document.State == document.Filed
		if desk.MayPrepare = may && issued && err == nil; !desk.MayPrepare {
			return nil
		}
		return s.copyOffers(tx, f, role, &desk)
	})
	return desk, s.refused(ctx, personID, authz.DocumentRead, documentID, err)
}

func (s *Service) copyOffers(tx *store.Tx, f *facts, role authz.Role, desk *CopyDesk) error {
	organs, err := directory.Organs(tx, f.on)
	if err != nil {
		return err
	}
	desk.Signers = map[string][]directory.Signer{}
	for _, o := range organs {
		if o.UnitOf != "" || o.Office() != role.Office {
			continue
		}
		kind, err := copyKind(o.Regime, TrueCopy)
		if err != nil {
			return err
		}
		signers, err := directory.Signers(tx, o.ID, kind.ID, f.on)
		if err != nil {
			return err
		}
		for _, signer := range signers {
			actor, err := login.Actor(tx, signer.PersonID, f.on)
			if err != nil {
				return err
			}
			if s.policy.Can(actor, authz.DocumentRead, f.place) {
				desk.Signers[o.ID] = append(desk.Signers[o.ID], signer)
			}
		}
		desk.Organs = append(desk.Organs, o)
	}
	return nil
}

// viewCopies names what copies name; those that the actor may not see stay out.
func (s *Service) viewCopies(tx *store.Tx, actor authz.Actor, copies []Copy) (views []CopyView, err error) {
	var ids, people, organs []string
	for _, c := range copies {
		ids, people, organs = append(ids, c.ID), append(people, c.SignerID, c.PreparedBy), append(organs, c.OrganID)
	}
	all, err := copyRecipients(tx, ids)
	if err != nil {
		return nil, err
	}
	sent := map[string][]copyRecipient{}
	for _, r := range all {
		sent[r.CopyID] = append(sent[r.CopyID], r)
		people, organs = append(people, r.PersonID), append(organs, r.OrganID)
	}
	names, organNames := map[string]string{}, map[string]string{}
	if err := namesOf(tx, people, organs, names, organNames); err != nil {
		return nil, err
	}
	for _, c := range copies {
		if !s.policy.Can(actor, authz.DocumentRead, c.placeOf(sent[c.ID])) {
			continue
		}
		v := CopyView{Copy: c, Organ: organNames[c.OrganID], Signer: names[c.SignerID], Preparer: names[c.PreparedBy]}
		for _, r := range sent[c.ID] {
			v.Recipients = append(v.Recipients, names[r.PersonID]+organNames[r.OrganID])
		}
		if err := s.originalOf(tx, actor, &v); err != nil {
			return nil, err
		}
		for _, action := range []string{"sign", "assign_number", "seal", "cancel"} {
			rule := copyActs[action]
			role, may := s.policy.Capacity(actor, rule.act, c.placeOf(nil))
			if may && role.For == "" && v.Original != "" && slices.Contains(rule.from, c.State) {
				v.Actions = append(v.Actions, action)
			}
		}
		views = append(views, v)
	}
	return views, nil
}

// originalOf tells what was copied to whoever may see it.
func (s *Service) originalOf(tx *store.Tx, actor authz.Actor, v *CopyView) error {
	place, err := document.PlaceOf(tx, v.DocumentID)
	if err != nil || !s.policy.Can(actor, authz.DocumentRead, place) {
		return err
	}
	d, err := document.Load(tx, v.DocumentID)
	if err != nil {
		return err
	}
	kind, err := document.KindByID(d.Regime, d.Kind)
	v.Original, v.Subject = kind.Name+" "+d.Symbol, d.Subject
	return err
}

// ShowCopy gives one copy, with the verdict on its signatures.
func (s *Service) ShowCopy(ctx context.Context, personID, id string) (v CopyView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := login.Actor(tx, personID, s.officeDate())
		if err != nil {
			return err
		}
		c, err := s.copyFor(tx, actor, id)
		if err != nil {
			return err
		}
		views, err := s.viewCopies(tx, actor, []Copy{c})
		if err == nil && len(views) == 1 {
			v = views[0]
			organ, organErr := directory.OrganByID(tx, c.OrganID)
			v.Regime, err = string(organ.Regime), organErr
		}
		return err
	})
	if err == nil && v.Signed != "" {
		var stored []byte
		if stored, err = s.readStored(ctx, v.PDF()); err == nil {
			report := signature.Verify(stored, signature.VerifyOptions{Roots: s.keys.Roots()})
			v.Report = &report
		}
	}
	return v, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// CopyPDF gives the newest bytes of a copy.
func (s *Service) CopyPDF(ctx context.Context, personID, id string) (Bytes, error) {
	v, err := s.ShowCopy(ctx, personID, id)
	if err != nil {
		return Bytes{}, err
	}
	reader, info, err := s.blobs.Open(ctx, v.PDF())
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: reader, SHA256: info.SHA256, Name: strings.TrimSpace(copyForms[v.Form].label+" "+strings.ReplaceAll(v.Symbol, "/", "-")) + ".pdf", Stored: true}, nil
}
