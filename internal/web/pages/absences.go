package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// absencesView is the page of who stands in for whom, and who may sign for whom.
type absencesView struct {
	page
	signoff.Delegations
	Scopes   []choice
	Formulas map[string][]string // of each organ that the reader heads
	Kinds    map[string][]document.Kind
	Accounts []directory.Account
	Typed    absenceForm
}

// absenceForm is what was typed before a refusal.
type absenceForm struct{ Person, From, To, Source string }

// delegationList is a list with the key of the forms below it.
type delegationList struct {
	Key  string
	List []signoff.Delegation
}

// inboxView is a leader's inbox.
type inboxView struct {
	page
	signoff.Inbox
	Address string
	Piles   []choice
}

var piles = []choice{{signoff.PileFirst, "Xem trước"}, {signoff.PileNormal, "Thường"}, {signoff.PileLater, "Xem sau"}}

func (s *site) absences(c echo.Context, who string) error {
	return s.absencesPage(c, who, nil, absenceForm{Person: c.QueryParam("person")})
}

func (s *site) absencesPage(c echo.Context, who string, refused *fault.Fault, typed absenceForm) error {
	ctx := c.Request().Context()
	d, err := s.Signoff.Delegations(ctx, who)
	if err != nil {
		return err
	}
	view := absencesView{Delegations: d, Typed: typed, Formulas: map[string][]string{}, Kinds: map[string][]document.Kind{}}
	for _, scope := range directory.Scopes {
		view.Scopes = append(view.Scopes, choice{string(scope), scope.Label()})
	}
	for _, organ := range d.Heads {
		view.Formulas[organ.ID] = directory.MandateFormulas(organ)
		for _, kind := range document.Kinds(string(organ.Regime)) {
			if document.MayIssue(string(organ.Regime), kind.ID, organ.Class) == nil {
				view.Kinds[organ.ID] = append(view.Kinds[organ.ID], kind)
			}
		}
	}
	if len(d.Heads) > 0 {
		if _, view.Accounts, err = s.Signoff.Directory(ctx, who); err != nil {
			return err
		}
	}
	if view.page, err = s.page(c, who, "Vắng mặt, ủy quyền", "absences"); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "absences/absences", view)
}

func (s *site) giveAbsence(c echo.Context, who string) error {
	f, err := s.form(c, who)
	typed := absenceForm{}
	if err == nil {
		typed = absenceForm{Person: f.Get("person"), From: f.Get("from"), To: f.Get("to"), Source: f.text("source")}
		in := signoff.AbsenceInput{Person: typed.Person, From: store.Date(typed.From), To: store.Date(typed.To), Source: typed.Source}
		for _, scope := range directory.Scopes {
			if person := f.Get("stand_in_" + string(scope)); person != "" {
				in.StandIns = append(in.StandIns, signoff.StandIn{Scope: scope, Person: person})
			}
		}
		_, err = s.Signoff.GiveAbsence(f.ctx, who, in)
	}
	return s.standIn(f, c, who, err, typed)
}

// standIn goes back to the page, or shows it again with what was refused.
func (s *site) standIn(f form, c echo.Context, who string, err error, typed absenceForm) error {
	return s.answer(f.ctx, c, err, always("/absences"), func(refused *fault.Fault) error { return s.absencesPage(c, who, refused, typed) })
}

func (s *site) endAbsence(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Signoff.EndAbsence(f.ctx, who, c.Param("absence"))
	}
	return s.standIn(f, c, who, err, absenceForm{})
}

func (s *site) giveMandate(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		_, err = s.Signoff.GiveMandate(f.ctx, who, signoff.MandateInput{
			Organ: f.Get("organ"), Grantee: f.Get("grantee"), Formula: f.Get("formula"), Source: f.text("source"), Kinds: f.Values["kind"],
			From: store.Date(f.Get("from")), To: store.Date(f.Get("to")), ForDeputy: f.Get("for_deputy") != "",
		})
	}
	return s.standIn(f, c, who, err, absenceForm{})
}

func (s *site) endMandate(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Signoff.EndMandate(f.ctx, who, c.Param("mandate"))
	}
	return s.standIn(f, c, who, err, absenceForm{})
}

func (s *site) inbox(c echo.Context, who string) error { return s.inboxPage(c, who, nil) }

func (s *site) inboxPage(c echo.Context, who string, refused *fault.Fault) error {
	box, err := s.Signoff.Inbox(c.Request().Context(), who, c.Param("person"))
	if err != nil {
		return err
	}
	view := inboxView{Inbox: box, Address: directory.Address(box.Regime, box.Owner.Gender), Piles: piles}
	if view.page, err = s.page(c, who, "Hộp văn bản của "+view.Address+" "+box.Owner.Name, ""); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "absences/inbox", view)
}

func (s *site) sortInbox(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Signoff.Sort(f.ctx, who, c.Param("person"), f.Get("document"), f.Get("pile"), f.text("note"))
	}
	return s.answer(f.ctx, c, err, always("/inboxes/"+c.Param("person")), func(refused *fault.Fault) error { return s.inboxPage(c, who, refused) })
}
