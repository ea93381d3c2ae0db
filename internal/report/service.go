package report

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Chain is what a report says of a chain: its steps in the order of the way, and the words on them.
type Chain struct {
	ID, Name string
	States   map[document.State]string
	Actions  map[string]string
}

// Config is what a Service stands on.
type Config struct {
	Store  *store.Store
	Policy *authz.Policy
	Chains []Chain
	Today  func() store.Date
}

// Service is the room's use-cases over one database.
type Service struct{ Config }

// New makes the service.
func New(c Config) *Service { return &Service{c} }

const (
	officeWhy   = authz.Office
	registerWhy = authz.Register
	unitWhy     = authz.Unit
)

var errForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền xem báo cáo này.")

// Scopes are whose figures a person may see, widest first; none for most people.
func (s *Service) Scopes(ctx context.Context, personID string) (scopes []Scope, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		_, scopes, err = s.scopes(tx, personID)
		return err
	})
	return scopes, err
}

// whys are the relations by which a role of one's own reads figures.
func (s *Service) whys(r authz.Role) (whys []string) {
	for _, why := range []string{officeWhy, registerWhy, unitWhy} {
		if r.For == "" && s.Policy.Grants(r.Name, authz.ReportRead, why) {
			whys = append(whys, why)
		}
	}
	return whys
}

func (s *Service) scopes(tx *store.Tx, personID string) (actor authz.Actor, scopes []Scope, err error) {
	if actor, err = login.Actor(tx, personID, s.Today()); err != nil {
		return actor, nil, err
	}
	for _, why := range []string{officeWhy, registerWhy, unitWhy} {
		for _, r := range actor.Roles {
			// The figures of an organ are of who serves or leads the whole of it; those of a unit of who is at its head.
			id := r.Office
			if why == unitWhy {
				id = r.Organ
			}
			same := func(o Scope) bool { return o.ID == id }
			if id != "" && slices.Contains(s.whys(r), why) && !slices.ContainsFunc(scopes, same) {
				scopes = append(scopes, Scope{ID: id, Why: why, leads: r.Name == authz.Leader})
			}
		}
	}
	ids := make([]string, len(scopes))
	for i, scope := range scopes {
		ids[i] = scope.ID
	}
	organs, err := directory.OrgansByID(tx, ids)
	for i := range scopes {
		o := organs[scopes[i].ID]
		scopes[i].Name = o.Name
		switch {
		case scopes[i].Why == unitWhy:
			scopes[i].column = "unit_id"
		case scopes[i].leads && o.Office() != o.ID: // another office serves it: its own documents are those that it issues
			scopes[i].column = "issuer_id"
		default:
			scopes[i].column = "office_id"
		}
	}
	return actor, scopes, err
}

// pick is the scope that an address names; the first for "".
func pick(scopes []Scope, key string) (Scope, error) {
	for _, s := range scopes {
		if key == "" || s.Key() == key {
			return s, nil
		}
	}
	return Scope{}, errForbidden
}

// Figures counts a scope's report over a span; of "" the widest scope, of an empty span the year of today.
func (s *Service) Figures(ctx context.Context, personID, of string, span Span) (f Figures, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		_, scopes, err := s.scopes(tx, personID)
		if err != nil {
			return err
		}
		f = Figures{At: tx.Now}
		if f.Scope, err = pick(scopes, of); err != nil {
			return err
		}
		if f.Span, err = span.complete(s.Today()); err != nil {
			return err
		}
		return s.count(tx, &f)
	})
	return f, s.refused(ctx, personID, of, err)
}

// Lying is a document on a desk.
type Lying struct {
	Document   document.Document
	StateLabel string
	Since      time.Time
	Due        time.Time // zero: at no set time
	Late       bool
}

// WaitingPage is one page of what lies on some desks. All counts what lies there in the scope, also what the reader may not
// open; Next is "" at the end.
type WaitingPage struct {
	Scope    Scope
	Holder   string // its name
	Items    []Lying
	All      int
	Next     string
	Units    map[string]string
	ActionOf string // the label of the action that is waited for
}

// Waiting lists what a number of the report stands for.
func (s *Service) Waiting(ctx context.Context, personID, of string, f WaitFilter) (page WaitingPage, err error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, 200)
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, scopes, err := s.scopes(tx, personID)
		if err != nil {
			return err
		}
		page = WaitingPage{}
		if page.Scope, err = pick(scopes, of); err != nil {
			return err
		}
		rows, all, err := lying(tx, page.Scope, s.Policy.Reach(actor, authz.DocumentRead), f)
		if err != nil {
			return err
		}
		if page.All = all; len(rows) > f.Limit {
			rows = rows[:f.Limit]
			last := rows[f.Limit-1]
			page.Next = encodeCursor(last.Since.Time, last.ID)
		}
		for _, r := range rows {
			item := Lying{Document: r.Document, StateLabel: s.chain(r.ChainID).States[r.State], Since: r.Since.Time, Due: r.Term.Time}
			item.Late = !item.Due.IsZero() && tx.Now.After(item.Due)
			page.Items = append(page.Items, item)
		}
		page.ActionOf = s.label(f.Action)
		return s.nameWaiting(tx, &page, f)
	})
	return page, s.refused(ctx, personID, of, err)
}

func (s *Service) nameWaiting(tx *store.Tx, page *WaitingPage, f WaitFilter) error {
	var units []string
	for _, i := range page.Items {
		units = append(units, i.Document.UnitID)
	}
	kind, id, _ := strings.Cut(f.Holder, ":")
	if kind == "organ" {
		units = append(units, id)
	}
	names, err := s.organNames(tx, units)
	if err != nil {
		return err
	}
	page.Units = names
	if page.Holder = names[id]; kind != "person" {
		return nil
	}
	people, err := directory.PeopleByID(tx, []string{id})
	page.Holder = people[id].Name
	return err
}

func (s *Service) organNames(tx *store.Tx, ids []string) (map[string]string, error) {
	slices.Sort(ids)
	organs, err := directory.OrgansByID(tx, slices.Compact(ids))
	names := map[string]string{}
	for id, o := range organs {
		names[id] = o.Name
	}
	return names, err
}

// chain is what is said of a chain; nothing but its id where the installation has it no more.
func (s *Service) chain(id string) Chain {
	for _, c := range s.Chains {
		if c.ID == id {
			return c
		}
	}
	return Chain{ID: id, Name: id}
}

// label is the word on an action: the chains say the same of the same.
func (s *Service) label(action string) string {
	for _, c := range s.Chains {
		if label := c.Actions[action]; label != "" {
			return label
		}
	}
	return cmp.Or(map[string]string{"vote": "Biểu quyết"}[action], action)
}

// refused writes a line of the access log for whoever was refused the figures.
func (s *Service) refused(ctx context.Context, personID, of string, err error) error {
	return audit.Denied(ctx, s.Store, audit.Refusal{ActorID: personID, Act: authz.ReportRead, SubjectID: of}, err)
}
