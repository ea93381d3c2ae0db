package format

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/document"
)

// wellKnown are abbreviations that need no explanation: names of organs in every symbol, and words that stand in dictionaries
// as they are.
var wellKnown = set(`UBND HĐND MTTQ MTTQVN UBMTTQ UBMTTQVN BCH BTV BTVTU TTTU UBKT TW TƯ TU HU ĐU VP VPTU VPTW VPĐU VPHU VT QH CP TTg
BTC BTG BDV BNC BTGDV BTCTU BTGTU BDVTU BNCTU BTGDVTU UBKTTU UBTVQH VPQH VPCP HTND VKSND TAND LĐLĐ LHPN CCB TNCS HCM CTXH ĐBQH
GDP GRDP CPI PCI PAPI PAR FDI ODA WTO ASEAN APEC EU UN WHO UNESCO USD VND EUR HIV AIDS COVID SARS ISO GPS GIS SMS PDF USB QR ID IT AI
XHCN CNXH CNH HĐH CNTT ATGT PCCC TP TX TT PL STT TM KT TL TUQ ĐT ĐTDĐ THCS THPT VN`)

var (
	capitalToken = regexp.MustCompile(`[\p{Lu}\p{M}]{2,10}`)
	romanNumber  = regexp.MustCompile(`^[IVXLCDM]+$`)
	// An abbreviation is explained where it stands in brackets behind its long form, is followed by it in brackets, or is
	// named as one: "(sau đây viết tắt là NTM)", "nông thôn mới (NTM)", "NTM (nông thôn mới)".
	explains = regexp.MustCompile(`(?:viết tắt|gọi tắt|gọi chung|gọi)\s+(?:là|:)\s*[“"(]?\s*$`)
)

// abbreviations is F20 of what a reader may not understand: each at its first use. What may be a syllable is a word in
// capitals.
func (f *findings) abbreviations(words script, cited []document.Citation) {
	told := map[string]bool{}
	next := 0
	words.stretches(func(at spot, start int, text string) {
		if shouting(text) {
			return
		}
		for _, m := range capitalToken.FindAllStringIndex(text, -1) {
			word := text[m[0]:m[1]]
			for next < len(cited) && cited[next].End <= start+m[0] {
				next++
			}
			inside := next < len(cited) && cited[next].Start <= start+m[0]
			if inside || told[word] || wellKnown[word] || romanNumber.MatchString(word) || judge(strings.ToLower(word)) != impossible || !alone(text, m[0], m[1]) {
				continue
			}
			told[word] = true
			if !explained(text, m[0], m[1]) && !capitalsAround(text, m[0], m[1]) {
				f.add("F20 ABBREVIATION", at.with(word), "Từ viết tắt “%s” chưa được giải thích ở lần dùng đầu tiên.", word)
			}
		}
	})
}

// shouting says whether a stretch is written in capitals as a whole.
func shouting(text string) bool {
	lower, upper := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLower(r):
			lower++
		case unicode.IsUpper(r):
			upper++
		}
	}
	return upper > 3*lower
}

// alone says whether capitals are a word of their own, no part of a symbol, a number or an address.
func alone(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	part := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/-–&._@", r) && r != 0
	}
	return !part(before) && (!part(after) || after == '.')
}

func explained(text string, from, to int) bool {
	before, after := strings.TrimRight(text[:from], " "), strings.TrimLeft(text[to:], " ")
	if explains.MatchString(before) {
		return true
	}
	if strings.HasSuffix(before, "(") && strings.HasPrefix(after, ")") {
		return true
	}
	return strings.HasPrefix(after, "(") && !strings.HasPrefix(after, "()")
}

// capitalsAround: a word between words in capitals is a title, not an abbreviation.
func capitalsAround(text string, from, to int) bool {
	before, after := strings.Fields(text[:from]), strings.Fields(text[to:])
	loud := func(w string) bool {
		w = strings.Trim(w, `“”"'().,;:`)
		return utf8.RuneCountInString(w) > 1 && strings.ToUpper(w) == w && strings.ToLower(w) != w
	}
	return len(before) > 0 && loud(before[len(before)-1]) || len(after) > 0 && loud(after[0])
}
