package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// peopleView is the directory of people, office by office; an administrator has a form for each of his own.
type peopleView struct {
	page
	On      store.Date
	Offices []officeView
	Typed   contactForm
}

type officeView struct {
	Name   string
	People []directory.Contact
}

// contactForm is an address that was refused, to be shown again.
type contactForm struct{ Person, Email string }

func (s *site) people(c echo.Context, who string) error {
	return s.peoplePage(c, who, contactForm{}, nil)
}

func (s *site) peoplePage(c echo.Context, who string, typed contactForm, refused *fault.Fault) error {
	found, err := s.Directory.Contacts(c.Request().Context(), who)
	if err != nil {
		return err
	}
	view, status := peopleView{Typed: typed}, http.StatusOK
	for _, contact := range found {
		name := contact.Posts[0].Office
		if n := len(view.Offices); n == 0 || view.Offices[n-1].Name != name {
			view.Offices = append(view.Offices, officeView{Name: name})
		}
		last := &view.Offices[len(view.Offices)-1]
		last.People = append(last.People, contact)
	}
	if view.page, err = s.page(c, who, "Danh bạ", "people"); err != nil {
		return err
	}
	view.On = view.Me.On
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "people/people", view)
}

func (s *site) setEmail(c echo.Context, who string) error {
	f, err := s.form(c, who)
	typed := contactForm{Person: c.Param("person"), Email: f.Get("email")}
	if err == nil {
		err = s.Directory.SetEmail(f.ctx, who, typed.Person, typed.Email)
	}
	return s.answer(f.ctx, c, err, always("/people"), func(refused *fault.Fault) error { return s.peoplePage(c, who, typed, refused) })
}
