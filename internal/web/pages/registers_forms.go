package pages

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/register"
	"trinhky/internal/store"
)

// numberForm reads a form of the page of books and carries it out.
func (s *site) numberForm(c echo.Context, who, name string, do func(form, numberInput) error) error {
	f, err := s.form(c, who)
	typed := numberInput{
		Issuer: f.Get("issuer"), Kind: f.Get("kind"), Date: f.Get("date"), Reason: f.text("reason"), Last: f.Get("last"), Form: name,
	}
	if err == nil {
		err = do(f, typed)
	}
	return s.answer(f.ctx, c, err, always("/registers"), func(refused *fault.Fault) error {
		return s.registersPage(c, who, typed, refused)
	})
}

func (s *site) reserveNumber(c echo.Context, who string) error {
	return s.numberForm(c, who, "reserve", func(f form, in numberInput) error {
		_, err := s.Register.ReserveNumber(f.ctx, actor(who), register.Reservation{
			IssuerID: in.Issuer, Kind: in.Kind, Date: store.Date(in.Date), Reason: in.Reason, Secret: f.Get("secret") != "",
		})
		return err
	})
}

func (s *site) proposeOpening(c echo.Context, who string) error {
	return s.numberForm(c, who, "open", func(f form, in numberInput) error {
		last, err := strconv.Atoi(in.Last)
		if err != nil {
			return fault.New(fault.Unmet, "OPENING_NUMBER", "Số cuối của sổ giấy phải là một số.").Because(err)
		}
		_, err = s.Register.ProposeOpening(f.ctx, actor(who), in.Issuer, in.Kind, last)
		return err
	})
}

func (s *site) decideOpening(c echo.Context, who string) error {
	return s.numberForm(c, who, "decide", func(f form, in numberInput) error {
		if c.Param("decision") == "approval" {
			return s.Register.ApproveOpening(f.ctx, actor(who), c.Param("opening"))
		}
		return s.Register.RefuseOpening(f.ctx, actor(who), c.Param("opening"), in.Reason)
	})
}

func (s *site) voidNumber(c echo.Context, who string) error {
	f, err := s.form(c, who)
	number, numberErr := strconv.Atoi(c.Param("number"))
	if err == nil && numberErr != nil {
		err = errQuery.Because(numberErr)
	}
	if err == nil {
		err = s.Register.VoidNumber(f.ctx, actor(who), c.Param("book"), number, f.text("reason"))
	}
	return s.answer(f.ctx, c, err, always("/registers/"+c.Param("book")), func(refused *fault.Fault) error {
		return s.registerPage(c, who, refused)
	})
}

// servedOrgans are the organs whose văn thư is the person's office.
func (s *site) servedOrgans(ctx context.Context, who string) (served []directory.Organ, err error) {
	me, err := s.Signoff.Me(ctx, who)
	if err != nil {
		return nil, err
	}
	organs, _, err := s.Signoff.Directory(ctx, who)
	if err != nil {
		return nil, err
	}
	offices := map[string]bool{}
	for _, r := range me.Actor.Roles {
		offices[r.Office] = true
	}
	for _, o := range organs {
		if o.UnitOf == "" && offices[o.Office()] {
			served = append(served, o)
		}
	}
	return served, nil
}
