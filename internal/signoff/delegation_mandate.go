package signoff

import (
	"context"
	"slices"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// MandateInput is a mandate to sign as the head of an organ gives it.
type MandateInput struct {
	Organ, Grantee, Formula, Source string
	Kinds                           []string
	From, To                        store.Date
	ForDeputy                       bool
}

// GiveMandate lets the head of an organ give somebody the right to sign its documents, for a time and by a writing. It is
// the office-holder's own act: nobody gives it for him, and what he was given himself he cannot pass on (NĐ 30/2020
// Art. 13.2, 13.3).
func (s *Service) GiveMandate(ctx context.Context, personID string, in MandateInput) (id string, err error) {
	if err = writing(&in.Source); err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			id, err = s.giveMandate(tx, personID, in)
			return err
		})
	}
	return id, s.refused(ctx, personID, "mandate.give", in.Organ, err)
}

func (s *Service) giveMandate(tx *store.Tx, personID string, in MandateInput) (string, error) {
	on := s.officeDate()
	by, organ, err := s.headOf(tx, personID, in.Organ, on)
	if err != nil {
		return "", err
	}
	if !in.From.Valid() || !in.To.Valid() || in.From < on || in.To < in.From {
		return "", fault.New(fault.Unmet, "MANDATE_DATES", "Giao quyền ký phải có thời hạn: ngày bắt đầu không trước hôm nay, ngày kết thúc không trước ngày bắt đầu.")
	}
	for _, kind := range in.Kinds {
		if err := document.MayIssue(string(organ.Regime), kind, organ.Class); err != nil {
			return "", err
		}
	}
	under, err := s.under(tx, organ, in.Grantee, in.From)
	if err != nil {
		return "", err
	}
	if !under {
		return "", fault.New(fault.Unmet, "GRANTEE_UNKNOWN", "Người được giao quyền ký phải giữ chức vụ trong cơ quan, văn phòng hoặc cơ quan trực thuộc.")
	}
	m := directory.Mandate{
		ID: store.NewID(), GrantorID: personID, GranteeID: in.Grantee, OrganID: organ.ID, Formula: in.Formula, Kinds: in.Kinds,
		From: in.From, To: in.To, SourceDocument: in.Source, ForDeputy: in.ForDeputy,
	}
	if err := directory.AddMandate(tx, by, m); err != nil {
		return "", err
	}
	return m.ID, tx.SetAnswer(m.ID)
}

// headOf is the organ that a person heads; any other is not there for him.
func (s *Service) headOf(tx *store.Tx, personID, organID string, on store.Date) (by directory.Editor, organ directory.Organ, err error) {
	actor, err := login.Actor(tx, personID, on)
	if err != nil {
		return by, organ, err
	}
	organs, err := directory.Heads(tx, personID, on)
	if err != nil {
		return by, organ, err
	}
	at := slices.IndexFunc(organs, func(o directory.Organ) bool { return o.ID == organID })
	if at < 0 {
		return by, organ, errMandateUnknown
	}
	by = directory.Editor{ID: actor.PersonID, Name: actor.Name}
	for _, r := range actor.Roles {
		if r.Organ == organID && r.By == "" {
			by.Capacity = r.Title
		}
	}
	return by, organs[at], nil
}

// under says whether somebody works in an organ, in the office that serves it, or in an organ below it.
func (s *Service) under(tx *store.Tx, organ directory.Organ, personID string, on store.Date) (bool, error) {
	held, err := directory.HoldingsOf(tx, personID, on)
	if err != nil {
		return false, err
	}
	for _, h := range held {
		o, err := directory.OrganByID(tx, h.OrganID)
		if err != nil {
			return false, err
		}
		if whole := o.Whole(); whole == organ.ID || whole == organ.Office() || o.ParentID == organ.ID {
			return true, nil
		}
	}
	return false, nil
}

// EndMandate ends a mandate early: who gave it, or who heads the organ now.
func (s *Service) EndMandate(ctx context.Context, personID, id string) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		on := s.officeDate()
		m, found, err := directory.MandateByID(tx, id)
		if err != nil {
			return err
		}
		if !found {
			return errMandateUnknown
		}
		by, _, err := s.headOf(tx, personID, m.OrganID, on)
		if err != nil {
			if m.GranteeID == personID && fault.System(err) == nil {
				return errForbiddenHere
			}
			return err
		}
		if err := directory.EndMandate(tx, by, m, on); err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	return s.refused(ctx, personID, "mandate.end", id, err)
}

// kindNames are what people call kinds, of either regime.
func kindNames(ids []string) (names []string) {
	for _, id := range ids {
		for _, regime := range []directory.Regime{directory.Party, directory.State} {
			if kind, err := document.KindByID(string(regime), id); err == nil {
				names = append(names, kind.Name)
				break
			}
		}
	}
	return names
}
