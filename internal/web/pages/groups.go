package pages

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/establishment"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

func (s *site) groupPages(e *echo.Echo) {
	e.GET("/admin/groups", s.in(s.adminGroups))
	e.POST("/admin/groups", s.in(s.addGroup))
	e.GET("/admin/groups/:group", s.in(s.adminGroup))
	e.POST("/admin/groups/:group/members", s.in(s.addMember))
	e.POST("/admin/groups/:group/members/:rank/end", s.in(s.endMember))
	e.POST("/admin/groups/:group/end", s.in(s.endGroup))
	e.POST("/admin/groups/:group/lead", s.in(s.adminLead))
	e.GET("/admin/terms", s.in(s.adminTerms))
	e.POST("/admin/terms", s.in(s.addTerm))
	e.POST("/admin/terms/:term/end", s.in(s.endTerm))
}

// adminGroupsView is the list of groups of Nơi nhận, with the form of a new one.
type adminGroupsView struct {
	rowsView[establishment.GroupList]
	Typed typed
	Kinds []choice
}

var groupKinds = []choice{
	{directory.OrganGroup, "Nhóm cơ quan"}, {directory.PersonGroup, "Nhóm người"}, {directory.Collective, "Tập thể lãnh đạo"}, {directory.OneOrgan, "Cụm từ chỉ một cơ quan"},
}

func (s *site) adminGroups(c echo.Context, who string) error {
	return s.adminGroupsPage(c, who, typed{}, nil)
}

func (s *site) adminGroupsPage(c echo.Context, who string, t typed, refused *fault.Fault) (err error) {
	view := adminGroupsView{Typed: t, Kinds: groupKinds}
	view.rowsView, err = rowsOf(s, c, who, "/admin/groups", "Nhóm nơi nhận", s.Establishment.Groups, func(l establishment.GroupList) string { return l.Next })
	if err != nil {
		return err
	}
	return render(c, view.again(t, refused), "admin/groups", view)
}

// readMember reads a line: a username in a group of people, "CHỨC VỤ @ cơ quan" for whoever holds a post, else an organ.
func (s *site) readMember(f form, who, kind, line string, on store.Date) (m directory.GroupMember, err error) {
	position, organ, isPost := strings.Cut(line, "@")
	var o directory.Organ
	switch {
	case isPost:
		o, err = s.Establishment.OrganNamed(f.ctx, who, organ, on)
		return directory.GroupMember{Kind: directory.PositionMember, OrganID: o.ID, Position: strings.ToUpper(strings.TrimSpace(position)), From: on}, err
	case kind == directory.PersonGroup || kind == directory.Collective:
		p, err := s.Establishment.PersonNamed(f.ctx, who, line)
		return directory.GroupMember{Kind: directory.PersonMember, PersonID: p.ID, From: on}, err
	}
	o, err = s.Establishment.OrganNamed(f.ctx, who, line, on)
	return directory.GroupMember{Kind: directory.OrganMember, OrganID: o.ID, From: on}, err
}

func (s *site) addGroup(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := ""
	if err == nil {
		g := directory.Group{Kind: f.Get("kind"), Name: f.text("name"), Patterns: f.lines("patterns"), Body: f.text("body"), ValidFrom: store.Date(f.Get("from"))}
		var members []directory.GroupMember
		var owner directory.Organ
		owner, err = s.Establishment.OrganNamed(f.ctx, who, f.Get("owner"), g.ValidFrom)
		for _, line := range f.lines("members") {
			if err != nil {
				break
			}
			var m directory.GroupMember
			m, err = s.readMember(f, who, g.Kind, line, g.ValidFrom)
			members = append(members, m)
		}
		if g.OwnerID = owner.ID; err == nil {
			id, err = s.Establishment.AddGroup(f.ctx, who, g, members)
		}
	}
	return s.answer(f.ctx, c, err, func(string) string { return strings.TrimSuffix("/admin/groups/"+id, "/") }, func(refused *fault.Fault) error {
		return s.adminGroupsPage(c, who, wordsOf(f), refused)
	})
}

// adminGroupView is a group through time.
type adminGroupView struct {
	page
	establishment.GroupView
	Typed typed
}

func (s *site) adminGroup(c echo.Context, who string) error {
	return s.adminGroupPage(c, who, typed{}, nil)
}

func (s *site) adminGroupPage(c echo.Context, who string, t typed, refused *fault.Fault) (err error) {
	view, status := adminGroupView{Typed: t}, http.StatusOK
	if view.GroupView, err = s.Establishment.Group(c.Request().Context(), who, c.Param("group")); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, view.Name, "admin"); err != nil {
		return err
	}
	view.Verbatim = true
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/group", view)
}

// groupForm carries out a form of a group's page.
func (s *site) groupForm(c echo.Context, who string, do func(form) error) error {
	f, err := s.form(c, who)
	if err == nil {
		err = do(f)
	}
	return s.answer(f.ctx, c, err, always("/admin/groups/"+c.Param("group")), func(refused *fault.Fault) error {
		return s.adminGroupPage(c, who, wordsOf(f), refused)
	})
}

func (s *site) addMember(c echo.Context, who string) error {
	return s.groupForm(c, who, func(f form) error {
		g, err := s.Establishment.Group(f.ctx, who, c.Param("group"))
		if err != nil {
			return err
		}
		m, err := s.readMember(f, who, g.Kind, f.text("member"), store.Date(f.Get("from")))
		if err != nil {
			return err
		}
		m.GroupID = g.ID
		return s.Establishment.AddMember(f.ctx, who, m)
	})
}

func (s *site) endMember(c echo.Context, who string) error {
	return s.groupForm(c, who, func(f form) error {
		rank, ok := number(c.Param("rank"))
		if !ok {
			return errQuery
		}
		return s.Establishment.EndMember(f.ctx, who, c.Param("group"), rank, store.Date(f.Get("last")))
	})
}

func (s *site) endGroup(c echo.Context, who string) error {
	return s.groupForm(c, who, func(f form) error {
		return s.Establishment.EndGroup(f.ctx, who, c.Param("group"), store.Date(f.Get("last")))
	})
}

func (s *site) adminLead(c echo.Context, who string) error {
	return s.groupForm(c, who, func(f form) error {
		from := store.Date(f.Get("from"))
		organ, err := s.Establishment.OrganNamed(f.ctx, who, f.Get("organ"), from)
		if err != nil {
			return err
		}
		return s.Directory.ChangeLead(f.ctx, who, c.Param("group"), organ.ID, from)
	})
}

// adminTermsView is the list of nhiệm kỳ.
type adminTermsView struct {
	rowsView[establishment.TermList]
	Typed typed
}

func (s *site) adminTerms(c echo.Context, who string) error {
	return s.adminTermsPage(c, who, typed{}, nil)
}

func (s *site) adminTermsPage(c echo.Context, who string, t typed, refused *fault.Fault) (err error) {
	view := adminTermsView{Typed: t}
	view.rowsView, err = rowsOf(s, c, who, "/admin/terms", "Nhiệm kỳ của cấp ủy", s.Establishment.Terms, func(l establishment.TermList) string { return l.Next })
	if err != nil {
		return err
	}
	return render(c, view.again(t, refused), "admin/terms", view)
}

// termForm carries out a form of the page of terms.
func (s *site) termForm(c echo.Context, who string, do func(form) error) error {
	f, err := s.form(c, who)
	if err == nil {
		err = do(f)
	}
	return s.answer(f.ctx, c, err, always("/admin/terms"), func(refused *fault.Fault) error {
		return s.adminTermsPage(c, who, wordsOf(f), refused)
	})
}

func (s *site) addTerm(c echo.Context, who string) error {
	return s.termForm(c, who, func(f form) error {
		from := store.Date(f.Get("from"))
		organ, err := s.Establishment.OrganNamed(f.ctx, who, f.Get("organ"), from)
		if err != nil {
			return err
		}
		return s.Establishment.AddTerm(f.ctx, who, directory.Term{OrganID: organ.ID, Number: f.text("number"), From: from, To: store.Date(f.Get("to"))})
	})
}

func (s *site) endTerm(c echo.Context, who string) error {
	return s.termForm(c, who, func(f form) error {
		return s.Establishment.EndTerm(f.ctx, who, c.Param("term"), store.Date(f.Get("last")))
	})
}
