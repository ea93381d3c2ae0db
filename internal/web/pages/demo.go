package pages

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/audit"
	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// Demo is what the pages of a demo know besides: everybody's password and PIN, which it prints at its start anyway. One
// person tries all parts there, so every page lets its reader slip into another.
type Demo struct {
	Password, PIN string
	Accounts      func(context.Context) ([]directory.Account, error) // the highest posts of each office first
	Filled        func() time.Time                                   // when the demo's own people had done their part; zero: they do none
}

// castMember is somebody whom the reader of a demo may be.
type castMember struct {
	Username, Name, Post, Office string
	Password, Next               string // with which, and where to
	Main                         bool   // one of those who carry a document from its draft to its receipt
}

// mainRoles are the parts that the log-in page offers first, in the order in which a document meets them.
var mainRoles = []string{authz.Specialist, authz.UnitHead, authz.ChiefOfOffice, authz.Leader, authz.Clerk, authz.Administrator}

// rolePlay is the strip atop every page of a demo: who one is, and who carries on from here.
type rolePlay struct {
	Password, PIN string
	Here          string // the page on which to go on as somebody else
	Next          []rolePart
}

// rolePart is somebody who takes the next step, and what that is.
type rolePart struct{ Username, Name, Does string }

// rolePlay tells on a document's own page whose turn it is; a refusal there is the page's own business.
func (s *site) rolePlay(c echo.Context, who string) (*rolePlay, error) {
	r := &rolePlay{Password: s.Demo.Password, PIN: s.Demo.PIN, Here: "/"}
	if c.Path() != "/documents/:id" {
		return r, nil
	}
	id := c.Param("id")
	awaited, err := s.Signoff.Awaited(c.Request().Context(), who, id)
	if err != nil {
		return nil, err
	}
	r.Here = "/documents/" + id
	for _, a := range awaited {
		if a.Person.ID != who {
			r.Next = append(r.Next, rolePart{a.Person.Username, a.Person.Name, a.Label})
		}
	}
	return r, nil
}

// cast gives the log-in page of a demo those whom one may be; elsewhere it does nothing.
func (s *site) cast(ctx context.Context, view *loginView) (err error) {
	if s.Demo == nil {
		return nil
	}
	view.Cast, err = s.members(ctx, view.Next)
	return err
}

// members are all accounts, first those of one document's way: of the largest office one of each main role, the head being
// that of the specialist's unit, and a văn thư of another office, who receives.
func (s *site) members(ctx context.Context, next string) (all []castMember, err error) {
	accounts, err := s.Demo.Accounts(ctx)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	home, unit := homeOffice(accounts), ""
	main := make([]string, len(mainRoles)+1) // usernames, the receiver last
	for _, a := range accounts {
		if p := a.Posts[0]; p.OfficeID == home && p.Role == authz.Specialist && unit == "" {
			unit = p.OrganID
		}
	}
	for _, a := range accounts {
		p := a.Posts[0]
		i := slices.Index(mainRoles, p.Role)
		switch {
		case p.OfficeID != home && p.Role == authz.Clerk:
			i = len(mainRoles)
		case i < 0 || p.OfficeID != home || p.Role == authz.UnitHead && p.OrganID != unit:
			continue
		}
		if main[i] == "" {
			main[i] = a.Username
		}
	}
	for _, a := range accounts {
		p := a.Posts[0]
		all = append(all, castMember{
			Username: a.Username, Name: a.Name, Post: p.Title, Office: p.Office, Password: s.Demo.Password, Next: next, Main: slices.Contains(main, a.Username),
		})
	}
	place := func(m castMember) int {
		if i := slices.Index(main, m.Username); i >= 0 {
			return i
		}
		return len(main)
	}
	slices.SortStableFunc(all, func(a, b castMember) int {
		return cmp.Or(place(a)-place(b), strings.Compare(a.Office, b.Office))
	})
	return all, nil
}

// homeOffice is the office with the most accounts: there a document can go its whole way.
func homeOffice(accounts []directory.Account) (home string) {
	many := map[string]int{}
	for _, a := range accounts {
		office := a.Posts[0].OfficeID
		if many[office]++; many[office] > many[home] {
			home = office
		}
	}
	return home
}

// tourView is the first day in one's role: what to try, and what was done of it.
type tourView struct {
	page
	Steps []tourStep
	Done  int
	Cast  []castMember
}

// tourStep is one thing to try. Actions say by which of them it is done; none: it is only looked at.
type tourStep struct {
	Text, Path string
	Actions    []string
	Done       bool
}

// tours are the first days, by role.
var tours = map[string][]tourStep{
	authz.Specialist: {
		{Text: "Soạn một dự thảo theo mẫu", Path: "/documents/new", Actions: []string{"draft"}},
		{Text: "Trình dự thảo lên lãnh đạo phòng", Path: "/boxes/drafts", Actions: []string{"submit"}},
		{Text: "Xem văn bản của mình đang ở bước nào", Path: "/boxes/waiting"},
		{Text: "Nhận một việc từ văn bản đến và báo đã xong", Path: "/incoming?box=my_work", Actions: []string{"report"}},
	},
	authz.UnitHead: {
		{Text: "Duyệt nội dung một dự thảo của phòng", Path: "/boxes/todo", Actions: []string{"approve"}},
		{Text: "Trả lại một dự thảo, nêu lý do", Path: "/boxes/todo", Actions: []string{"return"}},
		{Text: "Giao người trong phòng giải quyết văn bản đến", Path: "/incoming?box=to_assign", Actions: []string{"assign"}},
	},
	authz.ChiefOfOffice: {
		{Text: "Xác nhận thể thức một văn bản", Path: "/boxes/todo", Actions: []string{"check_format"}},
		{Text: "Ký số một văn bản", Path: "/boxes/signing", Actions: []string{"sign"}},
		{Text: "Cho ý kiến chỉ đạo một văn bản đến", Path: "/incoming?box=to_direct", Actions: []string{"direct"}},
	},
	authz.Leader: {
		{Text: "Đọc và ký số một văn bản", Path: "/boxes/signing", Actions: []string{"sign"}},
		{Text: "Cho ý kiến chỉ đạo một văn bản đến", Path: "/incoming?box=to_direct", Actions: []string{"direct"}},
		{Text: "Xem việc nào quá hạn, đang chờ ai", Path: "/tasks/board"},
	},
	authz.Clerk: {
		{Text: "Cấp số một văn bản đã ký", Path: "/boxes/sealing", Actions: []string{"assign_number"}},
		{Text: "Đóng dấu và phát hành", Path: "/boxes/sealing", Actions: []string{"issue"}},
		{Text: "Tiếp nhận một văn bản đến, vào sổ", Path: "/received", Actions: []string{"acknowledge", "register"}},
		{Text: "Mở sổ văn bản đi và in một trang", Path: "/registers"},
	},
	authz.Archivist: {
		{Text: "Mở danh mục hồ sơ", Path: "/case-files"},
		{Text: "Xem sổ giao nhận hồ sơ", Path: "/case-handovers"},
	},
	authz.Administrator: {
		{Text: "Bổ sung địa chỉ thư điện tử của một người", Path: "/people"},
		{Text: "Đặt một ngày nghỉ trong lịch làm việc", Path: "/calendar"},
		{Text: "Xem luồng trình ký và bảng quyền", Path: "/admin"},
	},
}

func (s *site) tour(c echo.Context, who string) error {
	ctx := c.Request().Context()
	p, err := s.page(c, who, "Ngày đầu tiên", "demo")
	if err != nil {
		return err
	}
	view := tourView{page: p}
	var did []string
	err = s.Store.View(ctx, func(tx *store.Tx) (err error) {
		did, err = audit.Did(tx, who, s.Demo.Filled())
		return err
	})
	if err != nil {
		return err
	}
	for _, role := range p.Me.Roles {
		for _, step := range tours[role.Name] {
			if slices.ContainsFunc(view.Steps, func(t tourStep) bool { return t.Text == step.Text }) {
				continue
			}
			step.Done = slices.ContainsFunc(step.Actions, func(a string) bool { return slices.Contains(did, a) })
			if step.Done {
				view.Done++
			}
			view.Steps = append(view.Steps, step)
		}
	}
	if view.Cast, err = s.members(ctx, "/"); err != nil {
		return err
	}
	return render(c, http.StatusOK, "demo", view)
}
