package document

import (
	"slices"
	"strings"
)

// Urgencies are the words of độ khẩn, from the least: "" is thường (NĐ 30/2020 Art. 8).
var Urgencies = []string{"", "khan", "thuong_khan", "hoa_toc"}

var urgencyLabels = map[string]string{"": "Thường", "khan": "Khẩn", "thuong_khan": "Thượng khẩn", "hoa_toc": "Hỏa tốc"}

// UrgencyLabel is a word of Urgencies as a person reads it.
func UrgencyLabel(urgency string) string { return urgencyLabels[urgency] }

// UrgencyStamp is a word of Urgencies as the red box has it; "" for thường, which has none (NĐ 30/2020 Phụ lục I).
func UrgencyStamp(urgency string) string {
	if urgency == "" {
		return ""
	}
	return strings.ToUpper(urgencyLabels[urgency])
}

// BearsUrgency says whether a line begins with a stamp of độ khẩn, in either spelling and whatever follows.
func BearsUrgency(line string) bool {
	line = spelledUrgency(line)
	return slices.ContainsFunc(Urgencies[1:], func(u string) bool { return strings.HasPrefix(line, UrgencyStamp(u)) })
}

// UrgencyOf is the word of Urgencies that a stamp shows, "" for none. HỎA TỐC HẸN GIỜ is on paper alone: here it is hỏa tốc.
func UrgencyOf(stamp string) string {
	stamp = spelledUrgency(stamp)
	for _, urgency := range Urgencies[1:] {
		if stamp == UrgencyStamp(urgency) {
			return urgency
		}
	}
	if strings.HasPrefix(stamp, UrgencyStamp("hoa_toc")) {
		return "hoa_toc"
	}
	return ""
}

func spelledUrgency(line string) string {
	return strings.ReplaceAll(strings.ToUpper(line), "HOẢ", "HỎA")
}
