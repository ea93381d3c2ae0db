package task

import (
	"regexp"
	"strings"

	"trinhky/internal/directory"
)

// given is one place in a paragraph that gives work to somebody by name.
type given struct {
	start int // the word that begins its sentence or clause
	from  int // how many words stand before the word that gives, in its sentence
	leads []string
}

// reading is what one paragraph says of who does what.
type reading struct {
	text    string
	ws      []token
	given   []given
	subject []string // it begins with a name that is told to act
	chair   []string // "X chủ trì"
	co      []string
	leadsIn bool // it announces others
	tasking bool // it speaks of tasks
	past    bool // it begins with a name and says what was done
}

func read(text string) reading {
	r := reading{text: text, ws: tokens(text)}
	r.leadsIn = strings.HasSuffix(strings.TrimRight(text, " \t\n\u00a0*_"), ":")
	at, _ := tasking.find(r.ws, 0)
	r.tasking = at >= 0
	r.findGiven()
	r.findSubject()
	r.findChair()
	r.findCo()
	return r
}

// firstLeads are those of a paragraph's beginning.
func (r reading) firstLeads() []string { return r.subject }

// findGiven looks for a word that gives work with a name behind it, clause by clause.
func (r *reading) findGiven() {
	start := 0
	for i := 0; i < len(r.ws); i++ {
		if i > 0 && (r.ws[i-1].raw == "." || r.ws[i-1].raw == ";" || r.ws[i-1].raw == ":") {
			start = i
		}
		n := mandates.at(r.ws, i)
		if n == 0 || i > 0 && notGiving[r.ws[i-1].fold] || petitioned(r.ws, i) {
			continue
		}
		if i+n < len(r.ws) && r.ws[i+n].raw == ":" { // "Giao:" announces a list
			continue
		}
		names, end := nameAt(r.text, r.ws, i+n)
		if len(names) == 0 || narrated.at(r.ws, end) > 0 && end < len(r.ws) && r.ws[end].raw == "đã" {
			continue
		}
		r.given = append(r.given, given{start: start, from: i - start, leads: names})
		i = end - 1
	}
}

// notGiving stand before words that look as if they gave work: "đã giao", "được giao", "bàn giao", "theo đề nghị".
var notGiving = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range []string{"đã", "được", "bàn", "theo", "các", "những", "lời", "nội", "chuyển", "kiến", "văn", "thực", "không", "chưa"} {
		set[directory.Fold(w)] = true
	}
	return set
}()

// petitioners ask of those above them, and give no work: "các đại biểu đề nghị Ủy ban nhân dân tỉnh …".
var petitioners = newPhrases("đại biểu", "cử tri", "hội viên", "người dân", "bà con", "doanh nghiệp", "cử tri và nhân dân", "ý kiến")

// petitioned says whether the word at i is said by petitioners right before it.
func petitioned(ws []token, i int) bool {
	for n := 2; n <= 5 && n <= i; n++ {
		if petitioners.at(ws, i-n) == n {
			return true
		}
	}
	return false
}

// findSubject reads the name that a paragraph begins with: "Mặt trận Tổ quốc Việt Nam và các đoàn thể … quan tâm …",
// "Ban Tổ chức Tỉnh ủy: …", "Đối với Sở Tài chính: …".
func (r *reading) findSubject() {
	i := 0
	if n := toward.at(r.ws, 0); n > 0 {
		i = n
	}
	if !nameBegins(r.ws, i) || r.ws[0].lower() || ordered(r.ws, i) {
		return
	}
	names, end := nameAt(r.text, r.ws, i)
	if len(names) == 0 || end >= len(r.ws) {
		return
	}
	if r.ws[end].raw == ":" {
		r.subject = names
		return
	}
	if stops(r.ws[end]) || gives.at(r.ws, end) > 0 {
		return
	}
	for j := i + 1; j <= end && j < len(r.ws); j++ { // "… huyện đã tập trung lãnh đạo": a story
		if narrated.at(r.ws, j) > 0 && r.ws[j].lower() && told[r.ws[j].fold] {
			r.past = true
			return
		}
	}
	r.subject = names
}

// ordered says whether a paragraph begins with what is to be done, and not with who: "Tổ chức sinh hoạt …", "Báo cáo …".
func ordered(ws []token, i int) bool {
	n := predicates.at(ws, i)
	return n > 1 && !(inspectorate.at(ws, i) > 0 && n < len(ws)-i && areas.at(ws, i+n) > 0)
}

var inspectorate = newPhrases("thanh tra")

// told are the words of a story even inside what looks like a name.
var told = map[string]bool{directory.Fold("đã"): true, directory.Fold("chưa"): true, directory.Fold("còn"): true, directory.Fold("là"): true, directory.Fold("vẫn"): true, directory.Fold("được"): true}

// findChair reads "X chủ trì": in brackets, behind "giao", "do", or at the beginning of its clause.
func (r *reading) findChair() {
	for i := range r.ws {
		if lead.at(r.ws, i) == 0 {
			continue
		}
		if i+2 < len(r.ws) && r.ws[i+2].raw == ":" { // "(chủ trì: X; phối hợp: Y)"
			if names, _ := nameAt(r.text, r.ws, i+3); len(names) > 0 {
				r.chair = append(r.chair, names...)
				return
			}
		}
		from := i
		for from > 0 && !stops(r.ws[from-1]) && from > i-mostNameWords {
			from--
			if n := by.at(r.ws, from); n > 0 && nameBegins(r.ws, from+n) {
				from += n
				break
			}
		}
		for ; from < i; from++ {
			if nameBegins(r.ws, from) && (from == 0 || !inPhrase(r.ws[from-1])) {
				if names, end := nameAt(r.text, r.ws, from); end == i && len(names) > 0 {
					r.chair = append(r.chair, names...)
					return
				}
			}
		}
	}
}

// inPhrase says whether a name goes on here rather than begins: a capital word inside "Ban Tổ chức Tỉnh ủy".
func inPhrase(before token) bool {
	return !before.mark() && joints.at([]token{before}, 0) == 0 && by.at([]token{before}, 0) == 0
}

// findCo reads who works together with the lead.
func (r *reading) findCo() {
	for i := 0; i < len(r.ws); i++ {
		n := helping.at(r.ws, i)
		if n == 0 {
			continue
		}
		j := i + n
		if many.at(r.ws, j-1) > 0 { // "phối hợp với các …": the name begins with "các"
			j--
		}
		if j < len(r.ws) && r.ws[j].raw == ":" {
			j++
		}
		names, end := nameAt(r.text, r.ws, j)
		if len(names) == 0 { // "…; X phối hợp thực hiện"
			names, end = r.helperBefore(i), i
		}
		r.co = append(r.co, names...)
		i = max(i+n-1, end-1)
	}
}

// helperBefore is who stands before "phối hợp" in a clause of its own that is not the first.
func (r *reading) helperBefore(i int) []string {
	start := i
	for start > 0 && r.ws[start-1].raw != ";" && r.ws[start-1].raw != "." {
		start--
	}
	if start == 0 {
		return nil
	}
	if names, end := nameAt(r.text, r.ws, start); end == i {
		return names
	}
	return nil
}

// assesses says whether a heading announces what was good and bad.
func assesses(ws []token) bool {
	at, _ := assessing.find(ws, 0)
	if at < 0 {
		return false
	}
	task, _ := tasking.find(ws, 0)
	return task < 0 || at < task
}

var (
	closingFormula = regexp.MustCompile(`(?i)(?:^|\s)(?:thông\s+báo|trên\s+đây|xin\s+thông\s+báo)(?:\s|\P{L}).*(?:để|đề|đến)\s.*(?:biết|thực\s+hiện|thi\s+hành)`)
	closingName    = regexp.MustCompile(`(?i)\s(?:để|đề|đến|đề\s+nghị|yêu\s+cầu)\s+(.+?)[\s,]+(?:được\s+)?(?:biết|nghiêm\s+túc|triển\s+khai|tổ\s+chức|thực\s+hiện|thi\s+hành|căn\s+cứ)`)
)

// closes says whether a paragraph is the formula that ends a notice: "Văn phòng … thông báo … để X biết, thực hiện./."
func closes(text string) bool {
	return closingFormula.MatchString(text) && !strings.HasSuffix(strings.TrimSpace(text), ":")
}

// closingLeads are those whom the closing formula tells to act.
func closingLeads(paragraphs []paragraph) []string {
	for i := len(paragraphs) - 1; i >= 0; i-- {
		text := paragraphs[i].text
		if !closes(text) {
			continue
		}
		found := closingName.FindAllStringSubmatchIndex(text, -1)
		for j := len(found) - 1; j >= 0; j-- {
			name := text[found[j][2]:found[j][3]]
			ws := tokens(name)
			for k := range ws {
				if nameBegins(ws, k) {
					return splitNames(name, ws[k:])
				}
			}
		}
		return nil
	}
	return nil
}
