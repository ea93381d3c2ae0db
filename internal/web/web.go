package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"

	"trinhky/internal/calendar"
	"trinhky/internal/casefile"
	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/incoming"
	"trinhky/internal/login"
	"trinhky/internal/notice"
	"trinhky/internal/register"
	"trinhky/internal/signoff"
	"trinhky/internal/store"
	"trinhky/internal/task"
	"trinhky/internal/web/api"
	"trinhky/internal/web/pages"
)

// Config is what the door opens on.
type Config struct {
	Signoff      *signoff.Service
	Distribution *distribution.Service
	Directory    *directory.Service
	Incoming     *incoming.Service
	Register     *register.Service
	CaseFiles    *casefile.Service
	Tasks        *task.Service
	Login        *login.Service
	Calendar     *calendar.Service
	Notices      *notice.Service
	Events       *notice.Hub
	Store        *store.Store
	ReceiptRoot  []byte                      // PEM: under what receipts verify
	Ready        func(context.Context) error // whether database and blobs answer
	Version      string
	Proxies      []netip.Prefix // from these alone X-Forwarded-For is believed
	Secure       bool           // behind https
	Log          *slog.Logger
}

// door is what the middlewares share.
type door struct {
	Config
	counts  *counts
	foreign *http.CrossOriginProtection
	looked  lookUps // of the public pages
}

// New puts everything together: the first middleware sees a request first.
func New(c Config) http.Handler {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	d := &door{Config: c, counts: newCounts(), foreign: http.NewCrossOriginProtection()}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(slogWriter{c.Log})
	e.IPExtractor = addressFrom(c.Proxies)
	e.HTTPErrorHandler = d.answerError
	e.Use(d.observe, d.recoverPanic, d.secureHeaders, refuseOddPaths, d.limitBody, d.refuseForeign, d.slowLookUps, d.identify)

	e.GET("/healthz", d.health)
	e.GET("/readyz", d.ready)
	e.GET("/metrics", d.metrics)
	api.Register(e, api.Deps{
		Signoff: c.Signoff, Distribution: c.Distribution, Directory: c.Directory, Incoming: c.Incoming, Register: c.Register, CaseFiles: c.CaseFiles, Books: c.books, Tasks: c.Tasks, Login: c.Login, Calendar: c.Calendar, Notices: c.Notices, Store: c.Store,
		ReceiptRoot: c.ReceiptRoot, Secure: c.Secure, Log: c.Log,
	})
	pages.Register(e, pages.Deps{
		Signoff: c.Signoff, Distribution: c.Distribution, Directory: c.Directory, Incoming: c.Incoming, Register: c.Register, CaseFiles: c.CaseFiles, Books: c.books, Tasks: c.Tasks, Login: c.Login, Calendar: c.Calendar, Notices: c.Notices, Events: c.Events, Store: c.Store,
		Secure: c.Secure, Log: c.Log,
	})
	return e
}

// slogWriter sends what Echo itself has to say to our log.
type slogWriter struct{ log *slog.Logger }

// Write logs one line.
func (w slogWriter) Write(line []byte) (int, error) {
	w.log.Warn("echo", "message", string(line))
	return len(line), nil
}
