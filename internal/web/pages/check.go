package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/signoff"
)

// checkView is the page of what the checker of thể thức found.
type checkView struct {
	page
	View    signoff.View
	Checked signoff.Checked
	Groups  []findingGroup
	Fixes   []fixView // each once: one may mend several findings
	Open    int       // warnings that nobody has waived
	Reason  string    // of a waiver that was refused
}

// findingGroup is the findings of one level.
type findingGroup struct {
	Level    string
	Title    string
	Findings []signoff.Finding
}

// fixView is one mechanical fix.
type fixView struct{ ID, Label string }

func (s *site) check(c echo.Context, who string) error {
	return s.checkPage(c, who, nil, "")
}

// checkPage shows the findings; refused is why a POST led here again.
func (s *site) checkPage(c echo.Context, who string, refused *fault.Fault, reason string) error {
	ctx, id := c.Request().Context(), c.Param("id")
	v, err := s.Signoff.Show(ctx, who, id)
	if err != nil {
		return err
	}
	checked, err := s.Signoff.Check(ctx, who, id)
	if err != nil {
		return err
	}
	view := checkView{View: v, Checked: checked, Reason: reason}
	view.Groups = []findingGroup{{Level: "E", Title: "Lỗi phải sửa"}, {Level: "W", Title: "Lưu ý"}}
	offered := map[string]bool{}
	for _, f := range checked.Findings {
		n := 0
		if f.Level == format.LevelWarning {
			if n = 1; f.Waiver == nil {
				view.Open++
			}
		}
		view.Groups[n].Findings = append(view.Groups[n].Findings, f)
		if f.Fix != nil && !offered[f.Fix.ID] {
			offered[f.Fix.ID] = true
			view.Fixes = append(view.Fixes, fixView{f.Fix.ID, f.Fix.Label})
		}
	}
	if view.page, err = s.page(c, who, "Thẩm định thể thức: "+titleOf(v), ""); err != nil {
		return err
	}
	status := http.StatusOK
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	return render(c, status, "documents/check", view)
}

func (s *site) fix(c echo.Context, who string) error {
	id := c.Param("id")
	f, err := s.form(c, who)
	if err == nil {
		var version int
		if version, err = versionIn(f); err == nil {
			_, err = s.Signoff.ApplyFixes(f.ctx, who, id, version, f.Values["fix"])
		}
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id+"/check"), func(refused *fault.Fault) error {
		return s.checkPage(c, who, refused, "")
	})
}

func (s *site) waive(c echo.Context, who string) error {
	id := c.Param("id")
	f, err := s.form(c, who)
	if err == nil {
		var version int
		if version, err = versionIn(f); err == nil {
			err = s.Signoff.Waive(f.ctx, who, id, version, f.Values["finding"], f.text("reason"))
		}
	}
	return s.answer(f.ctx, c, err, always("/documents/"+id+"/check"), func(refused *fault.Fault) error {
		return s.checkPage(c, who, refused, f.text("reason"))
	})
}

func (s *site) checkReport(c echo.Context, who string) error {
	b, err := s.Signoff.CheckReport(c.Request().Context(), who, c.Param("id"))
	if err != nil {
		return err
	}
	defer b.Reader.Close()
	return serve(c, b, "application/pdf", "inline")
}
