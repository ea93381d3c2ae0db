package pages

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/task"
)

// recursView asks how often something is reported; a rule that no period makes stays as it is, as a choice of its own.
type recursView struct {
	Optional bool
	Period   task.Period
	Other    string
	Choices  []choice
}

var periodChoices = []choice{{"tuần", "Hằng tuần (thứ Sáu)"}, {"tháng", "Hằng tháng"}, {"quý", "Hằng quý"}, {"6 tháng", "6 tháng một lần"}, {"năm", "Hằng năm"}}

func recurs(rule string) recursView {
	view := recursView{Optional: true, Choices: periodChoices}
	if period, ok := task.PeriodOf(rule); ok {
		view.Period = period
	} else {
		view.Other = rule
	}
	return view
}

// rule is what a form says about how often: a period with its day, or a rule as it was.
func (f form) rule() (string, error) {
	every := f.text("rule")
	if !slices.Contains(task.Periods, every) {
		return every, nil
	}
	return task.Period{Every: every, Day: intOf(f.Get("rule_day")), Month: intOf(f.Get("rule_month"))}.Rule()
}

// obligationView is one obligation.
type obligationView struct {
	page
	View   task.ObligationView
	Others []choice // into which it may be merged
}

func (s *site) obligation(c echo.Context, who string) error { return s.obligationPage(c, who, nil) }

func (s *site) obligationPage(c echo.Context, who string, refused *fault.Fault) error {
	v, err := s.Tasks.Obligation(c.Request().Context(), actor(who), c.Param("obligation"))
	if err != nil {
		return err
	}
	view, status := obligationView{View: v}, http.StatusOK
	if v.MayManage {
		found, err := s.Tasks.ListObligations(c.Request().Context(), actor(who), "", "", 0)
		if err != nil {
			return err
		}
		for _, o := range found.Obligations {
			if o.ID != v.ID && o.State == v.State && o.OfficeID == v.OfficeID {
				view.Others = append(view.Others, choice{o.ID, o.Symbol + " " + task.ObligationLabels[o.Kind] + ": " + shortened(o.Text, 80)})
			}
		}
	}
	if view.page, err = s.page(c, who, task.ObligationLabels[v.Kind], "tasks"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "tasks/obligation", view)
}

func (s *site) changeObligation(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id, version, reason := c.Param("obligation"), intOf(f.Get("version")), f.text("reason")
	if err == nil {
		switch c.Param("action") {
		case "shifts":
			_, err = s.Tasks.Reschedule(f.ctx, actor(who), id, version, store.Date(f.Get("occurrence")), store.Date(f.Get("to")), reason)
		case "merging":
			_, err = s.Tasks.Merge(f.ctx, actor(who), id, f.text("into"), version, reason)
		case "end":
			_, err = s.Tasks.End(f.ctx, actor(who), id, version, f.text("document"), reason)
		default:
			err = errNoPage
		}
	}
	return s.answer(f.ctx, c, err, always("/obligations/"+id), func(refused *fault.Fault) error { return s.obligationPage(c, who, refused) })
}
