package task

import (
	"regexp"
	"strings"
)

var (
	product = regexp.MustCompile(`(?i)(?:xây\s+dựng|ban\s+hành|tham\s+mưu|có|lập|hoàn\s+thiện|hoàn\s+chỉnh|trình|dự\s+thảo|đề\s+xuất|gửi)\s+(?:(?:và|ban\s+hành|trình|dự\s+thảo|các|hoàn\s+thiện)\s+)*` +
		`((?:kế\s+hoạch|báo\s+cáo|đề\s+án|tờ\s+trình|quy\s+chế|quy\s+định|chương\s+trình|hướng\s+dẫn|nghị\s+quyết|chỉ\s+thị|phương\s+án|danh\s+sách|danh\s+mục|văn\s+bản|thông\s+báo|quyết\s+định)(?:\s+[^,.;:()]+)?)`)
	productEnd = regexp.MustCompile(`(?i)\s+(?:để|nhằm|trình|gửi|trước|trong|chậm|hằng|hàng|theo|và|đồng\s+thời|bảo\s+đảm|triển\s+khai|tổ\s+chức|báo\s+cáo)(?:\s|$)`)
	reporting  = regexp.MustCompile(`(?i)báo\s+cáo\s+(?:kết\s+quả\s+)?(?:[^,.;:()]{0,60}?\s)?(?:về|cho|với|đến|lên|gửi)\s+((?:Thường|Ban|Ủy|Uỷ|Văn|Tỉnh|Huyện|Thành|Đảng|UBND|Chủ|Sở|Bí|BTV|HĐND|Hội)[^,.;:()]*)`)
	direct     = regexp.MustCompile(`(?i)(?:báo\s+cáo|trình)\s+((?:Thường\s+trực|Ban\s+Thường\s+vụ|Ban\s+Chấp\s+hành|Ủy\s+ban|UBND|Chủ\s+tịch|HĐND|Hội\s+đồng)[^,.;:()]*)`)
)

const mostProductWords = 12

// deliverableIn is what is to come of a task, as it is called: "kế hoạch cụ thể".
func deliverableIn(text string) string {
	for _, m := range product.FindAllStringSubmatchIndex(text, -1) {
		if !atWord(text, m[0]) {
			continue
		}
		return cut(text[m[2]:m[3]])
	}
	return ""
}

// reportToIn is whom the result is to be reported to, as written.
func reportToIn(text string) string {
	for _, re := range []*regexp.Regexp{reporting, direct} {
		if m := re.FindStringSubmatchIndex(text); m != nil && m[2] >= 0 {
			return cut(text[m[2]:m[3]])
		}
	}
	return ""
}

// cut ends a phrase where the next one begins.
func cut(s string) string {
	if line, _, found := strings.Cut(s, "\n"); found {
		s = line
	}
	words := strings.Fields(s)
	if len(words) > 1 { // the noun itself may be a word that ends another
		rest := " " + strings.Join(words[1:], " ")
		if at := productEnd.FindStringIndex(rest); at != nil {
			words = append(words[:1], strings.Fields(rest[:at[0]])...)
		}
	}
	return strings.Join(words[:min(len(words), mostProductWords)], " ")
}
