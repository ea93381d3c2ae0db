package pages

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
	"trinhky/internal/push"
	"trinhky/internal/signoff"
	"trinhky/internal/task"
)

// manifest is what an installed application is called and looks like (W3C Web Application Manifest).
type manifest struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	About      string         `json:"description"`
	Language   string         `json:"lang"`
	Start      string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Theme      string         `json:"theme_color"`
	Background string         `json:"background_color"`
	Icons      []manifestIcon `json:"icons"`
	Shortcuts  []shortcut     `json:"shortcuts"`
}

type manifestIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

func (s *site) manifest(c echo.Context) error {
	look := lookOf(c)
	say := look.catalogue().Say
	icons, err := manifestIcons()
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentType, mediaTypes[".webmanifest"])
	return c.JSON(http.StatusOK, manifest{
		ID: "/", Name: "Trình Ký", ShortName: "Trình Ký", About: say("Trình ký và phát hành văn bản"), Language: look.language,
		Start: "/", Scope: "/", Display: "standalone", Theme: "#8f1d21", Background: "#f5f4f1", Icons: icons,
		Shortcuts: []shortcut{{say("Dự thảo mới"), "/documents/new"}, {say("Văn bản ký duyệt"), "/boxes/signing"}, {say("Văn bản đến"), "/received"}},
	})
}

func manifestIcons() (icons []manifestIcon, err error) {
	for _, i := range []struct{ file, sizes, mediaType, purpose string }{
		{"icon.svg", "any", "image/svg+xml", ""}, {"icon-192.png", "192x192", "image/png", ""},
		{"icon-512.png", "512x512", "image/png", ""}, {"icon-512.png", "512x512", "image/png", "maskable"},
	} {
		path, err := assetPath(i.file)
		if err != nil {
			return nil, err
		}
		icons = append(icons, manifestIcon{path, i.sizes, i.mediaType, i.purpose})
	}
	return icons, nil
}

// serviceWorker gives the one script whose address may not change: the browser asks for it anew by itself.
func serviceWorker(c echo.Context) error {
	path, err := assetPath("service-worker.js")
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, mediaTypes[".js"], assets().served[path[len("/static/"):]].body)
}

// keptView is the to-do list as a device keeps it for the time without a network: to be read, with nothing to press.
type keptView struct {
	page
	Name    string
	At      time.Time
	Waiting []signoff.Waiting
	Tasks   []task.View
}

// copiedTasks is how many tasks, the nearest date first, a copy is made from.
const copiedTasks = 200

func (s *site) offline(c echo.Context, who string) error {
	ctx := c.Request().Context()
	p, err := s.page(c, who, "Việc cần làm, bản lưu trên máy", "offline")
	if err != nil {
		return err
	}
	view := keptView{page: p, Name: p.Me.Name, At: time.Now()}
	view.Me = nil // the frame without a menu: where it is shown, nothing leads anywhere
	if view.Waiting, err = s.Signoff.Waiting(ctx, who); err != nil {
		return err
	}
	tasks, err := s.Tasks.Tasks(ctx, actor(who), task.Filter{Mine: true, Limit: copiedTasks})
	if err != nil {
		return err
	}
	for _, t := range tasks.Tasks {
		if t.State != task.Completed && t.State != task.Cancelled {
			view.Tasks = append(view.Tasks, t)
		}
	}
	return render(c, http.StatusOK, "offline", view)
}

// deviceView is the page on which a person says what this device may do.
type deviceView struct {
	page
	Person  string
	PushKey string // the server's public key; "" where the office allows no outside push service
	Told    bool   // this browser is told of what is the person's
}

func (s *site) device(c echo.Context, who string) error {
	p, err := s.page(c, who, "Thiết bị này", "device")
	if err != nil {
		return err
	}
	told, err := s.Notices.TellsDevice(c.Request().Context(), who, deviceOf(c))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "settings/device", deviceView{page: p, Person: who, PushKey: s.Notices.Push.PublicKey(), Told: told})
}

const deviceCookie = "device"

// deviceOf is the id of this browser as one that is told; "" for none. It opens nothing: it only lets the browser go.
func deviceOf(c echo.Context) string {
	cookie, err := c.Cookie(deviceCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// leaveDevice has nobody but now told in this browser; now is "" when nobody is logged in here any more.
func (s *site) leaveDevice(c echo.Context, now string) error {
	return s.Notices.LeaveDevice(c.Request().Context(), deviceOf(c), now)
}

// addDevice has this browser told through its push service; the script of the page sends what the browser was given.
func (s *site) addDevice(c echo.Context, who string) error {
	f, err := s.form(c, who)
	id := ""
	if err == nil {
		id, err = s.Notices.AddDevice(f.ctx, who, push.Device{Endpoint: f.text("endpoint"), Key: f.text("p256dh"), Secret: f.text("auth")})
	}
	if id != "" {
		c.SetCookie(&http.Cookie{Name: deviceCookie, Value: id, Path: "/", MaxAge: lookAge, Secure: s.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	return s.toldDevice(f, c, err)
}

func (s *site) dropDevice(c echo.Context, who string) error {
	f, err := s.form(c, who)
	if err == nil {
		err = s.Notices.DropDevice(f.ctx, who, f.text("endpoint"))
	}
	return s.toldDevice(f, c, err)
}

func (s *site) toldDevice(f form, c echo.Context, err error) error {
	return s.answer(f.ctx, c, err, always("/settings/device"), func(refused *fault.Fault) error { return Error(c, refused) })
}
