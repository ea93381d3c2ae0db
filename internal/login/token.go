package login

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/netip"
	"strings"
)

// What a token begins with says where to look it up, and lets a scanner for leaked secrets know it.
const (
	sessionPrefix = "tks_"
	apiPrefix     = "tka_"
)

// newToken is 256 random bits in letters that a cookie, a header and a URL all carry.
func newToken(prefix string) string {
	secret := make([]byte, 32)
	rand.Read(secret) // never fails (Go 1.24)
	return prefix + base64.RawURLEncoding.EncodeToString(secret)
}

// hashToken is what is stored of a token. A fast hash is enough: nobody guesses 256 bits.
func hashToken(token string) string { return hexSHA256(token) }

func isAPIToken(token string) bool { return strings.HasPrefix(token, apiPrefix) }

// attemptOf names the pair of a folded username and the address it is tried from. An IPv6 client has a /64 of its own
// to choose addresses from, so that is what counts.
func attemptOf(username, address string) string {
	if ip, err := netip.ParseAddr(address); err == nil {
		ip = ip.Unmap().WithZone("")
		address = ip.String()
		if ip.Is6() {
			address = netip.PrefixFrom(ip, 64).Masked().String()
		}
	}
	return hexSHA256(address + "\x00" + username)
}

func hexSHA256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
