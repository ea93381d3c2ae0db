package format

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/layout"
	"trinhky/internal/store"
)

// TestRemarks: what an import left out is a finding under its own code.
func TestRemarks(t *testing.T) {
	t.Parallel()
	f := begin(&Content{Regime: "party"})
	f.remarks([]layout.Remark{{Code: "COMMENTS_DROPPED", Message: "Đã bỏ 2 nhận xét."}})
	if diff := cmp.Diff([]string{"F00 W COMMENTS_DROPPED"}, codes(f.done())); diff != "" {
		t.Error(diff)
	}
}

// elsewhere are the laws that other tests see broken.
var elsewhere = []string{
	"F00 IMPORTED", "F01 TWO_TITLES", "F01 HEADER_MISSING", "F01 TITLE_MISSING", "F03 NUMBER_MISSING", "F03 NUMBER_UNREADABLE",
	"F03 SYMBOL_TYPE_MISMATCH", "F03 ISSUER_CODE_MISMATCH", "F05 DATE_MISSING", "F05 DATE_INVALID", "F06 NOT_A_DOCUMENT",
	"F08 SYMBOL_UNREADABLE", "F08 ISSUER_CODE_MISMATCH", "F09 SHORT_WITHOUT_FULL", "F10 DUPLICATE_ORDINAL", "F10 ORDINAL_STYLE",
	"F11 ENDING_OLD", "F11 TEXT_AFTER_ENDING", "F13 ARCHIVE_MISSING", "F18 SECRET_STAMP", "F18 SECRET_FILE_NAME",
	"F15 FONT", "F15 FONT_SIZE", "F15 FONT_STYLE", "F15 CAPITALS", "F15 ALIGNMENT", "F15 MARGIN", "F15 PAPER", "F15 INDENT",
	"F15 LINE_SPACING", "F15 PARAGRAPH_SPACE", "F16 PAGE_NUMBER_MISSING", "F16 PAGE_NUMBER_FIRST", "F16 PAGE_NUMBER_PLACE",
}

// TestEveryLawIsSeenBroken: a code that no test breaks may never be given, and each says what it wants and why.
func TestEveryLawIsSeenBroken(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, name := range elsewhere {
		seen[name] = true
	}
	broken := func(want []string) {
		for _, code := range want {
			fields := strings.Fields(code)
			seen[fields[0]+" "+fields[2]] = true
		}
	}
	for _, test := range texts {
		broken(test.want)
	}
	for _, test := range offices {
		broken(test.want)
	}
	for _, name := range slices.Sorted(maps.Keys(laws)) {
		if !seen[name] {
			t.Errorf("no test breaks %s", name)
		}
		if l := laws[name]; l.wants == "" || l.party == "" || l.level == "" {
			t.Errorf("%s does not say what it wants, or why", name)
		}
	}
}

func TestSourcesNameTheInstrumentOfTheDate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ regime, on, name, want string }{
		{"party", "2020-01-01", "F12 SIGNER_NOT_ENTITLED", "Hướng dẫn 36-HD/VPTW, mục 1.7"},
		{"party", "2026-07-01", "F12 SIGNER_NOT_ENTITLED", "Hướng dẫn 05-HD/VPTW"},
		{"party", "2026-07-01", "F14 ADDRESS_WORD", "Hướng dẫn 05-HD/VPTW, mục 9.2.4"},
		{"party", "2020-01-01", "F14 ADDRESS_WORD", "Hướng dẫn 36-HD/VPTW"},
		{"state", "2026-07-01", "F05 DATE_PADDING", "NĐ 30/2020/NĐ-CP, Phụ lục I, Mục II.4"},
		{"state", "2026-07-01", "F12 SIGNER_NOT_ENTITLED", "NĐ 30/2020/NĐ-CP, Điều 13"},
	} {
		c := Content{Regime: test.regime, On: store.Date(test.on)}
		if got := begin(&c).source(laws[test.name]); got != test.want {
			t.Errorf("%s on %s: %q, want %q", test.name, test.on, got, test.want)
		}
	}
}
