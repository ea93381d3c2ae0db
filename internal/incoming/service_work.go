package incoming

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/store"
)

// Start is the handler's “đang xử lý”.
func (s *Service) Start(ctx context.Context, a authz.Actor, at At) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingWork, func(f *facts) error {
		if err := f.mine(Directed, Assigned); err != nil {
			return err
		}
		f.step(InProgress)
		f.setTerm()
		f.says("start", "", nil)
		return nil
	})
}

// mine refuses whoever is not the person in charge now.
func (f *facts) mine(states ...State) error {
	if f.arrival.HandlerID != f.actor.PersonID {
		return ErrForbidden
	}
	return f.in(states...)
}

// Note writes down how the work stands, or, by the handler, what is proposed.
func (s *Service) Note(ctx context.Context, a authz.Actor, at At, kind, words string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingNote, func(f *facts) error {
		if err := f.in(Directed, Assigned, InProgress); err != nil {
			return err
		}
		switch kind {
		case Progress:
		case Proposal:
			if f.arrival.HandlerID != f.actor.PersonID {
				return ErrForbidden
			}
		default:
			return ErrFieldInvalid
		}
		return f.note(kind, words, "")
	})
}

// AskExtension asks whoever directed for a later term.
func (s *Service) AskExtension(ctx context.Context, a authz.Actor, at At, due store.Date, reason string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingWork, func(f *facts) error {
		if err := f.mine(Directed, Assigned, InProgress); err != nil {
			return err
		}
		if f.arrival.Outcome != "" {
			return ErrReported
		}
		if f.arrival.Due == "" {
			return ErrNoDue
		}
		if err := notPast(due, f.on); err != nil || due <= f.arrival.Due {
			return ErrDuePast
		}
		clean, err := text("Lý do", reason, reasonLimit)
		if err != nil {
			return err
		}
		if clean == "" {
			return ErrReasonMissing
		}
		if err := insertExtension(f.tx, f.arrival.ID, Extension{Due: due, Reason: clean, AskedBy: f.actor.PersonID}); err != nil {
			return err
		}
		f.says("ask_extension", clean, map[string]any{"due": due})
		last, err := f.direction()
		if err != nil {
			return err
		}
		f.tell("Có đề nghị gia hạn giải quyết văn bản đến", last.ByID, f.arrival.SubmittedTo)
		return nil
	})
}

// direction is the one that holds.
func (f *facts) direction() (Direction, error) {
	of, err := directionsOf(f.tx, f.arrival.ID)
	if list := of[f.arrival.ID]; len(list) > 0 {
		return list[len(list)-1], err
	}
	return Direction{}, err
}

// DecideExtension agrees to a later term, or refuses with a reason. Nobody decides on what he asked for himself.
func (s *Service) DecideExtension(ctx context.Context, a authz.Actor, at At, agree bool, answer string) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingDirect, func(f *facts) error {
		open, err := f.openExtension()
		if err != nil {
			return err
		}
		if open.ID == "" {
			return ErrNoExtension
		}
		if open.AskedBy == f.actor.PersonID {
			return ErrOwnExtension
		}
		if open.Answer, err = text("Ý kiến", answer, reasonLimit); err != nil {
			return err
		}
		if !agree && open.Answer == "" {
			return ErrReasonMissing
		}
		open.State, open.DecidedBy = denied, f.actor.PersonID
		if agree {
			open.State = agreed
			if open.Due < f.on {
				return ErrDuePast
			}
			f.arrival.Due, f.arrival.InnerDue = open.Due, ""
			f.setTerm()
		}
		if err := decideExtension(f.tx, open); err != nil {
			return err
		}
		f.says("decide_extension", open.Answer, map[string]any{"agreed": agree, "due": open.Due})
		label := "Đề nghị gia hạn không được đồng ý"
		if agree {
			label = "Đề nghị gia hạn được đồng ý"
		}
		f.tell(label, open.AskedBy)
		return nil
	})
}

func (f *facts) openExtension() (Extension, error) {
	list, err := extensionsOf(f.tx, f.arrival.ID)
	if at := slices.IndexFunc(list, func(e Extension) bool { return e.State == asked }); at >= 0 {
		return list[at], err
	}
	return Extension{}, err
}

// endExtension refuses a request that the act makes pointless. Who asked for it and now decides is the unit's head at most,
// so the request is closed in the name of the act.
func (s *Service) endExtension(f *facts, answer string) error {
	open, err := f.openExtension()
	if err != nil || open.ID == "" {
		return err
	}
	if open.AskedBy == f.actor.PersonID {
		return ErrExtensionOpen
	}
	open.State, open.Answer, open.DecidedBy = denied, answer, f.actor.PersonID
	return decideExtension(f.tx, open)
}

// Result is how the work ended.
type Result struct {
	Reply  string // id or số, ký hiệu of an issued document of this system that the handler may see; "" = no reply
	Reason string // why no reply is needed
}

// Report says that the work is done; somebody else confirms.
func (s *Service) Report(ctx context.Context, a authz.Actor, at At, in Result) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingWork, func(f *facts) error {
		if err := f.mine(InProgress); err != nil {
			return err
		}
		if f.arrival.Outcome != "" {
			return ErrReported
		}
		reason, err := text("Lý do", in.Reason, reasonLimit)
		if err != nil {
			return err
		}
		reply := strings.TrimSpace(in.Reply)
		switch {
		case reply == "" && reason == "":
			return ErrReplyMissing
		case reply == "":
			f.arrival.Outcome = NoReply
		default:
			d, err := s.reply(f, reply)
			if err != nil {
				return err
			}
			f.arrival.Outcome, f.arrival.ReplyID, f.arrival.ReplySymbol = Replied, d.ID, d.Symbol
		}
		if err := s.endOwnExtension(f); err != nil {
			return err
		}
		f.arrival.OutcomeReason, f.arrival.ReportedBy, f.arrival.ReportedAt = reason, f.actor.PersonID, f.tx.Now
		f.says("report", reason, map[string]any{"outcome": f.arrival.Outcome, "reply": f.arrival.ReplyID})
		people, err := s.confirmers(f)
		if err != nil {
			return err
		}
		f.tell("Báo cáo đã giải quyết xong văn bản đến, chờ xác nhận", people...)
		return nil
	})
}

// endOwnExtension refuses to report while the handler's own request still waits: it would be left hanging.
func (s *Service) endOwnExtension(f *facts) error {
	open, err := f.openExtension()
	if err == nil && open.ID != "" {
		return ErrExtensionOpen
	}
	return err
}

// reply finds an issued document that the handler may see, by id or by its number; a number that two of them bear names none.
func (s *Service) reply(f *facts, named string) (document.Document, error) {
	see := s.Policy.Reach(f.actor, authz.DocumentRead)
	d, err := document.Load(f.tx, named)
	if err == nil {
		place, err := document.PlaceOf(f.tx, d.ID)
		if err != nil {
			return d, err
		}
		if !see.Covers(place) || !f.answers(d) {
			return document.Document{}, ErrReplyUnknown
		}
		return d, nil
	}
	if !errors.Is(err, document.ErrNotFound) {
		return d, err
	}
	page, err := document.List(f.tx, document.Filter{Query: named, See: see, Limit: 50})
	if err != nil {
		return d, err
	}
	want := named
	if symbol, ok := document.ParseSymbol(named); ok {
		want = symbol.String()
	}
	var found []document.Document
	for _, one := range page.Documents {
		if one.Symbol == want && f.answers(one) {
			found = append(found, one)
		}
	}
	if len(found) != 1 {
		return document.Document{}, ErrReplyUnknown
	}
	return found[0], nil
}

// answers says whether a document can be the reply: issued, and not the one that arrived.
func (f *facts) answers(d document.Document) bool {
	return d.ID != f.arrival.DocumentID && (d.State == document.Issued || d.State == document.Filed)
}

// confirmers are told of a report: the heads of the unit in charge, else whoever directed.
func (s *Service) confirmers(f *facts) ([]string, error) {
	for _, d := range f.dealing {
		if d.OrganID != "" && d.Part == Lead {
			return s.headsOf(f.tx, d.OrganID, f.on)
		}
	}
	last, err := f.direction()
	return []string{last.ByID}, err
}

// Confirm ends the work: the head of the unit in charge, or whoever leads the organ; never the person who reported.
func (s *Service) Confirm(ctx context.Context, a authz.Actor, at At, words string) (Arrival, error) {
	return s.judge(ctx, a, at, func(f *facts) error {
		clean, err := text("Ý kiến", words, noteLimit)
		if err != nil {
			return err
		}
		f.arrival.ConfirmedBy, f.arrival.ConfirmedAt = f.actor.PersonID, f.tx.Now
		f.step(Done)
		f.arrival.StepDue = time.Time{}
		f.says("confirm", clean, nil)
		f.tell("Đã xác nhận giải quyết xong văn bản đến", f.arrival.ReportedBy)
		return nil
	})
}

// SendBack asks for more: the report is taken back and the work goes on.
func (s *Service) SendBack(ctx context.Context, a authz.Actor, at At, words string) (Arrival, error) {
	return s.judge(ctx, a, at, func(f *facts) error {
		if err := f.note(SendBack, words, ""); err != nil {
			return err
		}
		f.tell("Yêu cầu bổ sung kết quả giải quyết văn bản đến", f.arrival.ReportedBy)
		f.arrival.Outcome, f.arrival.ReplyID, f.arrival.ReplySymbol, f.arrival.OutcomeReason = "", "", "", ""
		f.arrival.ReportedBy, f.arrival.ReportedAt = "", time.Time{}
		return nil
	})
}

// judge is what Confirm and SendBack have in common.
func (s *Service) judge(ctx context.Context, a authz.Actor, at At, do func(*facts) error) (Arrival, error) {
	return s.act(ctx, a, at, authz.IncomingConfirm, func(f *facts) error {
		if err := f.in(InProgress); err != nil {
			return err
		}
		if f.arrival.Outcome == "" {
			return ErrNotReported
		}
		if f.arrival.ReportedBy == f.actor.PersonID {
			return ErrOwnReport
		}
		return do(f)
	})
}
