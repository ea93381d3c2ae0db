package document

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/fault"
)

// MaxText is the most bytes that a text may have. The longest official texts (a province's plan with its tables) stay
// far below it.
const MaxText = 5 << 20

// Normalize makes a text that came from outside safe to keep: UTF-8, NFC, lines ended by "\n", no byte order mark, no
// control or direction characters. Nothing else is touched: typing slips, NBSP and dashes stay as they were written.
// The faults are TEXT_TOO_LARGE, TEXT_NOT_UTF8 and TEXT_EMPTY.
func Normalize(raw []byte) (string, error) {
	if len(raw) > MaxText {
		return "", fault.New(fault.TooLarge, "TEXT_TOO_LARGE", "Văn bản vượt quá 5 MB, hệ thống không nhận.")
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return "", fault.New(fault.Malformed, "TEXT_NOT_UTF8", "Tệp không phải văn bản Unicode (UTF-8). Nếu soạn bằng bảng mã TCVN3 hoặc VNI, cần chuyển mã trước.")
	}
	text := norm.NFC.String(strings.Map(keepRune, newlines.Replace(string(raw))))
	if strings.TrimFunc(text, unicode.IsSpace) == "" {
		return "", fault.New(fault.Malformed, "TEXT_EMPTY", "Văn bản không có nội dung.")
	}
	return text, nil
}

// newlines gives every way to end a line one form; a form feed is the page break of old printers.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n", "\v", "\n")

// keepRune drops what no official text holds: controls, soft hyphens, zero-width and direction marks (they hide text
// from the eye, or a stamp from the scan).
func keepRune(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
		return -1
	}
	return r
}
