package pages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/establishment"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

func (s *site) staffPages(e *echo.Echo) {
	e.GET("/admin/people", s.in(s.staff))
	e.POST("/admin/people", s.in(s.addPerson))
	e.GET("/admin/people/new", s.in(s.newPerson))
	e.GET("/admin/people/:person", s.in(s.staffPerson))
	e.POST("/admin/people/:person/:act", s.in(s.changeStaff))
	e.POST("/admin/people/:person/posts/:post/end", s.in(s.endPost))
	e.POST("/admin/people/:person/mandates/:mandate/end", s.in(s.proposeMandateEnd))
}

// staffView is the list of people.
type staffView struct {
	rowsView[establishment.PeopleList]
}

func (s *site) staff(c echo.Context, who string) error {
	rows, err := rowsOf(s, c, who, "/admin/people", "Cán bộ, tài khoản", s.Establishment.People, func(l establishment.PeopleList) string { return l.Next })
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/people", staffView{rows})
}

// newPersonView is the form of a new person.
type newPersonView struct {
	page
	Typed typed
	Roles []string
}

func (s *site) newPerson(c echo.Context, who string) error {
	return s.newPersonPage(c, who, typed{"organ": c.QueryParam("organ"), "role": "specialist"}, nil)
}

func (s *site) newPersonPage(c echo.Context, who string, t typed, refused *fault.Fault) (err error) {
	if err = s.Establishment.Enter(c.Request().Context(), who); err != nil {
		return err
	}
	view := newPersonView{Typed: t, Roles: slices.DeleteFunc(slices.Clone(staffRoles), s.Establishment.Decides)}
	if view.page, err = s.page(c, who, "Thêm người dùng", "admin"); err != nil {
		return err
	}
	return render(c, view.again(t, refused), "admin/person-new", view)
}

// accountView tells a first password, once.
type accountView struct {
	page
	Person   string // id
	Name     string
	Username string
	Password string
}

// tellPassword shows a first password in the answer itself: it stands in no address, and nobody can ask for it again.
func (s *site) tellPassword(c echo.Context, who string, view accountView) (err error) {
	if view.page, err = s.page(c, who, "Mật khẩu lần đầu", "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/account", view)
}

func (s *site) addPerson(c echo.Context, who string) error {
	f, err := s.form(c, who)
	t := wordsOf(f)
	if err == nil {
		p := establishment.NewPerson{Name: f.text("name"), Username: f.text("username"), Email: f.text("email"), Gender: f.Get("gender")}
		p.Post, err = s.readPost(f, who)
		if err == nil {
			var id, password string
			if id, password, err = s.Establishment.AddPerson(f.ctx, who, p); err == nil {
				return s.tellPassword(c, who, accountView{Person: id, Name: p.Name, Username: p.Username, Password: password})
			}
		}
	}
	return s.answer(f.ctx, c, err, always(withQuery("/admin/people", "q", t["name"])), func(refused *fault.Fault) error {
		return s.newPersonPage(c, who, t, refused)
	})
}

// readPost reads a post of a form; without an organ there is none.
func (s *site) readPost(f form, who string) (h directory.Holding, err error) {
	if f.text("organ") == "" {
		return h, nil
	}
	h = directory.Holding{
		Position: strings.ToUpper(f.text("position")), Title: f.text("title"), Outside: strings.ToUpper(f.text("outside")), Role: f.Get("role"),
		Standing: directory.Standing(f.Get("standing")), From: store.Date(f.Get("from")), To: store.Date(f.Get("to")),
	}
	if h.Title == "" {
		h.Title = f.text("position")
	}
	if h.Rank, _ = strconv.Atoi(f.Get("rank")); h.Rank < 0 || h.Rank > 999 {
		h.Rank = 0
	}
	organ, err := s.Establishment.OrganNamed(f.ctx, who, f.Get("organ"), h.From)
	h.OrganID = organ.ID
	return h, err
}

// staffPersonView is a person through time, with the forms.
type staffPersonView struct {
	page
	establishment.PersonView
	Typed    typed
	Form     string // which form was refused
	Roles    []string
	Formulas []string
}

func (s *site) staffPerson(c echo.Context, who string) error {
	return s.staffPersonPage(c, who, "", typed{}, nil)
}

func (s *site) staffPersonPage(c echo.Context, who, which string, t typed, refused *fault.Fault) (err error) {
	view := staffPersonView{Typed: t, Form: which, Roles: staffRoles, Formulas: []string{"KT", "TL", "TUQ", "T/L", "T/M", "K/T"}}
	if view.PersonView, err = s.Establishment.Person(c.Request().Context(), who, c.Param("person")); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, view.Name, "admin"); err != nil {
		return err
	}
	view.Verbatim = true
	if t["last"] == "" {
		t["last"] = string(view.Me.On)
	}
	return render(c, view.again(t, refused), "admin/person", view)
}

func (s *site) changeStaff(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id, act, t := c.Param("person"), c.Param("act"), wordsOf(f)
	to := "/admin/people/" + id
	if err == nil {
		switch act {
		case "change":
			version, _ := number(f.Get("version"))
			err = s.Establishment.ChangePerson(f.ctx, who, directory.Person{ID: id, Name: f.text("name"), Gender: f.Get("gender"), Version: version})
		case "retirement":
			err = s.Establishment.RetirePerson(f.ctx, who, id, store.Date(f.Get("last")))
		case "password":
			var password string
			if password, err = s.Establishment.ResetPassword(f.ctx, who, id); err == nil {
				shown, viewErr := s.Establishment.Person(f.ctx, who, id)
				if viewErr != nil {
					return viewErr
				}
				return s.tellPassword(c, who, accountView{Person: id, Name: shown.Name, Username: shown.Username, Password: password})
			}
		case "posts":
			var h directory.Holding
			if h, err = s.readPost(f, who); err == nil && h.OrganID == "" {
				err = fault.New(fault.Unmet, "POST_ORGAN", "Chưa ghi cơ quan, đơn vị.")
			}
			if h.PersonID = id; err == nil {
				proposal := ""
				if proposal, err = s.Establishment.GivePost(f.ctx, who, h); proposal != "" {
					to = "/admin/proposals/" + proposal
				}
			}
		case "mandates":
			m := directory.Mandate{
				GranteeID: id, Formula: f.Get("formula"), Kinds: strings.Fields(f.text("kinds")), From: store.Date(f.Get("from")), To: store.Date(f.Get("to")),
				SourceDocument: f.text("source"), ForDeputy: f.Get("for_deputy") != "",
			}
			var organ directory.Organ
			if organ, err = s.Establishment.OrganNamed(f.ctx, who, f.Get("organ"), m.From); err == nil {
				m.OrganID = organ.ID
				err = s.Establishment.GiveMandate(f.ctx, who, m)
			}
		default:
			err = errQuery
		}
	}
	return s.answer(f.ctx, c, err, func(string) string { return to }, func(refused *fault.Fault) error {
		return s.staffPersonPage(c, who, act, t, refused)
	})
}

func (s *site) endPost(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Establishment.EndPost(f.ctx, who, c.Param("post"), store.Date(f.Get("last")))
	}
	return s.answer(f.ctx, c, err, always("/admin/people/"+c.Param("person")), func(refused *fault.Fault) error {
		return s.staffPersonPage(c, who, "", wordsOf(f), refused)
	})
}

func (s *site) proposeMandateEnd(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := ""
	if err == nil {
		id, err = s.Establishment.ProposeMandateEnd(f.ctx, who, c.Param("mandate"), store.Date(f.Get("on")))
	}
	return s.answer(f.ctx, c, err, func(string) string { return strings.TrimSuffix("/admin/proposals/"+id, "/") }, func(refused *fault.Fault) error {
		return s.staffPersonPage(c, who, "", wordsOf(f), refused)
	})
}
