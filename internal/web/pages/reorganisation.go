package pages

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/establishment"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// reorganisationView is the form by which organs end, merge or split, and what it would do.
type reorganisationView struct {
	page
	Ending, Heirs, New []string // as typed, a line each
	From, Source       string
	Begins             []directory.Organ // that the lines of New make
	Takers             []choice          // heirs by id, with their names
	Chosen             map[string]string // what was chosen for posts and groups, by field
	Preview            *establishment.Preview
}

// reorganisation shows the form; with organs and heirs, what would happen.
func (s *site) reorganisation(c echo.Context, who string) error {
	return s.reorganisationPage(c, who, c.QueryParams(), nil)
}

func (s *site) reorganisationPage(c echo.Context, who string, fields url.Values, refused *fault.Fault) (err error) {
	f := form{Values: fields, ctx: c.Request().Context()}
	view, status := reorganisationView{Chosen: map[string]string{}}, http.StatusOK
	if view.page, err = s.page(c, who, "Sắp xếp tổ chức", "admin"); err != nil {
		return err
	}
	for name := range fields {
		view.Chosen[name] = fields.Get(name)
	}
	view.Ending, view.Heirs, view.New = f.lines("ending"), f.lines("heirs"), f.lines("new")
	view.From, view.Source = f.text("from"), f.text("source")
	if view.From == "" {
		view.From = string(view.Me.On)
	}
	asked := len(view.Ending) > 0 && len(view.Heirs)+len(view.New) > 0
	r := directory.Reorganisation{}
	if asked {
		r, err = s.readReorganisation(f, who)
	} else {
		err = s.Establishment.Enter(f.ctx, who) // whoever may not, is not shown the form
	}
	if err == nil && asked {
		var preview establishment.Preview
		if preview, err = s.Establishment.Preview(f.ctx, who, r); err == nil {
			view.Preview, view.Begins = &preview, r.New
			for _, h := range r.Heirs {
				name := preview.Names[h.OrganID]
				if i := slices.IndexFunc(r.New, func(o directory.Organ) bool { return o.ID == h.OrganID }); i >= 0 {
					name = r.New[i].Name
				}
				view.Takers = append(view.Takers, choice{h.OrganID, name})
			}
			for i, id := range r.Ending { // typed names become ids: the post means these organs and no others
				view.Ending[i] = id
			}
		}
	}
	var told *fault.Fault
	if err != nil && (!asked || !errors.As(err, &told) || told.Kind == fault.Internal || told.Kind == fault.Forbidden || told.Kind == fault.Unauthenticated) {
		return err
	}
	if refused == nil {
		refused = told
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/reorganisation", view)
}

// readReorganisation turns names into organs. New ones stand for themselves as new-1, new-2 … until they are proposed.
func (s *site) readReorganisation(f form, who string) (r directory.Reorganisation, err error) {
	r = directory.Reorganisation{From: store.Date(f.Get("from")), Source: f.text("source"), Posts: map[string]string{}, Groups: map[string]string{}, Below: f.Get("below")}
	if !r.From.Valid() {
		return r, fault.New(fault.Unmet, "REORGANISATION_DATE", "Chưa ghi ngày có hiệu lực.")
	}
	var first directory.Organ
	for _, name := range f.lines("ending") {
		o, err := s.Establishment.OrganNamed(f.ctx, who, name, r.Last())
		if err != nil {
			return r, err
		}
		if first.ID == "" {
			first = o
		}
		r.Ending = append(r.Ending, o.ID)
	}
	for _, name := range f.lines("heirs") {
		o, err := s.Establishment.OrganNamed(f.ctx, who, name, r.From)
		if err != nil {
			return r, err
		}
		r.Heirs = append(r.Heirs, directory.Succession{OrganID: o.ID})
	}
	for i, line := range f.lines("new") {
		name, code, _ := strings.Cut(line, "|")
		o := first
		o.ID, o.Name, o.Code, o.ShortNames, o.ValidTo = fmt.Sprintf("new-%d", i+1), strings.TrimSpace(name), strings.TrimSpace(code), nil, ""
		o.PrintedName, o.ValidFrom = strings.ToUpper(o.Name), r.From
		if o.Code == "" {
			o.Code = first.Code
		}
		r.New = append(r.New, o)
		r.Heirs = append(r.Heirs, directory.Succession{OrganID: o.ID})
	}
	for field := range f.Values {
		if id, ok := strings.CutPrefix(field, "post-"); ok && f.Get(field) != "" {
			r.Posts[id] = f.Get(field)
		}
		if id, ok := strings.CutPrefix(field, "group-"); ok {
			r.Groups[id] = f.Get(field)
		}
	}
	return r, nil
}

func (s *site) proposeReorganisation(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := ""
	if err == nil {
		var r directory.Reorganisation
		if r, err = s.readReorganisation(f, who); err == nil {
			id, err = s.Establishment.Propose(f.ctx, who, named(r))
		}
	}
	return s.answer(f.ctx, c, err, func(string) string { return strings.TrimSuffix("/admin/proposals/"+id, "/") }, func(refused *fault.Fault) error {
		return s.reorganisationPage(c, who, f.Values, refused)
	})
}

// named gives new organs the ids that they will keep.
func named(r directory.Reorganisation) directory.Reorganisation {
	ids := map[string]string{}
	for i := range r.New {
		id := store.NewID()
		ids[r.New[i].ID], r.New[i].ID = id, id
	}
	keep := func(id string) string {
		if kept := ids[id]; kept != "" {
			return kept
		}
		return id
	}
	for i := range r.Heirs {
		r.Heirs[i].OrganID = keep(r.Heirs[i].OrganID)
	}
	for id, to := range r.Posts {
		r.Posts[id] = keep(to)
	}
	for id, to := range r.Groups {
		r.Groups[id] = keep(to)
	}
	r.Below = keep(r.Below)
	return r
}

// proposalsView is what waits for a second person.
type proposalsView struct {
	page
	List []establishment.Proposal
}

func (s *site) proposals(c echo.Context, who string) (err error) {
	view := proposalsView{}
	if view.List, err = s.Establishment.Proposals(c.Request().Context(), who); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Đề nghị chờ người thứ hai", "proposals"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/proposals", view)
}

// proposalView is one of them.
type proposalView struct {
	page
	establishment.Proposal
	Typed string // a reason that was refused
}

func (s *site) proposal(c echo.Context, who string) error { return s.proposalPage(c, who, "", nil) }

func (s *site) proposalPage(c echo.Context, who, typed string, refused *fault.Fault) (err error) {
	view, status := proposalView{Typed: typed}, http.StatusOK
	if view.Proposal, err = s.Establishment.Proposal(c.Request().Context(), who, c.Param("proposal")); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Đề nghị về tổ chức, cán bộ", "proposals"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/proposal", view)
}

func (s *site) decideProposal(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := c.Param("proposal")
	if err == nil {
		switch c.Param("decision") {
		case "approval":
			err = s.Establishment.Approve(f.ctx, who, id)
		case "refusal":
			err = s.Establishment.Refuse(f.ctx, who, id, f.text("reason"))
		case "withdrawal":
			err = s.Establishment.Withdraw(f.ctx, who, id)
		default:
			err = errQuery
		}
	}
	return s.answer(f.ctx, c, err, always("/admin/proposals/"+id), func(refused *fault.Fault) error {
		return s.proposalPage(c, who, f.text("reason"), refused)
	})
}
