package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Relation is what a citation says about the citing document and the cited one.
type Relation string

// The relations, the weakest first: of several citations of one document the strongest counts.
const (
	Mentions   Relation = "mentions"   // neither of the others
	Grounds    Relation = "grounds"    // căn cứ, theo: the citing one stands on it
	Implements Relation = "implements" // thực hiện, triển khai, quán triệt: the citing one carries it out
	Answers    Relation = "answers"    // trả lời, phúc đáp
	Amends     Relation = "amends"     // sửa đổi, bổ sung, đính chính, or replaces a part
	Replaces   Relation = "replaces"   // thay thế, bãi bỏ, thu hồi: the cited one ends
)

// Relations are all of them, the weakest first.
var Relations = []Relation{Mentions, Grounds, Implements, Answers, Amends, Replaces}

// Stronger says whether r says more than s.
func (r Relation) Stronger(s Relation) bool {
	return slices.Index(Relations, r) > slices.Index(Relations, s)
}

// cues are the phrases that stand before a citation and say its relation. "kèm theo" and "tiếp theo" are there because
// they end in another cue and say nothing.
var cues, cueLexicon = func() ([]Relation, lexicon) {
	var relations []Relation
	var phrases []string
	for relation, said := range map[Relation][]string{
		Mentions:   {"kèm theo", "ban hành theo", "tiếp theo", "không thực hiện"},
		Grounds:    {"căn cứ", "căn cứ vào", "căn cứ theo", "theo", "theo đúng", "đúng theo", "trên cơ sở", "dựa trên"},
		Implements: {"thực hiện", "triển khai", "quán triệt", "thi hành", "chấp hành", "cụ thể hóa", "sơ kết", "tổng kết", "thực hiện theo", "thực hiện đúng theo"},
		Answers:    {"trả lời", "phúc đáp"},
		Amends:     {"sửa đổi", "bổ sung", "điều chỉnh", "đính chính"},
		Replaces:   {"thay thế", "thay thế cho", "thay cho", "bãi bỏ", "hủy bỏ", "thu hồi"},
	} {
		for _, phrase := range said {
			relations, phrases = append(relations, relation), append(phrases, phrase)
		}
	}
	return relations, newLexicon(phrases)
}()

// between are the words that may stand between a cue and its citation: "thực hiện tốt các nội dung, mục tiêu của Chỉ thị".
var between = newLexicon([]string{
	"các", "những", "nội dung", "nhiệm vụ", "mục tiêu", "giải pháp", "chỉ tiêu", "quan điểm", "tinh thần", "toàn bộ", "một số",
	"tốt", "nghiêm", "nghiêm túc", "nghiêm chỉnh", "đầy đủ", "kịp thời", "có hiệu quả", "hiệu quả", "có kết quả", "sâu", "kỹ",
	"sâu kỹ", "sâu sắc", "sâu rộng", "đồng bộ", "thắng lợi", "quy định", "yêu cầu", "chỉ đạo", "ý kiến", "ý kiến chỉ đạo",
	"đề nghị", "hướng dẫn", "của", "tại", "trong", "nêu tại", "nêu trong", "và", "việc",
})

// parts of a document: an act on them is an act on a part.
var parts = newLexicon([]string{"điều", "khoản", "điểm", "mục", "phần", "chương", "phụ lục", "một số điều", "một số nội dung", "tiết"})

var partNumber = regexp.MustCompile(`^(?:\d{1,3}[a-zđ]?|[ivx]{1,5}|[a-zđ])$`)

// cueWords is how far back a cue is looked for.
const cueWords = 24

// readRelations gives each citation its relation. A list shares that of its first: "thực hiện Chỉ thị … và Hướng dẫn …".
func readRelations(text string, all []mention) {
	for i := range all {
		m := &all[i]
		m.Relation = Mentions
		if m.Role == Own {
			m.Relation = ""
			continue
		}
		before := text[:m.from]
		if i > 0 {
			before = text[min(all[i-1].End, m.from):m.from]
		}
		relation, start, found := relationBefore(before, m.typed != "" || m.Named || m.from == m.Start)
		switch {
		case found && (i == 0 || !describes(text[min(all[i-1].to, m.from):m.from], before, start)):
			m.Relation = relation
		case !found && i > 0 && all[i-1].Role == Cited && goesOnList(text[min(all[i-1].to, m.from):m.from]):
			m.Relation = all[i-1].Relation
		}
	}
}

// relationBefore reads the cue at the end of before, past the words that may follow it, and where it starts. A bare
// number behind "trả lời" is that answer's own ("Công văn trả lời số 5"), so a cue counts before a type's name alone.
func relationBefore(before string, typed bool) (relation Relation, start int, found bool) {
	if !typed {
		return "", 0, false
	}
	near := tail(before)
	words, part := wordsBefore(near, cueWords), false
	for len(words) > 0 {
		last := words[len(words)-1]
		if !mayGoOn(last.tail) {
			break
		}
		if entry, count, ok := cueLexicon.suffix(words); ok {
			relation = cues[entry]
			if part && relation == Replaces {
				relation = Amends
			}
			return relation, len(before) - len(near) + actStart(words[:len(words)-count], words[len(words)-count].start), true
		}
		count, isPart := skip(words)
		if count == 0 {
			break
		}
		part = part || isPart
		words = words[:len(words)-count]
	}
	return "", 0, false
}

// beforeCues are the words that a cue may follow in one act: "tổ chức triển khai thực hiện", "sửa đổi, bổ sung".
var beforeCues = newLexicon([]string{"tổ chức", "tiếp tục", "lãnh đạo", "chỉ đạo", "tăng cường", "và", "hướng dẫn", "được"})

// actStart goes back from a cue over the words of the same act.
func actStart(words []word, start int) int {
	for len(words) > 0 && mayGoOn(words[len(words)-1].tail) {
		_, count, ok := cueLexicon.suffix(words)
		if !ok {
			if _, count, ok = beforeCues.suffix(words); !ok {
				break
			}
		}
		start = words[len(words)-count].start
		words = words[:len(words)-count]
	}
	return start
}

// mayGoOn says whether what follows a word leaves its sentence open.
func mayGoOn(tail string) bool { return tail == "" || tail == "," || tail == ":" }

// skip counts the words at the end that a cue may stand before.
func skip(words []word) (count int, part bool) {
	if _, n, ok := parts.suffix(words); ok {
		return n, true
	}
	if n := len(words); n > 1 && partNumber.MatchString(words[n-1].folded) {
		if _, count, ok := parts.suffix(words[:n-1]); ok {
			return count + 1, true
		}
	}
	_, count, _ = between.suffix(words)
	return count, false
}

var describing = regexp.MustCompile(`^` + ws + `*,?` + ws + `*["“(]?(?:$|(?:[Vv]ề|V/v|để|nhằm)(?:` + ws + `|$))`)

// describes says whether the cue stands in the words about the citation before it: in "Kế hoạch số 5-KH/HU về thực hiện
// Chỉ thị số 23-CT/TU" the plan implements, not the document that cites both.
func describes(gap, before string, cue int) bool {
	head := gap[:max(0, len(gap)-(len(before)-cue))]
	return !endsSentence(head) && describing.MatchString(head)
}

// goesOnList says whether a citation goes on the list that the one before it stands in: nothing but a joint between them,
// or that one's subject and a joint.
func goesOnList(gap string) bool {
	if listJoint.MatchString(gap) {
		return true
	}
	if utf8.RuneCountInString(gap) > 250 || strings.Contains(gap, ".") || strings.Contains(gap, "\n\n") {
		return false
	}
	return subjectThenJoint.MatchString(gap)
}

var subjectThenJoint = regexp.MustCompile(`^` + ws + `*,?` + ws + `*["“]?(?:[Vv]ề|V/v)` + ws + `[^;]*(?:[,;]|` + ws + `và)` + ws + `*(?:số` + ws + `*)?$`)

// endsSentence says whether a sentence ends inside s.
func endsSentence(s string) bool { return strings.ContainsAny(s, ".;\n:") }
