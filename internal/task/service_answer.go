package task

import (
	"context"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/xlsx"
)

// AnswerInput is what an organ writes.
type AnswerInput struct {
	Organ   string // "" = the one for which the person answers
	Cells   []string
	Submit  bool // else it stays a draft that only the organ sees as such
	Version int  // of the answer; 0 asks for no check
}

// Answer writes what an organ gives: a draft, or submitted; a submitted one may be corrected until the request is closed, and
// then stays submitted. What comes after the date is marked late; correcting later does not make it late.
func (s *Service) Answer(ctx context.Context, a authz.Actor, id string, in AnswerInput) (v RequestView, err error) {
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		actor, r, _, err := s.openRequest(tx, a, id)
		if err != nil {
			return err
		}
		one, err := s.ownAnswer(tx, actor, id, in.Organ)
		switch {
		case err != nil:
			return err
		case r.State != "open":
			return errRequestClosed
		case in.Version != 0 && in.Version != one.Version:
			return ErrStale
		}
		submit := in.Submit || one.State == "submitted"
		if one.Cells, err = cellsOf(r.Columns, in.Cells, submit); err != nil {
			return err
		}
		action, was := "draft_answer", one.State
		switch {
		case one.State == "submitted":
			action, one.Corrected = "correct_answer", one.Corrected+1
		case submit:
			action, one.State, one.SubmittedOn, one.SubmittedBy = "answer", "submitted", s.today(), actor.PersonID
			one.Late = s.today() > r.Due
		default:
			one.State = "draft"
		}
		if err := changeAnswer(tx, &one); err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: r.subject(), Action: action, ActorID: actor.PersonID, ActorName: actor.Name, Capacity: s.title(actor, authz.RequestAnswer, one.place()),
			From: was, To: one.State, Version: one.Version, Details: map[string]any{"organ": one.OrganID, "late": one.Late},
		})
		if err != nil {
			return err
		}
		if v, err = s.request(tx, a, id); err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	return v, s.refused(ctx, a, authz.RequestAnswer, id, err)
}

var errRequestClosed = fault.New(fault.Unmet, "REQUEST_CLOSED", "Yêu cầu số liệu đã đóng, không sửa được nữa.")

// ownAnswer is the answer of an organ for which the actor may write.
func (s *Service) ownAnswer(tx *store.Tx, actor authz.Actor, id, organ string) (Answer, error) {
	answers, err := answersOf(tx, id)
	if err != nil {
		return Answer{}, err
	}
	for _, one := range answers {
		if (organ == "" || organ == one.OrganID) && s.policy.Can(actor, authz.RequestAnswer, one.place()) {
			return one, nil
		}
	}
	return Answer{}, fault.New(fault.Forbidden, "FORBIDDEN", "Chỉ cơ quan được hỏi điền số liệu của mình.")
}

// CloseRequest ends the answering: what was submitted counts, and nothing changes any more.
func (s *Service) CloseRequest(ctx context.Context, a authz.Actor, id string, version int) (v RequestView, err error) {
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		actor, r, place, err := s.openRequest(tx, a, id)
		switch {
		case err != nil:
			return err
		case !s.policy.Can(actor, authz.RequestManage, place):
			return ErrForbidden
		case r.State != "open":
			return errRequestClosed
		case version != 0 && version != r.Version:
			return ErrStale
		}
		if err := closeRequest(tx, &r); err != nil {
			return err
		}
		err = audit.Record(tx, audit.Event{
			Subject: r.subject(), Action: "close", ActorID: actor.PersonID, ActorName: actor.Name, Capacity: s.title(actor, authz.RequestManage, place),
			From: "open", To: "closed", Version: r.Version,
		})
		if err != nil {
			return err
		}
		if v, err = s.request(tx, a, id); err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	return v, s.refused(ctx, a, authz.RequestManage, id, err)
}

// Gathered is the answers of a request as a table to put into a draft.
func (s *Service) Gathered(ctx context.Context, a authz.Actor, id string) (b document.Block, r Request, err error) {
	v, err := s.managed(ctx, a, id)
	if err != nil {
		return b, r, err
	}
	return Table(v.Request, v.Answers), v.Request, nil
}

// Workbook is the answers of a request as XLSX.
func (s *Service) Workbook(ctx context.Context, a authz.Actor, id string) ([]byte, error) {
	v, err := s.managed(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return xlsx.Write(sheetOf(v.Request, v.Answers))
}

func (s *Service) managed(ctx context.Context, a authz.Actor, id string) (v RequestView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if v, err = s.request(tx, a, id); err == nil && !v.MayManage {
			err = ErrForbidden
		}
		return err
	})
	return v, s.refused(ctx, a, authz.RequestManage, id, err)
}
