package establishment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// The kinds of proposal.
const (
	KindReorganise    = "reorganise"    // organs end, merge, split
	KindAdministrator = "administrator" // somebody becomes an administrator, or head of an office: who decides on proposals
	KindMandateEnd    = "mandate_end"   // a mandate to sign ends early
)

// The states of a proposal.
const (
	Proposed  = "proposed"
	Approved  = "approved"
	Refused   = "refused"
	Withdrawn = "withdrawn"
	Expired   = "expired"
)

// patience is how long a proposal waits.
const patience = 14 * 24 * time.Hour

// Proposal is a grave change that waits for a second person, or was decided.
type Proposal struct {
	ID, Kind               string
	SubjectKind, SubjectID string
	Summary                string // what is to be done, in words
	Status                 string
	ProposedBy             string
	ProposedAt, ExpiresAt  time.Time
	DecidedBy, Reason      string
	DecidedAt              time.Time
	terms                  string

	// Filled for who looks at it.
	ProposedName, DecidedName string
	MayDecide, Own            bool
	OneHand                   *fault.Fault // why the reader, who else might decide, does not count as a second person
	Preview                   *Preview     // of a reorganisation that waits
}

// mandateEnd are the terms of KindMandateEnd. Those of the other kinds are directory.Reorganisation and directory.Holding.
type mandateEnd struct {
	Mandate string
	On      store.Date
	Organ   string
}

var (
	errProposalUnknown = fault.New(fault.NotFound, "PROPOSAL_UNKNOWN", "Không có đề nghị này.")
	errProposalOver    = fault.New(fault.Conflict, "PROPOSAL_OVER", "Đề nghị này đã được quyết định, đã rút hoặc đã hết hạn.")
	errTwoPeople       = fault.New(fault.Forbidden, "PROPOSAL_TWO_PEOPLE", "Cần hai người: người đề nghị không tự quyết định.")
	errProposalWaits   = fault.New(fault.Conflict, "PROPOSAL_WAITS", "Đã có một đề nghị như thế đang chờ quyết định.")
	errProposalReason  = fault.New(fault.Unmet, "PROPOSAL_REASON", "Chưa ghi lý do không đồng ý.")
)

// Propose puts a reorganisation before a second person, after it was tried out. Gives the proposal's id. Faults of
// directory.Reorganise; REORGANISATION_DOCUMENTS, PROPOSAL_WAITS, FORBIDDEN.
func (s *Service) Propose(ctx context.Context, who string, r directory.Reorganisation) (string, error) {
	refusal, err := s.try(ctx, who, r)
	if err != nil {
		return "", err
	}
	if refusal != nil {
		return "", audit.Denied(ctx, s.Store, audit.Refusal{ActorID: who, Act: authz.DirectoryEdit}, refusal)
	}
	return s.propose(ctx, who, func(d *desk) (Proposal, any, []string, error) {
		r.Versions = map[string]int{}
		for _, id := range r.Ending {
			o, err := directory.OrganByID(d.tx, id)
			if err != nil {
				return Proposal{}, nil, nil, err
			}
			r.Versions[id] = o.Version
		}
		summary, err := d.summary(r)
		return Proposal{Kind: KindReorganise, SubjectKind: "organ", SubjectID: r.Ending[0], Summary: summary}, r, touchedBy(r), err
	})
}

// summary says a reorganisation in a sentence.
func (d *desk) summary(r directory.Reorganisation) (string, error) {
	var heirs, ends, known []string
	for _, h := range r.Heirs {
		known = append(known, h.OrganID)
	}
	names, err := d.names(append(known, r.Ending...))
	if err != nil {
		return "", err
	}
	for _, o := range r.New {
		names[o.ID] = o.Name + " (mới)"
	}
	for _, h := range r.Heirs {
		heirs = append(heirs, names[h.OrganID])
	}
	for _, id := range r.Ending {
		ends = append(ends, names[id])
	}
	verb, into := "Kết thúc", ", nơi kế thừa: "
	switch {
	case len(r.Ending) > 1:
		verb, into = "Sáp nhập", " vào "
	case len(r.Heirs) > 1:
		verb, into = "Chia tách", " thành "
	}
	return fmt.Sprintf("%s %s%s%s; từ ngày %s; căn cứ %s.", verb, strings.Join(ends, ", "), into, strings.Join(heirs, ", "),
		r.From.Time().Format("02/01/2006"), strings.TrimSpace(r.Source)), nil
}

// propose writes a proposal down, with its event; one about the same whose time is over ends first, with its own.
func (s *Service) propose(ctx context.Context, who string, make func(*desk) (Proposal, any, []string, error)) (id string, err error) {
	err = s.update(ctx, who, "", func(d *desk) error {
		p, terms, touched, err := make(d)
		if err != nil {
			return err
		}
		by, err := d.as(authz.DirectoryEdit, touched...)
		if err != nil {
			return err
		}
		old, err := stale(d.tx, p.SubjectID)
		if err != nil {
			return err
		}
		for _, o := range old {
			if _, err := endProposal(d.tx, o.ID, Expired, "", ""); err != nil {
				return err
			}
			if err := record(d.tx, directory.Editor{Name: "Hệ thống"}, o, "directory.proposal_expired", ""); err != nil {
				return err
			}
		}
		text, err := json.Marshal(terms)
		if err != nil {
			return fmt.Errorf("write down a proposal: %w", err)
		}
		p.ID, p.ProposedBy, p.ProposedAt, p.ExpiresAt, p.terms = store.NewID(), by.ID, d.tx.Now, d.tx.Now.Add(patience), string(text)
		id = p.ID
		made, err := insertProposal(d.tx, p)
		if err != nil {
			return err
		}
		if !made {
			return errProposalWaits
		}
		return record(d.tx, by, p, "directory.propose", "")
	})
	return id, err
}

func record(tx *store.Tx, by directory.Editor, p Proposal, action, reason string) error {
	return audit.Record(tx, audit.Event{
		Subject: audit.Subject{Kind: p.SubjectKind, ID: p.SubjectID}, Action: action, ActorID: by.ID, ActorName: by.Name, Capacity: by.Capacity,
		Comment: reason, Details: map[string]any{"proposal": p.ID, "kind": p.Kind, "what": p.Summary, "proposed_by": p.ProposedBy},
	})
}

// Proposals lists what waits for a second person and what was decided last.
func (s *Service) Proposals(ctx context.Context, who string) (list []Proposal, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		if list, err = latestProposals(d.tx); err != nil {
			return err
		}
		for i := range list {
			if err := d.fill(&list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// Proposal shows one, with what it would do now. Fault PROPOSAL_UNKNOWN.
func (s *Service) Proposal(ctx context.Context, who, id string) (p Proposal, err error) {
	err = s.view(ctx, who, func(d *desk) error {
		var known bool
		if p, known, err = proposalByID(d.tx, id); err != nil || !known {
			return orElse(err, errProposalUnknown)
		}
		if p.Kind == KindReorganise && p.Status == Proposed {
			var r directory.Reorganisation
			if err := json.Unmarshal([]byte(p.terms), &r); err != nil {
				return fmt.Errorf("read proposal %s: %w", id, err)
			}
			preview, err := d.preview(r)
			if err != nil {
				return err
			}
			p.Preview = &preview
		}
		return d.fill(&p)
	})
	return p, err
}

func (d *desk) fill(p *Proposal) error {
	if p.Status == Proposed && !d.tx.Now.Before(p.ExpiresAt) {
		p.Status = Expired
	}
	people, err := directory.PeopleByID(d.tx, []string{p.ProposedBy, p.DecidedBy})
	if err != nil {
		return err
	}
	p.ProposedName, p.DecidedName = people[p.ProposedBy].Name, people[p.DecidedBy].Name
	p.Own = p.ProposedBy == d.actor.PersonID
	if p.Status != Proposed || p.Own {
		return nil
	}
	touched, _, err := p.act()
	if err != nil {
		return err
	}
	_, err = d.as(authz.DirectoryApprove, touched...)
	if _, refused := errors.AsType[*fault.Fault](err); refused {
		return nil
	}
	if err == nil {
		err = d.independent(p.ProposedBy, d.actor.PersonID)
	}
	if errOneHand.Is(err) {
		p.OneHand = errOneHand
		return nil
	}
	p.MayDecide = err == nil
	return err
}

// act is what a proposal does when it is approved, and the organs over which the right is needed.
func (p Proposal) act() (touched []string, do func(*desk, directory.Editor) error, err error) {
	read := func(into any) {
		if err = json.Unmarshal([]byte(p.terms), into); err != nil {
			err = fmt.Errorf("read proposal %s: %w", p.ID, err)
		}
	}
	switch p.Kind {
	case KindReorganise:
		var r directory.Reorganisation
		read(&r)
		return touchedBy(r), func(d *desk, _ directory.Editor) error { return d.reorganise(r, authz.DirectoryApprove) }, err
	case KindAdministrator:
		var h directory.Holding
		read(&h)
		return []string{h.OrganID}, func(d *desk, by directory.Editor) error { return directory.AddHolding(d.tx, by, h) }, err
	case KindMandateEnd:
		var m mandateEnd
		read(&m)
		return []string{m.Organ}, func(d *desk, by directory.Editor) error {
			mandate, known, err := directory.MandateByID(d.tx, m.Mandate)
			if err != nil || !known {
				return orElse(err, errProposalUnknown)
			}
			return directory.EndMandate(d.tx, by, mandate, m.On)
		}, err
	}
	return nil, nil, fmt.Errorf("a proposal of kind %q", p.Kind)
}

// Approve carries a proposal out, as another person than who made it. Faults PROPOSAL_UNKNOWN, PROPOSAL_OVER,
// PROPOSAL_TWO_PEOPLE, PROPOSAL_ONE_HAND, FORBIDDEN; those of what it does: then it waits on, and is refused or withdrawn.
func (s *Service) Approve(ctx context.Context, who, id string) error {
	return s.decide(ctx, who, id, func(d *desk, by directory.Editor, p Proposal, do func(*desk, directory.Editor) error) error {
		if err := d.independent(p.ProposedBy, who); err != nil {
			return err
		}
		if ended, err := endProposal(d.tx, id, Approved, by.ID, ""); err != nil || !ended {
			return orElse(err, errProposalOver)
		}
		if err := do(d, by); err != nil {
			return err
		}
		return record(d.tx, by, p, "directory.approve_proposal", "")
	})
}

// Refuse ends a proposal with a reason, as another person than who made it. Faults as of Approve; PROPOSAL_REASON.
func (s *Service) Refuse(ctx context.Context, who, id, reason string) error {
	return s.decide(ctx, who, id, func(d *desk, by directory.Editor, p Proposal, _ func(*desk, directory.Editor) error) error {
		if reason = strings.TrimSpace(reason); reason == "" {
			return errProposalReason
		}
		if ended, err := endProposal(d.tx, id, Refused, by.ID, reason); err != nil || !ended {
			return orElse(err, errProposalOver)
		}
		return record(d.tx, by, p, "directory.refuse_proposal", reason)
	})
}

func (s *Service) decide(ctx context.Context, who, id string, fn func(*desk, directory.Editor, Proposal, func(*desk, directory.Editor) error) error) error {
	return s.update(ctx, who, id, func(d *desk) error {
		p, known, err := proposalByID(d.tx, id)
		switch {
		case err != nil || !known:
			return orElse(err, errProposalUnknown)
		case p.Status != Proposed || !d.tx.Now.Before(p.ExpiresAt):
			return errProposalOver
		case p.ProposedBy == who:
			return errTwoPeople
		}
		touched, do, err := p.act()
		if err != nil {
			return err
		}
		by, err := d.as(authz.DirectoryApprove, touched...)
		if err != nil {
			return err
		}
		return fn(d, by, p, do)
	})
}

// Withdraw takes an own proposal back. Faults PROPOSAL_UNKNOWN, PROPOSAL_OVER, FORBIDDEN.
func (s *Service) Withdraw(ctx context.Context, who, id string) error {
	return s.update(ctx, who, id, func(d *desk) error {
		p, known, err := proposalByID(d.tx, id)
		switch {
		case err != nil || !known:
			return orElse(err, errProposalUnknown)
		case p.ProposedBy != who:
			return errForeign
		}
		ended, err := endProposal(d.tx, id, Withdrawn, who, "")
		if err != nil || !ended {
			return orElse(err, errProposalOver)
		}
		return record(d.tx, directory.Editor{ID: who, Name: d.actor.Name}, p, "directory.withdraw_proposal", "")
	})
}

// refusalOf is the refusal in an error, which a page shows; nil for a trial that went through.
func refusalOf(err error) (*fault.Fault, error) {
	if err == nil || errors.Is(err, errTrial) {
		return nil, nil
	}
	if f, refused := errors.AsType[*fault.Fault](err); refused && f.Kind != fault.Internal {
		return f, nil
	}
	return nil, err
}
