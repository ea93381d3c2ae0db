package format

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The grammar of a Vietnamese syllable in writing: onset, rhyme, tone. A token that it cannot be is a slip of the hand,
// or foreign; foreign words are let through (foreign).

// onsets are the beginnings of a syllable, the longest first.
var onsets = []string{"ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x"}

// rhymes are those that follow any onset, without tone.
var rhymes = set(`a ac ach ai am an ang anh ao ap at au ay
ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot oăc oăm oăn oăng oăt
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uy uya uych uynh uyn uyt uyu uyên uyêt uyp uân uâng uât uây uê uêch uênh uêu uơ uôc uôi uôm uôn uông uôt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu`)

// afterQu are the rhymes behind "qu", whose u is the glide.
var afterQu = set(`a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êt êu i ich in inh it iu ơ ơi ơn ơt ôc ôi y yên yêt ynh ych yt yn yêng`)

// afterG are the rhymes in i behind a single g: "gì", "gìn", "giếng".
var afterG = set("i im in ip iêc iêm iên iêng iêp iêt iêu ia")

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[norm.NFC.String(w)] = true
	}
	return all
}

// The five marks of tone.
const (
	grave = '\u0300'
	acute = '\u0301'
	tilde = '\u0303'
	hook  = '\u0309'
	below = '\u0323'
)

// spelled is a token taken apart: its letters without tone, the tone and the letter that bears it.
type spelled struct {
	letters []rune
	tone    rune // 0 = none
	bearer  int
	tones   int
}

func spell(token string) spelled {
	s := spelled{bearer: -1}
	for _, r := range norm.NFD.String(token) {
		switch r {
		case grave, acute, tilde, hook, below:
			s.tone, s.bearer = r, len(s.letters)-1
			s.tones++
		default:
			if unicode.Is(unicode.Mn, r) && len(s.letters) > 0 {
				composed := []rune(norm.NFC.String(string(s.letters[len(s.letters)-1]) + string(r)))
				s.letters = append(s.letters[:len(s.letters)-1], composed...)
				continue
			}
			s.letters = append(s.letters, r)
		}
	}
	return s
}

// verdict is what the grammar says of a token.
type verdict int

const (
	possible verdict = iota
	misplaced
	impossible
)

// judge says whether a token in lower case may be one syllable, and whether its tone stands on the right letter.
func judge(token string) verdict {
	s := spell(token)
	if s.tones > 1 {
		return impossible
	}
	letters := string(s.letters)
	for _, onset := range append(onsets, "") {
		rhyme, ok := strings.CutPrefix(letters, onset)
		if !ok || !follows(onset, rhyme) || !sounds(rhyme, s.tone) {
			continue
		}
		if s.tone == 0 || rightBearer(onset, rhyme, s.bearer-len([]rune(onset))) {
			return possible
		}
		return misplaced
	}
	return impossible
}

// follows says whether a rhyme may stand behind an onset in writing.
func follows(onset, rhyme string) bool {
	front := strings.HasPrefix(rhyme, "i") || strings.HasPrefix(rhyme, "e") || strings.HasPrefix(rhyme, "ê") || strings.HasPrefix(rhyme, "y")
	switch onset {
	case "qu":
		return afterQu[rhyme]
	case "g":
		return afterG[rhyme] || rhymes[rhyme] && !front
	case "k", "gh", "ngh":
		return rhymes[rhyme] && front
	case "c", "ng":
		return rhymes[rhyme] && !front
	case "gi":
		return rhymes[rhyme] && !strings.HasPrefix(rhyme, "i") && !strings.HasPrefix(rhyme, "y")
	}
	return rhymes[rhyme]
}

// sounds: a rhyme that ends in a stop has the tone sắc or nặng.
func sounds(rhyme string, tone rune) bool {
	stopped := strings.HasSuffix(rhyme, "c") || strings.HasSuffix(rhyme, "ch") || strings.HasSuffix(rhyme, "p") || strings.HasSuffix(rhyme, "t")
	return !stopped || tone == acute || tone == below
}

// rightBearer says whether the tone stands on the letter of the rhyme that bears it. In an open oa, oe, uy both ways of
// writing are right (hòa, hoà).
func rightBearer(onset, rhyme string, bearer int) bool {
	letters := []rune(rhyme)
	if onset == "qu" && bearer == -1 {
		return false
	}
	switch rhyme {
	case "oa", "oe", "uy":
		return bearer == 0 || bearer == 1
	}
	for i := len(letters) - 1; i >= 0; i-- {
		if strings.ContainsRune("ăâêôơư", letters[i]) { // of "ươ" the second
			return bearer == i
		}
	}
	var vowels []int
	for i, r := range letters {
		if strings.ContainsRune("aeiouy", r) {
			vowels = append(vowels, i)
		}
	}
	closed := len(vowels) > 0 && vowels[len(vowels)-1] < len(letters)-1
	switch {
	case len(vowels) == 1:
		return bearer == vowels[0]
	case len(vowels) == 2 && closed, len(vowels) == 3:
		return bearer == vowels[1]
	case rhyme == "ua" || rhyme == "ia" || rhyme == "ưa":
		return bearer == 0
	}
	return bearer == vowels[0]
}

// foreign says whether a token that is no syllable may be a word of another language, or one written together:
// letters or clusters that Vietnamese does not have, or several syllables of which each but the first has its onset.
func foreign(token string) bool {
	s := spell(token)
	letters := string(s.letters)
	if strings.ContainsAny(letters, "fjwz") {
		return true
	}
	for _, cluster := range []string{"bl", "br", "cl", "cr", "dr", "đr", "fl", "gl", "gr", "kl", "kr", "pl", "pr", "ps", "sc", "sp", "st", "xt"} {
		if strings.HasPrefix(letters, cluster) {
			return true
		}
	}
	return chain([]rune(token), true)
}

// chain says whether letters are two syllables or more in a row.
func chain(token []rune, first bool) bool {
	for end := 1; end <= len(token); end++ {
		head := string(token[:end])
		if judge(head) != possible || !first && !startsWithConsonant(head) {
			continue
		}
		if end == len(token) {
			return !first
		}
		if chain(token[end:], false) {
			return true
		}
	}
	return false
}

func startsWithConsonant(s string) bool {
	letters := spell(s).letters
	return len(letters) > 1 && !strings.ContainsRune("aăâeêioôơuưy", letters[0])
}
