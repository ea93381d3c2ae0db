package pages

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
)

// ballotsView is the page of what a collective was asked and decided.
type ballotsView struct {
	page
	signoff.BallotPage
	Address string
	Typed   ballotForm
}

// ballotForm is what was typed before a refusal.
type ballotForm struct{ Question, Deadline, MeetingDate, InOffice, Present, Agree, Against, Minutes, Note, Comment string }

// ballotOf is the step of a person who is asked for a vote: it has a page of its own, and is no action of the chain.
func ballotOf(v signoff.View, steps []stepView, who string) *stepView {
	i := slices.IndexFunc(v.Steps, func(s document.Step) bool { return s.Act == authz.BallotVote && s.PersonID == who })
	if i < 0 {
		return nil
	}
	return &steps[i]
}

func (s *site) ballots(c echo.Context, who string) error {
	return s.ballotsPage(c, who, nil, ballotForm{})
}

func (s *site) ballotsPage(c echo.Context, who string, refused *fault.Fault, typed ballotForm) error {
	found, err := s.Signoff.Ballots(c.Request().Context(), who, c.Param("id"))
	if err != nil {
		return err
	}
	view := ballotsView{BallotPage: found, Address: addressOf(found.Document.Document.Regime), Typed: typed}
	if view.page, err = s.page(c, who, "Ý kiến, quyết định của tập thể", ""); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "ballots/ballots", view)
}

// collective carries a form of the page out and shows the page again.
func (s *site) collective(c echo.Context, who string, do func(form, ballotForm) error) error {
	f, err := s.form(c, who)
	typed := ballotForm{}
	if err == nil {
		typed = ballotForm{
			Question: f.text("question"), Deadline: f.Get("deadline"), MeetingDate: f.Get("meeting_date"), InOffice: f.Get("in_office"), Present: f.Get("present"),
			Agree: f.Get("agree"), Against: f.Get("against"), Minutes: f.text("minutes"), Note: f.text("note"), Comment: f.text("comment"),
		}
		err = do(f, typed)
	}
	return s.answer(f.ctx, c, err, always("/documents/"+c.Param("id")+"/ballots"), func(refused *fault.Fault) error {
		return s.ballotsPage(c, who, refused, typed)
	})
}

func (s *site) openBallot(c echo.Context, who string) error {
	return s.collective(c, who, func(f form, typed ballotForm) error {
		version, _ := number(f.Get("content_version"))
		var deadline time.Time
		if day := store.Date(typed.Deadline); day.Valid() {
			deadline = day.Time().Add(17 * time.Hour) // the end of the office's day
		}
		_, err := s.Signoff.OpenBallot(f.ctx, who, c.Param("id"), signoff.BallotInput{ContentVersion: version, Deadline: deadline, Question: typed.Question})
		return err
	})
}

func (s *site) withdrawBallot(c echo.Context, who string) error {
	return s.collective(c, who, func(f form, _ ballotForm) error {
		return s.Signoff.VoidBallot(f.ctx, who, c.Param("id"), f.Get("ballot"), f.text("reason"))
	})
}

func (s *site) vote(c echo.Context, who string) error {
	return s.collective(c, who, func(f form, typed ballotForm) error {
		return s.Signoff.Vote(f.ctx, who, c.Param("id"), f.Get("ballot"), f.Get("verdict"), typed.Comment)
	})
}

func (s *site) recordDecision(c echo.Context, who string) error {
	return s.collective(c, who, func(f form, typed ballotForm) error {
		figures := make([]int, 4)
		for i, text := range []string{typed.InOffice, typed.Present, typed.Agree, typed.Against} {
			if text == "" {
				continue
			}
			n, err := strconv.Atoi(text)
			if err != nil {
				return fault.New(fault.Unmet, "MEETING_FIGURES", "Số thành viên phải là số.")
			}
			figures[i] = n
		}
		version, _ := number(f.Get("content_version"))
		_, err := s.Signoff.RecordDecision(f.ctx, who, c.Param("id"), signoff.DecisionInput{
			ContentVersion: version, MeetingDate: store.Date(typed.MeetingDate), Minutes: typed.Minutes, InOffice: figures[0], Present: figures[1],
			Agree: figures[2], Against: figures[3], Note: typed.Note,
		})
		return err
	})
}

func (s *site) ballotPDF(c echo.Context, who string) error {
	b, err := s.Signoff.BallotPDF(c.Request().Context(), who, c.Param("id"), c.QueryParam("ballot"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, "application/pdf", "inline")
}
