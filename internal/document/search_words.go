package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/directory"
)

const (
	wordLimit  = 64      // letters of one indexed word; the rest of a longer one is not looked at
	textWords  = 100_000 // words of one document that are indexed
	textLetter = 400_000 // bytes of different words: PostgreSQL takes a megabyte for all of them
)

// exactWords are the words of a text as quoted words are compared: lower case, tone marks in one place, numbers without
// leading zeros, parted and surrounded by one space; "" has none.
func exactWords(s string) string {
	var out strings.Builder
	different, bytes, n := map[string]bool{}, 0, 0
	for word := range strings.FieldsFuncSeq(directory.Fold(s), notInWord) {
		word = plainNumber(clip(word))
		if !different[word] {
			different[word] = true
			bytes += len(word)
		}
		if n++; n > textWords || bytes > textLetter {
			break
		}
		out.WriteByte(' ')
		out.WriteString(word)
	}
	if out.Len() > 0 {
		out.WriteByte(' ')
	}
	return out.String()
}

// notInWord parts words: "77-KH/HU" is three.
func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
}

func clip(word string) string {
	if utf8.RuneCountInString(word) <= wordLimit {
		return word
	}
	return string([]rune(word)[:wordLimit])
}

// plainNumber makes 01 and 1 one number.
func plainNumber(word string) string {
	if word[0] != '0' || strings.Trim(word, "0123456789") != "" {
		return word
	}
	if short := strings.TrimLeft(word, "0"); short != "" {
		return short
	}
	return "0"
}

// withoutMarks drops tone and vowel marks from what exactWords made.
func withoutMarks(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			out.WriteByte(byte(r))
		default:
			if plain, known := unmarked[r]; known {
				out.WriteByte(plain)
				continue
			}
			for _, part := range norm.NFD.String(string(r)) {
				if !unicode.Is(unicode.Mn, part) {
					out.WriteRune(part)
				}
			}
		}
	}
	return out.String()
}

// unmarked are the marked letters of Vietnamese and what is left of them: a table is fifteen times faster than NFD.
var unmarked = func() map[rune]byte {
	table := map[rune]byte{'đ': 'd', 'ð': 'd'}
	for plain, marked := range map[byte]string{
		'a': "àáảãạăằắẳẵặâầấẩẫậ", 'e': "èéẻẽẹêềếểễệ", 'i': "ìíỉĩị", 'o': "òóỏõọôồốổỗộơờớởỡợ", 'u': "ùúủũụưừứửữự", 'y': "ỳýỷỹỵ",
	} {
		for _, r := range marked {
			table[r] = plain
		}
	}
	return table
}()

// searchWords are the words of a text without accents: "ke hoach" finds "Kế hoạch".
func searchWords(s string) string { return withoutMarks(exactWords(s)) }
