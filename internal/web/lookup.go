package web

import (
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"trinhky/internal/fault"
)

// lookUps counts how often each address asked the public pages. A code of 160 bits is not guessed; this keeps the asking
// cheap for us. It is of one process: two replicas let through twice as much.
type lookUps struct {
	mu   sync.Mutex
	from time.Time // of the running minute
	by   map[string]int
}

const (
	lookUpsAMinute = 30
	lookUpsKnown   = 10_000 // addresses that are remembered; beyond them all count as one
)

var errTooManyLookUps = fault.New(fault.TooMany, "TOO_MANY_LOOKUPS", "Tra cứu quá nhanh, hãy thử lại sau một phút.")

// allow counts one more look-up of an address.
func (l *lookUps) allow(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.from) >= time.Minute || l.by == nil {
		l.from, l.by = now, map[string]int{}
	}
	if _, known := l.by[address]; !known && len(l.by) >= lookUpsKnown {
		address = ""
	}
	l.by[address]++
	return l.by[address] <= lookUpsAMinute
}

// slowLookUps bounds what nobody has to log in for. The address is the direct peer's, or what a configured proxy says.
func (d *door) slowLookUps(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if isLookUp(c.Request().URL.Path) && !d.looked.allow(c.RealIP(), time.Now()) {
			c.Response().Header().Set("Retry-After", "60")
			return errTooManyLookUps
		}
		return next(c)
	}
}

func isLookUp(path string) bool {
	return strings.HasPrefix(path, "/verify/") || strings.HasPrefix(path, "/api/v1/verify/")
}
