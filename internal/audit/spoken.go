package audit

import (
	"context"
	"encoding/hex"
	"strings"
)

// spokenLetters are those of Crockford's base32: none is taken for another, on paper or over the telephone.
const spokenLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Spoken is the short code of a request, to be read over the telephone: "K7M-42Q", thirty of the random bits of its id (a
// UUID of version 7). The log has it beside the id, the access log beside what was refused; "" for what is no id. Two
// requests of one day share a code about once in a billion: with the day it finds one.
func Spoken(request string) string {
	raw, err := hex.DecodeString(strings.ReplaceAll(request, "-", ""))
	if err != nil || len(raw) != 16 {
		return ""
	}
	bits := uint32(raw[12])<<24 | uint32(raw[13])<<16 | uint32(raw[14])<<8 | uint32(raw[15])
	code := make([]byte, 0, 7)
	for i := range 6 {
		if i == 3 {
			code = append(code, '-')
		}
		code = append(code, spokenLetters[bits>>(5*(5-i))&31])
	}
	return string(code)
}

type requestKey struct{}

// WithRequest gives ctx the spoken code of the request that it serves.
func WithRequest(ctx context.Context, spoken string) context.Context {
	return context.WithValue(ctx, requestKey{}, spoken)
}

// Request is the spoken code of ctx; "" outside a request.
func Request(ctx context.Context) string {
	spoken, _ := ctx.Value(requestKey{}).(string)
	return spoken
}
