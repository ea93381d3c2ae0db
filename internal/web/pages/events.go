package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/web/session"
)

const (
	// heartbeat keeps proxies from thinking that a stream is dead; a variable of a test would be a race.
	heartbeat = 20 * time.Second
	// writeWithin is how long a browser may take to read a line before the stream is given up.
	writeWithin = 30 * time.Second
)

// liveCounts are what a window shows: unseen notices, and documents in each box.
type liveCounts struct {
	Unseen int64            `json:"unseen"`
	Boxes  map[string]int64 `json:"boxes"`
}

// events is a stream of server-sent events for one window: the counts, each time one may have changed. It ends with the
// session, with the server or with the window.
func (s *site) events(c echo.Context, who string) error {
	ctx := c.Request().Context()
	stream, err := s.Events.Open(ctx, who, session.Token(ctx))
	if err != nil {
		return err
	}
	defer stream.Close()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold lines back
	c.Response().WriteHeader(http.StatusOK)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	line := "retry: 5000\n\n"
	for {
		if err := say(c, line); err != nil {
			return nil // the window is gone
		}
		select {
		case <-ctx.Done():
			return nil
		case <-stream.Ended():
			return nil
		case <-beat.C:
			line = ": \n\n"
		case <-stream.Changed():
			if line, err = s.countsLine(ctx, who); err != nil {
				s.Log.WarnContext(ctx, "a stream ended", "error", err)
				return nil // the browser asks again, and is told what is wrong
			}
		}
	}
}

// say writes one line at once.
func say(c echo.Context, line string) error {
	control := http.NewResponseController(c.Response())
	_ = control.SetWriteDeadline(time.Now().Add(writeWithin)) // a test's recorder has none
	if _, err := fmt.Fprint(c.Response(), line); err != nil {
		return err
	}
	return control.Flush()
}

// countsLine is what a person's windows show now.
func (s *site) countsLine(ctx context.Context, who string) (string, error) {
	unseen, err := s.Notices.Unseen(ctx, who)
	if err != nil {
		return "", err
	}
	boxes, err := s.Signoff.Counts(ctx, who)
	if err != nil {
		return "", err
	}
	told, err := json.Marshal(liveCounts{Unseen: unseen, Boxes: boxes})
	return "event: counts\ndata: " + string(told) + "\n\n", err
}
