package pages

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/jobs"
	"trinhky/internal/upkeep"
)

func actIDs() []string { return authz.Acts() }

// queueView is a page of the background work.
type queueView struct {
	page
	Queue     upkeep.Queue
	Standings []standingTab
	Next      string
}

type standingTab struct {
	Standing jobs.Standing
	Label    string
	Count    int64
}

func (s *site) jobs(c echo.Context, who string) error {
	return s.jobsPage(c, who, c.QueryParam("state"), nil)
}

func (s *site) jobsPage(c echo.Context, who, standing string, refused *fault.Fault) (err error) {
	before, _ := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	view, status := queueView{}, http.StatusOK
	view.Queue, err = s.Upkeep.Queue(c.Request().Context(), who, jobs.Standing(standing), c.QueryParam("kind"), before)
	if err != nil {
		return err
	}
	for _, st := range jobs.Standings {
		view.Standings = append(view.Standings, standingTab{st, upkeep.StandingLabels[st], view.Queue.Counts[st]})
	}
	if view.Queue.Next > 0 {
		view.Next = withQuery("/admin/jobs", "state", string(view.Queue.Standing), "kind", view.Queue.Kind, "before", strconv.FormatInt(view.Queue.Next, 10))
	}
	if view.page, err = s.page(c, who, "Việc nền", "admin"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/jobs", view)
}

// onJob tries a job again, or gives it up.
func (s *site) onJob(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		var id int64
		if id, err = strconv.ParseInt(c.Param("job"), 10, 64); err != nil {
			err = jobs.ErrUnknown.Because(err)
		}
		switch {
		case err != nil:
		case c.Param("decision") == "retry":
			err = s.Upkeep.Retry(f.ctx, who, id)
		case c.Param("decision") == "giving-up":
			err = s.Upkeep.GiveUp(f.ctx, who, id)
		default:
			err = jobs.ErrUnknown
		}
	}
	return s.answer(f.ctx, c, err, always(withQuery("/admin/jobs", "state", f.Get("state"))), func(refused *fault.Fault) error {
		return s.jobsPage(c, who, f.Get("state"), refused)
	})
}

// failuresView is what did not arrive.
type failuresView struct {
	page
	Failures upkeep.Failures
}

func (s *site) failures(c echo.Context, who string) (err error) {
	view := failuresView{}
	if view.Failures, err = s.Upkeep.Failures(c.Request().Context(), who); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Thư không đến được", "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/failures", view)
}

// certificatesView is the certificates of the installation's keys.
type certificatesView struct {
	page
	Certificates upkeep.Certificates
}

func (s *site) certificates(c echo.Context, who string) (err error) {
	view := certificatesView{}
	if view.Certificates, err = s.Upkeep.Certificates(c.Request().Context(), who); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Chứng thư số", "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/certificates", view)
}

// healthView is how the machine fares.
type healthView struct {
	page
	Health upkeep.Health
}

func (s *site) health(c echo.Context, who string) (err error) {
	view := healthView{}
	if view.Health, err = s.Upkeep.Health(c.Request().Context(), who); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Tình trạng hệ thống", "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/health", view)
}
