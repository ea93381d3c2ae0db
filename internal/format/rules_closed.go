package format

import (
	"regexp"
	"slices"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// charge is a place where somebody is written to or told to act, and the words there.
type charge struct {
	at    spot
	words string
}

// names is every run of words from the beginning that may be a name, longest first, folded.
func (c charge) names() (names []string) {
	ends := oneWord.FindAllStringIndex(c.words, longestName)
	for n := len(ends); n >= 2; n-- {
		names = append(names, directory.Fold(c.words[:ends[n-1][1]]))
	}
	return names
}

var (
	orders = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:đề nghị|giao cho|giao|yêu cầu|phân công|chỉ đạo)\s+([^.;:\n]+)`)
	notice = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:để|đề)\s+([^.;:\n]{3,300}?)\s+(?:biết|thực hiện|thi hành)(?:[^\p{L}]|$)`)
	duties = regexp.MustCompile(`(?:^|[.;:]\s+)([^.;:\n]{3,300}?)\s+(?:chịu trách nhiệm|có trách nhiệm|chủ trì)(?:[^\p{L}]|$)`)
	// toDo begins what is to be done: names behind it are no longer those who are to do it.
	toDo = regexp.MustCompile(`\s(?:thực hiện|triển khai|quan tâm|chủ trì|phối hợp|tổ chức|chỉ đạo|tập trung|xây dựng|báo cáo|rà soát|tham mưu|hướng dẫn|kiểm tra|tăng cường|tiếp tục|nghiên cứu|quán triệt|chịu trách nhiệm|có trách nhiệm|khẩn trương|hoàn thành|cung cấp|gửi|xem xét|căn cứ|theo|biết|sớm|lãnh đạo|phân công|ban hành|của|tại|về|trong|để)(?:\s|,|$)`)
	// toWhom parts those who are named together; a lead says no more than that there are several, or which body of one.
	toWhom  = regexp.MustCompile(`[,()]|\s(?:và|cùng|cùng với|với)\s`)
	leads   = regexp.MustCompile(`^(?i:(?:các|đồng chí|tập thể|lãnh đạo|cho|ban thường vụ|thường trực|ban chấp hành|bí thư|chủ tịch|đảng bộ)\s+)+`)
	oneWord = regexp.MustCompile(`[\p{L}\p{M}\p{N}&/]+`)
)

// chargeKeys are words without which a pattern cannot match.
var chargeKeys = map[*regexp.Regexp][]string{
	orders: {"đề nghị", "giao ", "yêu cầu", "phân công", "chỉ đạo"}, notice: {"biết", "thi hành", "thực hiện"},
	duties: {"trách nhiệm", "chủ trì"},
}

const longestName = 14 // words

// charges finds them in Kính gửi and in the text.
func charges(c Content) (all []charge) {
	for _, line := range c.Addressees {
		all = append(all, charged(spot{where: "Kính gửi"}, line)...)
	}
	for i, b := range mainBlocks(c.Body) {
		text := wordsOf(b)
		lower := strings.ToLower(text)
		for _, pattern := range []*regexp.Regexp{orders, notice, duties} {
			if !slices.ContainsFunc(chargeKeys[pattern], func(key string) bool { return strings.Contains(lower, key) }) {
				continue
			}
			for _, m := range pattern.FindAllStringSubmatch(text, -1) {
				stretch := " " + m[1]
				if cut := toDo.FindStringIndex(stretch); cut != nil {
					stretch = stretch[:cut[0]]
				}
				all = append(all, charged(block(b, i), strings.TrimSpace(stretch))...)
			}
		}
	}
	return all
}

// charged are those named together in a stretch.
func charged(at spot, stretch string) (all []charge) {
	starts := []int{0}
	for _, joint := range toWhom.FindAllStringIndex(stretch, -1) {
		starts = append(starts, joint[1])
	}
	for _, start := range starts {
		rest := stretch[start:]
		rest = rest[len(rest)-len(strings.TrimLeft(rest, " -–•")):]
		for _, words := range []string{rest, rest[len(leads.FindString(rest)):]} {
			if words != "" && (len(all) == 0 || all[len(all)-1].words != words) {
				all = append(all, charge{at: at, words: words})
			}
		}
	}
	return all
}

// districtsEnded is the day from which there is no district level (domain: what changed in 2025).
const districtsEnded store.Date = "2025-07-01"

var ofDistrict = regexp.MustCompile(directory.Fold(`^(?:(?:huyện|thị|quận) ủy|(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|ủy ban mặt trận tổ quốc việt nam|ủy ban mttq việt nam) (?:huyện|quận|thị xã|thị trấn)|đảng ủy thị trấn)`) + `(?:[ ,.;]|$)`)

// closed is F19: whoever has ended receives nothing and is given no work; to cite an organ that has ended is no fault.
// Without the directory only what ended for the whole country is known.
func (f *findings) closed(c Content) {
	told := map[string]bool{}
	tell := func(name string, at spot, found, message string, args ...any) {
		if key := at.where + found; !told[key] {
			told[key] = true
			f.add(name, at.with(found), message, args...)
		}
	}
	for _, one := range charges(c) {
		if c.Facts != nil {
			for _, name := range one.names() {
				ended, borne := c.Facts.Ended[name]
				if ended.Detail != "" {
					tell("F19 ORGAN_CLOSED", one.at, name, "%s", ended.Detail)
				}
				if borne {
					break // the longest name is the one that is meant
				}
			}
			continue
		}
		f.ofDistrict(c, one, tell)
	}
	if c.Facts != nil || c.On < districtsEnded {
		return
	}
	for _, line := range f.block.Lines {
		for _, one := range charged(lineSpot(f.block, line.N), line.Text) {
			f.ofDistrict(c, one, tell)
		}
	}
}

func (f *findings) ofDistrict(c Content, one charge, tell func(name string, at spot, found, message string, args ...any)) {
	if c.On < districtsEnded {
		return
	}
	found := ofDistrict.FindString(directory.Fold(beginning(one.words)))
	if found == "" {
		return
	}
	tell("F19 LEVEL_ENDED", one.at, strings.Trim(found, " ,.;"), "“%s”: cấp huyện đã kết thúc hoạt động từ 01/7/2025, hãy ghi cơ quan kế thừa.", one.words)
}

// beginning is the first words of a stretch: as many as the longest name of a district's organ has.
func beginning(words string) string {
	ends := oneWord.FindAllStringIndex(words, 12)
	if len(ends) == 0 {
		return ""
	}
	return words[:min(len(words), ends[len(ends)-1][1]+1)]
}
