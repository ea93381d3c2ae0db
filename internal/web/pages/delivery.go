package pages

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/distribution"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
)

// deliveriesView is the board of a document: what became of each line of Nơi nhận, and of each copy.
type deliveriesView struct {
	page
	View   signoff.View
	Lines  []distribution.BoardLine
	Copies []copyView
	Total  distribution.BoardLine // of the copies, each counted once
}

// copyView is one copy on the board.
type copyView struct {
	distribution.Delivery
	Late   bool // nothing came back in time, and nothing has yet
	Reason string
	Proves bool // the văn thư may note here that it was handed over
	Key    string
	Typed  string // the proof that was refused just now
}

func (s *site) deliveries(c echo.Context, who string) error {
	return s.deliveriesPage(c, who, c.Param("id"), proofInput{}, nil)
}

// proofInput is a proof of receipt as typed.
type proofInput struct{ delivery, proof string }

func (s *site) deliveriesPage(c echo.Context, who, id string, typed proofInput, refused *fault.Fault) error {
	ctx := c.Request().Context()
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	view := deliveriesView{View: v}
	if view.Lines, err = s.Distribution.BoardOf(ctx, actor(who), id); err != nil {
		return err
	}
	copies, err := s.Distribution.Deliveries(ctx, actor(who), id)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if view.page, err = s.page(c, who, "Tình hình gửi, nhận", ""); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	me, err := s.Signoff.Me(ctx, who)
	if err != nil {
		return err
	}
	clerk := me.Actor.Has(authz.Clerk)
	for _, d := range copies {
		one := copyView{
			Delivery: d, Late: d.Overdue && d.Waiting(), Reason: distribution.ReasonCodes[d.ReasonCode], Key: view.Key,
			Proves: clerk && d.Channel != distribution.ByAccount && d.State != distribution.Acknowledged && d.State != distribution.Refused,
		}
		if d.ID == typed.delivery {
			one.Typed = typed.proof
		}
		view.Copies = append(view.Copies, one)
		count(&view.Total, one)
	}
	slices.SortStableFunc(view.Copies, func(a, b copyView) int { return weight(a) - weight(b) })
	return render(c, status, "documents/deliveries", view)
}

// count adds a copy to the sums; a copy of two lines is one copy.
func count(total *distribution.BoardLine, c copyView) {
	total.Sent++
	for _, one := range []struct {
		is bool
		n  *int
	}{
		{!c.ArrivedAt.IsZero(), &total.Arrived}, {!c.ReadAt.IsZero(), &total.Read},
		{c.State == distribution.Acknowledged, &total.Acknowledged}, {c.State == distribution.Refused, &total.Refused},
		{c.Waiting(), &total.Waiting}, {c.Late, &total.Overdue},
	} {
		if one.is {
			*one.n++
		}
	}
}

// weight puts first what the sender has to do something about.
func weight(c copyView) int {
	switch {
	case c.State == distribution.Refused:
		return 0
	case c.Late:
		return 1
	case c.Waiting():
		return 2
	}
	return 3
}

// prove notes that a receiver without an account has the document.
func (s *site) prove(c echo.Context, who string) error {
	f, err := s.form(c, who)
	document := f.Get("document")
	typed := proofInput{delivery: c.Param("id"), proof: f.text("proof")}
	if err == nil {
		_, err = s.Distribution.Prove(f.ctx, actor(who), typed.delivery, typed.proof)
	}
	return s.answer(f.ctx, c, err, always("/documents/"+document+"/deliveries"), func(refused *fault.Fault) error {
		return s.deliveriesPage(c, who, document, typed, refused)
	})
}
