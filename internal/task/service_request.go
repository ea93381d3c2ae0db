package task

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/notice"
	"trinhky/internal/store"
)

// RequestInput is what a person asks.
type RequestInput struct {
	Issuer       string // organ id of who asks; "" = the organ that the person's office serves
	ObligationID string
	Title, Guide string
	Columns      []Column
	Due          store.Date
	Organs       []string // ids of organs below the issuer
}

// RequestView is a request as a person sees it: those who ask see every answer, an organ that is asked its own.
type RequestView struct {
	Request
	Answers   []Answer
	Totals    []string // of the columns of figures, "" for the others; only for those who ask
	MayManage bool
	// Mine are the organs for which the person answers.
	Mine  []string
	Asker string
}

// Ask puts a request to organs below.
func (s *Service) Ask(ctx context.Context, a authz.Actor, in RequestInput) (RequestView, error) {
	var id string
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		r, organs, actor, err := s.plan(tx, a, in)
		if err != nil {
			return err
		}
		id = r.ID
		if err := insertRequest(tx, r, organs); err != nil {
			return err
		}
		if err := s.hand(tx, actor, r, organs); err != nil {
			return err
		}
		return tx.SetAnswer(id)
	})
	if err != nil {
		return RequestView{}, s.refused(ctx, a, authz.RequestAsk, in.Issuer, err)
	}
	return s.Request(ctx, a, id)
}

// plan is a request before it is written.
func (s *Service) plan(tx *store.Tx, a authz.Actor, in RequestInput) (r Request, organs []receiver, actor authz.Actor, err error) {
	if actor, err = s.actor(tx, a); err != nil {
		return r, nil, actor, err
	}
	issuer, unit, err := s.asker(tx, actor, in.Issuer)
	if err != nil {
		return r, nil, actor, err
	}
	r = Request{
		ID: store.NewID(), ObligationID: in.ObligationID, Due: in.Due, IssuerID: issuer.ID, OfficeID: issuer.Office(), UnitID: unit,
		CreatedBy: actor.PersonID, State: "open", Version: 1,
	}
	if r.Title, err = line("Tên yêu cầu", in.Title, shortLimit); err != nil {
		return r, nil, actor, err
	}
	if r.Guide, err = line("Hướng dẫn", in.Guide, noteLimit); err != nil {
		return r, nil, actor, err
	}
	if r.Title == "" {
		return r, nil, actor, fault.New(fault.Unmet, "TITLE_MISSING", "Yêu cầu số liệu chưa có tên.")
	}
	if r.Columns, err = columnsOf(in.Columns); err != nil {
		return r, nil, actor, err
	}
	if err = future("Hạn trả lời", in.Due, s.today()); err != nil {
		return r, nil, actor, err
	}
	if in.ObligationID != "" {
		if _, _, _, err = s.openObligation(tx, a, in.ObligationID); err != nil {
			return r, nil, actor, err
		}
	}
	organs, err = s.below(tx, issuer, in.Organs)
	return r, organs, actor, err
}

// asker is the organ in whose name a person asks, and the person's unit.
func (s *Service) asker(tx *store.Tx, actor authz.Actor, issuerID string) (issuer directory.Organ, unit string, err error) {
	for _, role := range actor.Roles {
		if issuerID == "" && s.policy.Can(actor, authz.RequestAsk, authz.Place{Organs: []authz.Relation{{ID: role.Office, Why: authz.Office}}}) {
			issuerID = role.Office
		}
	}
	if issuerID == "" {
		return issuer, "", fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền lập yêu cầu số liệu.")
	}
	if issuer, err = directory.OrganAt(tx, issuerID, s.today()); err != nil {
		return issuer, "", err
	}
	place := authz.Place{Organs: []authz.Relation{{ID: issuer.Office(), Why: authz.Office}, {ID: issuer.ID, Why: authz.Office}}}
	role, can := s.policy.Capacity(actor, authz.RequestAsk, place)
	if !can {
		return issuer, "", fault.New(fault.Forbidden, "FORBIDDEN", fmt.Sprintf("Không có quyền lập yêu cầu số liệu của %s.", issuer.Name))
	}
	return issuer, role.Organ, nil
}

// below are the organs of these ids, which must stand below the one that asks, or below the one that it serves.
func (s *Service) below(tx *store.Tx, issuer directory.Organ, ids []string) (out []receiver, err error) {
	if len(ids) == 0 || len(ids) > mostOrgans {
		return nil, fault.New(fault.Unmet, "ORGANS_COUNT", fmt.Sprintf("Chọn từ 1 đến %d cơ quan phải trả lời.", mostOrgans))
	}
	byID, err := s.organs(tx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		o, open := byID[id]
		if !open {
			if _, err := directory.OrganAt(tx, id, s.today()); err != nil {
				return nil, err // closed, with its successors, or unknown
			}
		}
		if !under(byID, o, topsOf(issuer)) || o.ID == issuer.ID {
			return nil, fault.New(fault.Unmet, "ORGAN_NOT_BELOW", fmt.Sprintf("%s không phải cơ quan cấp dưới của %s.", o.Name, issuer.Name))
		}
		if !slices.ContainsFunc(out, func(r receiver) bool { return r.OrganID == o.ID }) {
			out = append(out, receiver{Party{o.ID, o.Name}, o.Office(), nil})
		}
	}
	return out, nil
}

// under says whether an organ stands below one of some, however far.
func under(byID map[string]directory.Organ, o directory.Organ, tops []string) bool {
	queue, seen := []string{o.ParentID, o.SuperiorID, o.UnitOf}, map[string]bool{"": true}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		if seen[id] {
			continue
		}
		seen[id] = true
		if slices.Contains(tops, id) {
			return true
		}
		above := byID[id]
		queue = append(queue, above.ParentID, above.SuperiorID, above.UnitOf)
	}
	return false
}

// hand lets the organs see the request, records it and tells them.
func (s *Service) hand(tx *store.Tx, actor authz.Actor, r Request, organs []receiver) error {
	place := authz.Place{
		Persons: []authz.Relation{{ID: r.CreatedBy, Why: authz.Drafter}},
		Organs:  []authz.Relation{{ID: r.OfficeID, Why: authz.Office}, {ID: r.IssuerID, Why: authz.Office}, {ID: r.UnitID, Why: authz.Unit}},
	}
	asked := Obligation{Organs: organs}.place()
	if err := grant(tx, aRequest, r.ID, place, asked); err != nil {
		return err
	}
	err := audit.Record(tx, audit.Event{
		Subject: r.subject(), Action: "ask", ActorID: actor.PersonID, ActorName: actor.Name, Capacity: s.title(actor, authz.RequestAsk, place),
		To: r.State, Version: 1, Details: map[string]any{"organs": len(organs), "columns": len(r.Columns), "due": r.Due},
	})
	if err != nil {
		return err
	}
	for _, o := range organs {
		people, err := peopleAt(tx, s.today(), authz.RequestAnswer, authz.Received, o.OrganID, o.officeID)
		if err != nil {
			return err
		}
		err = notice.Tell(tx, people, notice.Message{About: notice.Task, AboutID: r.ID, Action: "data_requested", Key: "asked", Label: "Có yêu cầu cung cấp số liệu"})
		if err != nil {
			return err
		}
	}
	return nil
}

// openRequest loads a request for an actor who may see it.
func (s *Service) openRequest(tx *store.Tx, a authz.Actor, id string) (actor authz.Actor, r Request, place authz.Place, err error) {
	if actor, err = s.actor(tx, a); err != nil {
		return actor, r, place, err
	}
	if r, err = requestByID(tx, id); err != nil {
		return actor, r, place, err
	}
	if place, err = placeOf(tx, aRequest, id); err != nil {
		return actor, r, place, err
	}
	if !s.policy.Can(actor, authz.RequestRead, place) {
		return actor, r, place, errRequestNotFound
	}
	return actor, r, place, nil
}

// Request gives one request.
func (s *Service) Request(ctx context.Context, a authz.Actor, id string) (v RequestView, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		v, err = s.request(tx, a, id)
		return err
	})
	return v, s.refused(ctx, a, authz.RequestRead, id, err)
}

func (s *Service) request(tx *store.Tx, a authz.Actor, id string) (v RequestView, err error) {
	actor, r, place, err := s.openRequest(tx, a, id)
	if err != nil {
		return v, err
	}
	v = RequestView{Request: r, MayManage: s.policy.Can(actor, authz.RequestManage, place)}
	asking := v.MayManage || s.policy.Can(actor, authz.RequestRead, givingSide(place))
	answers, err := answersOf(tx, id)
	if err != nil {
		return v, err
	}
	for _, one := range answers {
		own := s.policy.Can(actor, authz.RequestRead, one.place())
		if asking || own {
			v.Answers = append(v.Answers, one)
		}
		if s.policy.Can(actor, authz.RequestAnswer, one.place()) && r.State == "open" {
			v.Mine = append(v.Mine, one.OrganID)
		}
	}
	if asking {
		v.Totals, _ = totals(r, answers)
	}
	issuer, err := directory.OrganByID(tx, r.IssuerID)
	v.Asker = issuer.Name
	return v, err
}

// place is an answer as authz sees it: the organ that is asked, and nobody else.
func (a Answer) place() authz.Place {
	return authz.Place{Organs: []authz.Relation{{ID: a.OrganID, Why: authz.Received}, {ID: orElse(a.officeID, a.OrganID), Why: authz.Received}}}
}

// RequestRow is a request in a list.
type RequestRow struct {
	Request
	Asked, Answered int
}

// RequestPage is one page of requests.
type RequestPage struct {
	Requests []RequestRow
	Next     string
}

// Requests lists the requests that a person sees, newest first.
func (s *Service) Requests(ctx context.Context, a authz.Actor, cursor string, limit int) (page RequestPage, err error) {
	limit = pageOf(limit)
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		found, err := listRequests(tx, s.policy.Reach(actor, authz.RequestRead), cursor, limit+1)
		if err != nil || len(found) == 0 {
			return err
		}
		if len(found) > limit {
			found = found[:limit]
			page.Next = found[limit-1].ID
		}
		ids := make([]string, len(found))
		for i, r := range found {
			ids[i] = r.ID
		}
		counts, err := progressOf(tx, ids)
		for _, r := range found {
			page.Requests = append(page.Requests, RequestRow{r, counts[r.ID][0], counts[r.ID][1]})
		}
		return err
	})
	return page, err
}

// MayAsk are the organs below the one in whose name a person asks; none for whoever may not ask.
func (s *Service) MayAsk(ctx context.Context, a authz.Actor) (out []Party, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		issuer, _, err := s.asker(tx, actor, "")
		if refused := new(fault.Fault); errors.As(err, &refused) {
			return nil
		}
		if err != nil {
			return err
		}
		byID, err := s.organs(tx)
		if err != nil {
			return err
		}
		for _, o := range byID {
			if o.UnitOf == "" && o.ID != issuer.ID && under(byID, o, topsOf(issuer)) {
				out = append(out, Party{o.ID, o.Name})
			}
		}
		slices.SortFunc(out, func(a, b Party) int { return strings.Compare(a.Name, b.Name) })
		return nil
	})
	return out, err
}

func (s *Service) organs(tx *store.Tx) (map[string]directory.Organ, error) {
	all, err := directory.Organs(tx, s.today())
	byID := make(map[string]directory.Organ, len(all))
	for _, o := range all {
		byID[o.ID] = o
	}
	return byID, err
}

// topsOf are the organs below which one may ask: itself, and the one that it serves.
func topsOf(issuer directory.Organ) []string {
	tops := []string{issuer.ID}
	if slices.Contains(servants, issuer.Class) {
		tops = append(tops, orElse(issuer.SuperiorID, issuer.ParentID))
	}
	return tops
}
