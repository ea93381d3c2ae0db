package establishment

import (
	"context"
	"fmt"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// OrganList is a page of organs.
type OrganList struct {
	On     store.Date
	Above  []directory.Organ // the way down to those listed, the highest first
	Organs []directory.Organ
	Next   string
}

// Organs lists organs: those under one, or found by a part of the name.
func (s *Service) Organs(ctx context.Context, who string, q directory.ListQuery) (list OrganList, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		if !q.On.Valid() {
			q.On = d.on
		}
		list.On = q.On
		if q.Words == "" && q.Under != "" {
			if list.Above, err = d.wayTo(q.Under, q.On); err != nil {
				return err
			}
		}
		list.Organs, list.Next, err = directory.OrganPage(d.tx, q)
		return err
	})
	return list, err
}

// wayTo is an organ after all that it is under.
func (d *desk) wayTo(id string, on store.Date) (way []directory.Organ, err error) {
	for seen := map[string]bool{}; id != "" && !seen[id]; {
		seen[id] = true
		o, err := directory.OrganAsOf(d.tx, id, on)
		if err != nil {
			return nil, err
		}
		way = append([]directory.Organ{o}, way...)
		if id = o.UnitOf; id == "" {
			id = o.ParentID
		}
	}
	return way, nil
}

// OrganView is an organ through time.
type OrganView struct {
	directory.Organ // as it is on the office's date
	On              store.Date
	Open            bool
	Above           []directory.Organ // what it is under, the highest first
	Names           map[string]string // of the organs that States, Posts and Groups mention
	States          []directory.OrganState
	From, To        []directory.Organ // whom it took over from, who took over
	Posts           []directory.HoldingView
	Terms           []directory.Term
	Groups          []directory.Group
	Waiting         []Proposal
	MayEdit         bool
}

// Organ shows an organ. Fault ORGAN_UNKNOWN.
func (s *Service) Organ(ctx context.Context, who, id string) (v OrganView, err error) {
	err = s.view(ctx, who, func(d *desk) (err error) {
		v.On = d.on
		if v.Organ, err = directory.OrganAsOf(d.tx, id, d.on); err != nil {
			return err
		}
		v.Open = v.Organ.Open(d.on)
		way, err := d.wayTo(id, d.on)
		if err != nil {
			return err
		}
		v.Above = way[:len(way)-1]
		if v.States, err = directory.OrganStates(d.tx, id); err != nil {
			return err
		}
		if v.From, err = directory.Predecessors(d.tx, id); err != nil {
			return err
		}
		if v.To, err = directory.Successors(d.tx, id); err != nil {
			return err
		}
		if v.Posts, err = directory.AllHoldings(d.tx, id); err != nil {
			return err
		}
		if v.Terms, err = directory.Terms(d.tx, id); err != nil {
			return err
		}
		if v.Groups, err = directory.GroupsAbout(d.tx, id, d.on); err != nil {
			return err
		}
		if v.Waiting, err = waitingAbout(d.tx, id); err != nil {
			return err
		}
		if v.MayEdit, err = d.may(authz.DirectoryEdit, id); err != nil {
			return err
		}
		ids := []string{v.OfficeID}
		for _, st := range v.States {
			ids = append(ids, st.Organ.ParentID, st.Organ.SuperiorID, st.Organ.OfficeID)
		}
		v.Names, err = d.names(ids)
		return err
	})
	return v, err
}

func (d *desk) names(ids []string) (map[string]string, error) {
	organs, err := directory.OrgansByID(d.tx, ids)
	names := make(map[string]string, len(organs))
	for id, o := range organs {
		names[id] = o.Name
	}
	return names, err
}

// AddOrgan begins an organ or a unit under another that the person looks after; it is served by its own office unless
// OfficeID says otherwise. Gives its id. Faults of directory.AddOrgan; ORGAN_NAME_TAKEN; FORBIDDEN.
func (s *Service) AddOrgan(ctx context.Context, who string, o directory.Organ) (id string, err error) {
	err = s.update(ctx, who, o.ParentID, func(d *desk) error {
		above := o.ParentID
		if o.UnitOf != "" {
			above, o.ParentID = o.UnitOf, o.UnitOf
		}
		var by directory.Editor
		var err error
		if above == "" {
			by, err = d.anywhere()
		} else {
			by, err = d.as(authz.DirectoryEdit, above)
		}
		if err != nil {
			return err
		}
		if o.OfficeID != "" {
			if _, err := d.as(authz.DirectoryEdit, o.OfficeID); err != nil {
				return err
			}
		}
		if o.ID == "" {
			o.ID = store.NewID()
		}
		id = o.ID
		o.ValidTo, o.Name = "", strings.TrimSpace(o.Name)
		return directory.BeginOrgan(d.tx, by, o)
	})
	return id, err
}

// ChangeOrgan gives an organ another name, superior or office from a day on; whatever it moves under is looked after by the
// same person. Faults of directory.ChangeOrgan; FORBIDDEN.
func (s *Service) ChangeOrgan(ctx context.Context, who, id string, c directory.OrganChange) error {
	return s.update(ctx, who, id, func(d *desk) error {
		was, err := directory.OrganAsOf(d.tx, id, d.on)
		if err != nil {
			return err
		}
		touched := []string{id}
		for _, moved := range [][2]string{{was.ParentID, c.ParentID}, {was.OfficeID, c.OfficeID}} {
			if moved[0] != moved[1] && moved[1] != "" {
				touched = append(touched, moved[1])
			}
		}
		by, err := d.as(authz.DirectoryEdit, touched...)
		if err != nil {
			return err
		}
		return directory.ChangeOrgan(d.tx, by, id, c)
	})
}

// OrganNamed is the organ that somebody typed: its id, or a name that one organ alone bears on a date. Faults
// ORGAN_NOT_FOUND, ORGAN_AMBIGUOUS; ORGAN_CLOSED, ORGAN_RENAMED.
func (s *Service) OrganNamed(ctx context.Context, who, text string, on store.Date) (o directory.Organ, err error) {
	text = strings.TrimSpace(text)
	err = s.view(ctx, who, func(d *desk) error {
		if !on.Valid() {
			on = d.on
		}
		if o, err = directory.OrganAsOf(d.tx, text, on); err == nil {
			return nil
		}
		found, err := directory.FindOrgans(d.tx, text, on)
		switch {
		case err != nil:
			return err
		case len(found) == 0:
			return fault.New(fault.Unmet, "ORGAN_NOT_FOUND", fmt.Sprintf("Không có cơ quan “%s” vào ngày này.", text))
		case len(found) > 1:
			reasons := make([]fault.Reason, len(found))
			for i, f := range found {
				reasons[i] = fault.Reason{Code: "ORGAN_CANDIDATE", Detail: f.Name + ": " + f.ID}
			}
			return fault.New(fault.Unmet, "ORGAN_AMBIGUOUS", fmt.Sprintf("“%s” có nhiều cơ quan mang tên; ghi mã của cơ quan.", text), reasons...)
		}
		o = found[0]
		return nil
	})
	return o, err
}

// PersonNamed is the person with a username. Fault PERSON_UNNAMED.
func (s *Service) PersonNamed(ctx context.Context, who, username string) (p directory.Person, err error) {
	err = s.view(ctx, who, func(d *desk) error {
		var known bool
		if p, known, err = directory.PersonByUsername(d.tx, strings.TrimSpace(username)); err != nil || !known {
			return orElse(err, fault.New(fault.Unmet, "PERSON_UNNAMED", fmt.Sprintf("Không có người dùng “%s”.", username)))
		}
		return nil
	})
	return p, err
}
