package format

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/document"
)

const eth = "ÐðƉ"

// letters is F20 of the letters themselves: Đ and NFC, in every part that a person writes.
func (f *findings) letters(c Content) {
	for _, p := range fieldsOf(&c) {
		text := p.text()
		if i := strings.IndexAny(text, eth); i >= 0 {
			f.add("F20 ETH_LETTER", p.spot.with(around(text, i)).fixed(fixEth, "Đổi “Ð” thành “Đ”"), "Có chữ “Ð” (U+00D0) trông giống “Đ” của tiếng Việt.")
		}
		if !norm.NFC.IsNormalString(text) {
			f.add("F20 NOT_NFC", p.spot.fixed(fixNFC, "Chuyển sang Unicode dựng sẵn"), "Có chữ viết bằng Unicode tổ hợp.")
		}
	}
}

// placeholders is F20 of what a template left to the person. It bars where a template of ours has these very words; others
// in square brackets may be meant.
func (f *findings) placeholders(c Content) {
	for _, p := range fieldsOf(&c) {
		for _, left := range document.Placeholders(p.text()) {
			at := p.spot.with(left)
			if document.OfTemplate(left) {
				at.level = LevelError
			}
			f.add("F20 PLACEHOLDER", at, "“%s” còn chờ điền.", left)
		}
	}
}

// around is the word at a byte of a text, with those beside it.
func around(text string, i int) string {
	from, to := strings.LastIndexByte(text[:i], ' ')+1, strings.IndexByte(text[i:], ' ')
	if to < 0 {
		return text[from:]
	}
	return text[from : i+to]
}

// symbols is F20 of the way symbols are typed. A symbol that was given its canonical form has neither fault.
func (f *findings) symbols(words script, cited []document.Citation) {
	for _, c := range cited {
		if c.Symbol == "" || c.Raw == c.Symbol {
			continue
		}
		at := words.cited(c)
		if at.key != "" {
			at = at.fixed(fixSymbol, "Viết thành “"+c.Symbol+"”")
		}
		switch bare := strings.Map(plainEth, c.Raw); {
		case strings.ContainsAny(c.Raw, "\u00A0\u202F\u2007"):
			f.add("F20 NBSP_IN_CODE", at, "Trong “%s” có dấu cách không ngắt.", c.Raw)
		case bare != c.Symbol:
			f.add("F20 SYMBOL_SPACING", at, "“%s” phải viết liền, nối bằng dấu gạch ngắn: “%s”.", c.Raw, c.Symbol)
		}
	}
}

func plainEth(r rune) rune {
	switch r {
	case 'Ð', 'Ɖ':
		return 'Đ'
	case 'ð':
		return 'đ'
	}
	return r
}
