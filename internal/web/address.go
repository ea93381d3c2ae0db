package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// addressFrom gives the address that a request came from: the direct peer's, unless the peer is a configured proxy. Then
// X-Forwarded-For is read from its right end, where the proxies wrote, to the first address that is no proxy: what stands
// left of it is the client's own word (GHSA-246p-cpwv-v3jq).
func addressFrom(proxies []netip.Prefix) echo.IPExtractor {
	trusted := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	return func(r *http.Request) string {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil {
			return ""
		}
		address := peer.Addr().Unmap().WithZone("")
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0 && trusted(address); i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if err != nil {
				break
			}
			address = hop.Unmap().WithZone("")
		}
		return address.String()
	}
}
