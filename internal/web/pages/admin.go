package pages

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/fault"
	"trinhky/internal/signoff"
	"trinhky/internal/upkeep"
)

// adminPages are those of whoever looks after the machine; the rooms refuse everybody else.
func (s *site) adminPages(e *echo.Echo) {
	e.GET("/admin", s.in(s.admin))
	e.GET("/admin/chains", s.in(s.chains))
	e.GET("/admin/chains/:chain", s.in(s.installedChain))
	e.GET("/admin/chains/:chain/drawing", s.in(s.chainDrawing))
	e.GET("/admin/policies", s.in(s.policies))
	e.GET("/admin/jobs", s.in(s.jobs))
	e.GET("/admin/jobs/failures", s.in(s.failures))
	e.POST("/admin/jobs/:job/:decision", s.in(s.onJob))
	e.GET("/admin/audit", s.in(s.log))
	e.GET("/admin/audit/csv", s.in(s.logCSV))
	e.GET("/admin/audit/xlsx", s.in(s.logXLSX))
	e.GET("/admin/audit/refusals", s.in(s.refusals))
	e.GET("/admin/certificates", s.in(s.certificates))
	e.GET("/admin/health", s.in(s.health))
}

// adminView is the table of contents of administration.
type adminView struct{ page }

func (s *site) admin(c echo.Context, who string) (err error) {
	if err = s.Upkeep.Enter(c.Request().Context(), who); err != nil {
		return err
	}
	view := adminView{}
	if view.page, err = s.page(c, who, "Quản trị", "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/index", view)
}

// chainsView lists the chains of the installation.
type chainsView struct {
	page
	Chains []*signoff.Chain
}

func (s *site) chains(c echo.Context, who string) (err error) {
	view := chainsView{}
	if view.Chains, err = s.Signoff.Installed(c.Request().Context(), who); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, "Luồng trình ký", "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/chains", view)
}

// chainView is one chain: its drawing, its steps, its proof.
type chainView struct {
	page
	Chain signoff.Chain
	Proof signoff.Proof
	Steps []chainStepView
}

// chainStepView is one arrow in words.
type chainStepView struct {
	N                      int
	Transition             signoff.Transition
	From                   []string // labels of states, which the chain gives
	To                     string
	Act                    string
	Guards, Effects, Tells []string
	Parted                 []string
}

func (s *site) installedChain(c echo.Context, who string) (err error) {
	chain, err := s.Signoff.InstalledChain(c.Request().Context(), who, c.Param("chain"))
	if err != nil {
		return err
	}
	view := chainView{Chain: *chain, Proof: chain.Proof()}
	for i, t := range view.Chain.Transitions {
		step := chainStepView{N: i + 1, Transition: t, To: view.Chain.States[t.To], Act: upkeep.ActLabels[t.Act], Parted: t.Parted()}
		for _, from := range t.From {
			step.From = append(step.From, view.Chain.States[from])
		}
		step.Guards = labelled(t.Guards, signoff.GuardLabels)
		step.Effects = labelled(t.Effects, signoff.EffectLabels)
		step.Tells = labelled(t.Notify, upkeep.WhyLabels)
		view.Steps = append(view.Steps, step)
	}
	if view.page, err = s.page(c, who, view.Chain.Name, "admin"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/chain", view)
}

func labelled(ids []string, labels map[string]string) (words []string) {
	for _, id := range ids {
		words = append(words, labels[id])
	}
	return words
}

func (s *site) chainDrawing(c echo.Context, who string) error {
	chain, err := s.Signoff.InstalledChain(c.Request().Context(), who, c.Param("chain"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, "image/svg+xml", []byte(chain.SVG(drawing(c))))
}

// policiesView is the matrix of rights, and a question with its answer.
type policiesView struct {
	page
	Rights   upkeep.Rights
	Role     string // of the filter
	AllRoles []string
	AllActs  []string
	Asked    upkeep.Question
	Answer   *upkeep.Answer
}

func (s *site) policies(c echo.Context, who string) (err error) {
	ctx, view, status := c.Request().Context(), policiesView{AllRoles: authz.Roles(), AllActs: authz.Acts()}, http.StatusOK
	if role := c.QueryParam("role"); slices.Contains(view.AllRoles, role) {
		view.Role = role
	}
	if view.Rights, err = s.Upkeep.Rights(ctx, who, view.Role); err != nil {
		return err
	}
	view.Asked = upkeep.Question{Person: c.QueryParam("person"), Act: c.QueryParam("act"), DocumentID: c.QueryParam("document")}
	var refused *fault.Fault
	if view.Asked != (upkeep.Question{}) {
		answer, err := s.Upkeep.Explain(ctx, who, view.Asked)
		if refused = unmet(err); err != nil && refused == nil {
			return err
		}
		if err == nil {
			view.Answer = &answer
		}
	}
	if view.page, err = s.page(c, who, "Quyền theo vai trò", "admin"); err != nil {
		return err
	}
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "admin/policies", view)
}

// unmet is the refusal of something that was asked for in the address, to be told on the page itself; nil for anything else.
func unmet(err error) *fault.Fault {
	var refused *fault.Fault
	if errors.As(err, &refused) && (refused.Kind == fault.Unmet || refused.Kind == fault.Malformed) {
		return refused
	}
	return nil
}
