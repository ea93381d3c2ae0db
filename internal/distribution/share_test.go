package distribution

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// What a list names once at its end belongs to all of it: a commune that writes to two bodies of the Tỉnh ủy reaches both, and
// not its own. What a phrase names and the directory has only in part is told, and not left out.
func TestAListSharesItsEnd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		for _, c := range []struct {
			issuer, line string
			want         []string
			told         string
		}{
			{"Đảng ủy xã Tuy Phong", "Ủy ban Kiểm tra, Văn phòng Tỉnh ủy;", []string{"Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng", "Văn phòng Tỉnh ủy Lâm Đồng"}, ""},
			{"Đảng ủy xã Tuy Phong", "Ban Tổ chức, Ban Nội chính Tỉnh ủy;", []string{"Ban Tổ chức Tỉnh ủy Lâm Đồng", "Ban Nội chính Tỉnh ủy Lâm Đồng"}, ""},
			{"Đảng ủy xã Tuy Phong", "Các Ban: Tổ chức, Nội chính Tỉnh ủy;", []string{"Ban Tổ chức Tỉnh ủy Lâm Đồng", "Ban Nội chính Tỉnh ủy Lâm Đồng"}, ""},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "Sở Nội vụ, Công an tỉnh;", []string{"Sở Nội vụ tỉnh Lâm Đồng"}, "không có “Công an tỉnh”"},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "Các sở, ban, ngành, đoàn thể cấp tỉnh;",
				[]string{"Sở Nội vụ tỉnh Lâm Đồng", "Sở Tài chính tỉnh Lâm Đồng", "Sở Xây dựng tỉnh Lâm Đồng", "Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"}, "Các đoàn thể chính trị - xã hội tỉnh"},
		} {
			r, err := o.resolve(c.issuer, "- "+c.line+"\n- Lưu: VT.", Env{})
			if got := names(r); !slices.Equal(got, c.want) {
				t.Errorf("%s: %s\n got %q\nwant %q (%v)", c.issuer, c.line, got, c.want, err)
			}
			if (err != nil) != (c.told != "") || err != nil && !strings.Contains(err.Error(), c.told) {
				t.Errorf("%s: %s: %v, want it to tell %q", c.issuer, c.line, err, c.told)
			}
		}
	})
}

// An organ of a commune is not meant by a list that ends in "tỉnh", even where it has the very name.
func TestAnOrganBelowIsNotMeant(t *testing.T) {
	t.Parallel()
	r := &resolver{}
	both := []directory.Organ{{Name: "Hội Nông dân xã Tuy Phong", Level: "xa"}, {Name: "Hội Nông dân tỉnh Lâm Đồng", Level: "tinh"}}
	for shared, want := range map[string]int{"tỉnh": 1, "tỉnh Lâm Đồng": 1, "huyện": 1, "xã": 2, "": 2} {
		if got := r.notBelow(both, shared); len(got) != want || got[len(got)-1].Level != "tinh" {
			t.Errorf("%q: %+v", shared, got)
		}
	}
}

// How a line was typed does not change who is meant: NFD, spaces that do not break, the kind of dash and bullet, line ends of
// Windows, a mark forgotten or doubled.
func TestHowItWasTypedDoesNotMatter(t *testing.T) {
	t.Parallel()
	typed := map[string]func(string) string{
		"NFD":         norm.NFD.String,
		"NBSP":        func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
		"spaces":      func(s string) string { return strings.ReplaceAll(s, " ", "  ") },
		"en dash":     func(s string) string { return strings.ReplaceAll(s, " - ", " – ") },
		"em bullet":   func(s string) string { return "—" + strings.TrimPrefix(s, "-") },
		"numbered":    func(s string) string { return "3. " + strings.TrimLeft(strings.TrimPrefix(s, "-"), " ") },
		"windows":     func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"zero width":  func(s string) string { return strings.ReplaceAll(s, " ", "\u200b ") },
		"no last dot": func(s string) string { return strings.TrimRight(s, ".;\n") },
	}
	for _, s := range collection(t) {
		if !strings.HasPrefix(s.text, "- ") {
			continue
		}
		plain := readingOf(Parse("Nơi nhận:\n" + s.text))
		for how, change := range typed {
			if got := readingOf(Parse("Nơi nhận:\n" + change(s.text))); strings.ReplaceAll(got, "–", "-") != strings.ReplaceAll(plain, "–", "-") {
				t.Errorf("%s: %s\n got %s\nwant %s", how, strings.TrimSpace(s.text), got, plain)
			}
		}
	}
}
