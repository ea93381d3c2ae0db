package directory

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the form in which names are compared and indexed. Case, runs of spaces (NBSP too), the kind of dash and the
// spaces round it, and the place of the tone mark do not count: ủy = uỷ, hòa = hoà, lý = lí, Ð (U+00D0) = Đ. Accents
// count: "Hoà" and "Hóa" differ. It is for comparing only; a name is stored and shown as it was written.
func Fold(s string) string {
	var folded strings.Builder
	folded.Grow(len(s))
	f := folder{out: &folded}
	for _, r := range norm.NFC.String(s) {
		f.add(r)
	}
	f.flush()
	return folded.String()
}

// Bare is Fold without any accent, and đ as d: the form in which what a person types without accents is compared.
func Bare(s string) string {
	var bare strings.Builder
	bare.Grow(len(s))
	for _, r := range norm.NFD.String(Fold(s)) {
		switch {
		case r == 'đ':
			bare.WriteByte('d')
		case !unicode.Is(unicode.Mn, r):
			bare.WriteRune(r)
		}
	}
	return bare.String()
}

// folder holds back one letter, because what it becomes depends on its neighbours.
type folder struct {
	out       *strings.Builder
	before    rune // the letter written last, 0 at the start of a word
	held      rune // not written yet, 0 for none
	gap, dash bool // spaces seen since the last letter; a dash was the last thing written
}

func (f *folder) add(r rune) {
	switch r = plain(r); {
	case unicode.IsSpace(r):
		f.flush()
		f.gap = true
		return
	case r == '-':
		f.flush()
		f.gap, f.dash = false, true
		f.out.WriteByte('-')
		return
	case f.gap && !f.dash && f.out.Len() > 0:
		f.out.WriteByte(' ')
	}
	f.gap, f.dash = false, false
	if !unicode.IsLetter(r) {
		f.flush()
		f.out.WriteRune(r)
		return
	}
	if moved, ok := toneMoves[[2]rune{f.held, r}]; ok {
		f.held, r = moved[0], moved[1]
	}
	f.write(f.held)
	f.held = r
}

// flush ends a word: its last letter y after a consonant is the i that it sounds (lý, kỹ, Mỹ).
func (f *folder) flush() {
	if i, ok := yAsI[f.held]; ok && f.before != 0 && !vowels[f.before] {
		f.held = i
	}
	f.write(f.held)
	f.held, f.before = 0, 0
}

func (f *folder) write(r rune) {
	if r != 0 {
		f.out.WriteRune(r)
		f.before = r
	}
}

// plain lowers a letter and gives the many dashes and the two letters that look like đ one form.
func plain(r rune) rune {
	switch r {
	case 'Ð', 'ð':
		return 'đ'
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	}
	return unicode.ToLower(r)
}

// toneMoves turns the old place of the mark (òa, òe, ùy) into the new one (oà, oè, uỳ); as hòai and tòan are only ever
// slips for hoài and toàn, the letters after the pair do not matter.
var toneMoves = func() map[[2]rune][2]rune {
	moves := map[[2]rune][2]rune{}
	for _, pair := range []struct {
		first, plain rune
		marked       string
		second       string
	}{{'o', 'a', "òóỏõọ", "àáảãạ"}, {'o', 'e', "òóỏõọ", "èéẻẽẹ"}, {'u', 'y', "ùúủũụ", "ỳýỷỹỵ"}} {
		second := []rune(pair.second)
		for i, marked := range []rune(pair.marked) {
			moves[[2]rune{marked, pair.plain}] = [2]rune{pair.first, second[i]}
		}
	}
	return moves
}()

var yAsI = map[rune]rune{'y': 'i', 'ỳ': 'ì', 'ý': 'í', 'ỷ': 'ỉ', 'ỹ': 'ĩ', 'ỵ': 'ị'}

var vowels = func() map[rune]bool {
	set := map[rune]bool{}
	for _, r := range "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ" {
		set[r] = true
	}
	return set
}()

// written says whether s holds text in NFC without stray spaces.
func written(s string) bool {
	return s != "" && strings.TrimSpace(s) == s && norm.NFC.IsNormalString(s)
}
