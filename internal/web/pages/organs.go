package pages

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/establishment"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// establishmentPages are those of tổ chức, cán bộ: administrators edit, who may decide reads; the room refuses others.
func (s *site) establishmentPages(e *echo.Echo) {
	e.GET("/admin/organs", s.in(s.adminOrgans))
	e.POST("/admin/organs", s.in(s.addOrgan))
	e.GET("/admin/organs/new", s.in(s.newOrgan))
	e.GET("/admin/organs/:organ", s.in(s.adminOrgan))
	e.POST("/admin/organs/:organ/change", s.in(s.changeOrgan))
	e.GET("/admin/reorganisation", s.in(s.reorganisation))
	e.POST("/admin/reorganisation", s.in(s.proposeReorganisation))
	e.GET("/admin/proposals", s.in(s.proposals))
	e.GET("/admin/proposals/:proposal", s.in(s.proposal))
	e.POST("/admin/proposals/:proposal/:decision", s.in(s.decideProposal))
	s.staffPages(e)
	s.groupPages(e)
}

// rowsView is what the lists of administration share.
type rowsView[L any] struct {
	page
	Query directory.ListQuery
	List  L
	Next  string // address of the next page; "" = this is the last
}

// rowsOf begins the page of a list at a path: what the room reads for what was asked, and where its next page is.
func rowsOf[L any](
	s *site, c echo.Context, who, path, title string, read func(context.Context, string, directory.ListQuery) (L, error), after func(L) string,
) (v rowsView[L], err error) {
	v.Query = directory.ListQuery{
		Words: strings.TrimSpace(c.QueryParam("q")), Under: c.QueryParam("under"), Ended: c.QueryParam("ended") != "", After: c.QueryParam("after"),
	}
	if v.List, err = read(c.Request().Context(), who, v.Query); err != nil {
		return v, err
	}
	if next := after(v.List); next != "" {
		ended := ""
		if v.Query.Ended {
			ended = "1"
		}
		v.Next = withQuery(path, "q", v.Query.Words, "under", v.Query.Under, "ended", ended, "after", next)
	}
	v.page, err = s.page(c, who, title, "admin")
	return v, err
}

// again puts before a person a form with a day from which on: today's unless one was typed, and what it was refused with.
func (p *page) again(t typed, refused *fault.Fault) (status int) {
	if t["from"] == "" {
		t["from"] = string(p.Me.On)
	}
	if refused == nil {
		return http.StatusOK
	}
	p.Fault = refused
	return statusOf(refused)
}

// adminOrgansView is the tree, a branch at a time.
type adminOrgansView struct {
	rowsView[establishment.OrganList]
}

func (s *site) adminOrgans(c echo.Context, who string) error {
	rows, err := rowsOf(s, c, who, "/admin/organs", "Cơ quan, đơn vị", s.Establishment.Organs, func(l establishment.OrganList) string { return l.Next })
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "admin/organs", adminOrgansView{rows})
}

// newOrganView is the form of a new organ, with what was typed.
type newOrganView struct {
	page
	Typed   typed
	Above   string // name
	Classes []choice
	Levels  []choice
}

// typed are the fields of a form that is shown again.
type typed map[string]string

func wordsOf(f form) typed {
	t := typed{}
	for name := range f.Values {
		t[name] = f.Get(name)
	}
	return t
}

func (s *site) newOrgan(c echo.Context, who string) error {
	return s.newOrganPage(c, who, typed{"under": c.QueryParam("under")}, nil)
}

func (s *site) newOrganPage(c echo.Context, who string, t typed, refused *fault.Fault) (err error) {
	view := newOrganView{Typed: t, Classes: organClasses, Levels: organLevels}
	if view.page, err = s.page(c, who, "Thêm cơ quan, đơn vị", "admin"); err != nil {
		return err
	}
	if under := t["under"]; under != "" {
		above, err := s.Establishment.Organ(c.Request().Context(), who, under)
		if err != nil {
			return err
		}
		view.Above = above.Name
		for name, value := range map[string]string{"regime": string(above.Regime), "level": above.Level, "place": above.Place} {
			if t[name] == "" {
				t[name] = value
			}
		}
	} else if err := s.Establishment.Enter(c.Request().Context(), who); err != nil {
		return err
	}
	return render(c, view.again(t, refused), "admin/organ-new", view)
}

func (s *site) addOrgan(c echo.Context, who string) error {
	f, err := s.form(c, who)
	t, id := wordsOf(f), ""
	if err == nil {
		o := directory.Organ{
			Name: f.text("name"), PrintedName: f.text("printed"), ShortNames: f.lines("short"), Code: f.text("code"), Regime: directory.Regime(f.Get("regime")),
			Class: f.Get("class"), Level: f.Get("level"), Body: f.text("body"), HeadPosition: f.text("head"), ParentID: f.Get("under"), SuperiorID: f.Get("under"),
			Place: f.text("place"), Address: f.text("address"), SealWidthMM: 36, Channel: "account", ValidFrom: store.Date(f.Get("from")),
		}
		if o.PrintedName == "" {
			o.PrintedName = strings.ToUpper(o.Name)
		}
		if o.Class == directory.Unit {
			o.UnitOf, o.SuperiorID, o.SealWidthMM = o.ParentID, "", 0
		}
		if f.Get("served") != "" {
			var office directory.Organ
			if office, err = s.Establishment.OrganNamed(f.ctx, who, f.Get("served"), o.ValidFrom); err == nil {
				o.OfficeID = office.ID
			}
		}
		if err == nil {
			id, err = s.Establishment.AddOrgan(f.ctx, who, o)
		}
	}
	return s.answer(f.ctx, c, err, func(string) string {
		if id == "" {
			return withQuery("/admin/organs", "under", t["under"])
		}
		return "/admin/organs/" + id
	}, func(refused *fault.Fault) error { return s.newOrganPage(c, who, t, refused) })
}

// adminOrganView is an organ through time, with the form that changes it.
type adminOrganView struct {
	page
	establishment.OrganView
	Typed typed
}

func (s *site) adminOrgan(c echo.Context, who string) error {
	return s.adminOrganPage(c, who, nil, nil)
}

func (s *site) adminOrganPage(c echo.Context, who string, t typed, refused *fault.Fault) (err error) {
	view, status := adminOrganView{Typed: t}, http.StatusOK
	if view.OrganView, err = s.Establishment.Organ(c.Request().Context(), who, c.Param("organ")); err != nil {
		return err
	}
	if view.page, err = s.page(c, who, view.Name, "admin"); err != nil {
		return err
	}
	view.Verbatim = true
	if refused != nil {
		view.Fault, status = refused, statusOf(refused)
	}
	if view.Typed == nil {
		last := view.States[len(view.States)-1].Organ
		view.Typed = typed{
			"name": last.Name, "printed": last.PrintedName, "code": last.Code, "head": last.HeadPosition, "place": last.Place, "address": last.Address,
			"parent": last.ParentID, "superior": last.SuperiorID, "office": last.OfficeID, "from": string(view.Me.On), "version": strconv.Itoa(last.Version),
		}
	}
	return render(c, status, "admin/organ", view)
}

func (s *site) changeOrgan(c echo.Context, who string) error {
	f, err := s.form(c, who)
	t := wordsOf(f)
	if err == nil {
		change := directory.OrganChange{
			From: store.Date(f.Get("from")), Name: f.text("name"), PrintedName: f.text("printed"), Code: f.text("code"), HeadPosition: f.text("head"),
			Place: f.text("place"), Address: f.text("address"), ShortNames: f.lines("short"), Source: f.text("source"),
		}
		change.Version, _ = number(f.Get("version"))
		for _, above := range []struct {
			name string
			id   *string
		}{{"parent", &change.ParentID}, {"superior", &change.SuperiorID}, {"office", &change.OfficeID}} {
			if typed := f.text(above.name); typed != "" && err == nil {
				var organ directory.Organ
				organ, err = s.Establishment.OrganNamed(f.ctx, who, typed, change.From)
				*above.id = organ.ID
			}
		}
		if err == nil {
			err = s.Establishment.ChangeOrgan(f.ctx, who, c.Param("organ"), change)
		}
	}
	return s.answer(f.ctx, c, err, always("/admin/organs/"+c.Param("organ")), func(refused *fault.Fault) error {
		return s.adminOrganPage(c, who, t, refused)
	})
}

var organLevels = []choice{{"trung_uong", "Trung ương"}, {"tinh", "Tỉnh"}, {"huyen", "Huyện (đến 30/6/2025)"}, {"xa", "Xã"}}

var organClasses = []choice{
	{directory.Unit, "Phòng, đơn vị trong cơ quan"}, {directory.ProvinceCommittee, "Tỉnh ủy, thành ủy"}, {directory.ProvinceOffice, "Văn phòng tỉnh ủy"},
	{directory.PartyBoard, "Ban của tỉnh ủy"}, {directory.InspectionCommittee, "Ủy ban kiểm tra"}, {directory.CommuneCommittee, "Đảng ủy xã, phường, đặc khu"},
	{directory.CommunePartyOffice, "Văn phòng đảng ủy"}, {directory.CommunePartyBoard, "Ban của đảng ủy xã"}, {directory.Cell, "Chi bộ"},
	{directory.FatherlandFront, "Ủy ban Mặt trận Tổ quốc"}, {directory.MassOrganisation, "Tổ chức chính trị - xã hội"},
	{directory.ProvincePeopleCommittee, "Ủy ban nhân dân tỉnh"}, {directory.ProvincePCOffice, "Văn phòng Ủy ban nhân dân tỉnh"}, {directory.Department, "Sở, ngành"},
	{directory.CommunePeopleCommittee, "Ủy ban nhân dân xã, phường, đặc khu"}, {directory.CentralPartyOrgan, "Cơ quan đảng ở Trung ương"},
	{directory.CentralStateOrgan, "Bộ, cơ quan ở Trung ương"}, {directory.DistrictCommittee, "Huyện ủy (đến 30/6/2025)"}, {directory.DistrictOffice, "Văn phòng huyện ủy (đến 30/6/2025)"},
}

var staffRoles = []string{
	authz.Specialist, authz.UnitHead, authz.ChiefOfOffice, authz.Leader, authz.Clerk, authz.Archivist, authz.Administrator,
}
