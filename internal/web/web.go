package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"

	"trinhky/internal/house"
	"trinhky/internal/web/api"
	"trinhky/internal/web/pages"
)

// Config is what the door opens on: the rooms behind it, and what is true of the door alone.
type Config struct {
	*house.Rooms
	Ready   func(context.Context) error // whether database and blobs answer
	Version string
	Proxies []netip.Prefix // from these alone X-Forwarded-For is believed
	Secure  bool           // behind https
	Log     *slog.Logger
	Demo    *Demo // nil: a real office
}

// Demo is what only a demo has.
type Demo = pages.Demo

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
	api.Register(e, api.Deps{Rooms: c.Rooms, Secure: c.Secure, Log: c.Log})
	pages.Register(e, pages.Deps{Rooms: c.Rooms, Secure: c.Secure, Log: c.Log, Demo: c.Demo})
	return e
}

// slogWriter sends what Echo itself has to say to our log.
type slogWriter struct{ log *slog.Logger }

// Write logs one line.
func (w slogWriter) Write(line []byte) (int, error) {
	w.log.Warn("echo", "message", string(line))
	return len(line), nil
}
