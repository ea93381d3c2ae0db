package format

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/layout"
)

// partNames are the components as people call them.
var partNames = map[string]string{
	"title": "Tiêu đề, Quốc hiệu", "motto": "Tiêu ngữ", "superior": "Tên cơ quan cấp trên", "issuer": "Tên cơ quan ban hành",
	"number": "Số, ký hiệu", "date": "Địa danh, ngày tháng", "kind": "Tên loại", "subject": "Trích yếu",
	"letter_subject": "Trích yếu công văn", "address": "Kính gửi", "body": "Nội dung", "heading": "Đề mục",
	"recipients_word": "Chữ “Nơi nhận”", "recipients": "Nơi nhận", "authority": "Quyền hạn", "position": "Chức vụ", "name": "Họ tên người ký",
}

// motto is the second line of a State header, which a file shows beside the first.
var motto = directory.Fold("Độc lập - Tự do - Hạnh phúc")

// look is F15 and the page numbers of F16: what the pages of a file look like, against what the rule set allows.
func (f *findings) look(r layout.Reading) {
	if r.Look == nil || f.rules == nil {
		return
	}
	allowed, look := f.rules.Allowed, r.Look
	f.paper(allowed.Page, look)
	f.pageNumbers(allowed.PageNumber, look.PageNumber)
	for _, name := range layout.PartNames {
		for _, one := range same(look.Parts[name]) {
			name := name
			if name == "title" && directory.Fold(one.Text) == motto {
				name = "motto"
			}
			rule, named := allowed.Parts[name]
			at := spot{where: partNames[name], paragraph: one.Paragraph}
			f.font(allowed.Fonts, at, one)
			if named {
				f.part(rule, name, at, one)
			}
		}
	}
}

func (f *findings) paper(rule layout.AllowedPageRule, look *layout.Look) {
	if !rule.Width.Holds(look.Width) || !rule.Height.Holds(look.Height) {
		f.add("F15 PAPER", onPage("Khổ giấy").with(mm(look.Width)+" × "+mm(look.Height)), "Khổ giấy %s × %s không phải A4.", mm(look.Width), mm(look.Height))
	}
	for _, side := range []struct {
		name  string
		in    layout.Range
		value float64
	}{{"trên", rule.Top, look.Top}, {"dưới", rule.Bottom, look.Bottom}, {"trái", rule.Left, look.Left}, {"phải", rule.Right, look.Right}} {
		if !side.in.Holds(side.value) {
			f.add("F15 MARGIN", onPage("Lề "+side.name).with(mm(side.value)), "Lề %s %s, cần %s.", side.name, mm(side.value), span(side.in, "mm"))
		}
	}
}

func (f *findings) pageNumbers(rule layout.AllowedPageNumberRule, look layout.PageNumberLook) {
	at := onPage("Số trang")
	switch {
	case !look.Present:
		f.add("F16 PAGE_NUMBER_MISSING", at, "Tệp không đánh số trang.")
		return
	case look.FirstPage && rule.First > 1:
		f.add("F16 PAGE_NUMBER_FIRST", at, "Trang đầu hiện số trang.")
	}
	if look.Where != "" && look.Where != rule.Where || look.Align != "" && look.Align != rule.Align {
		f.add("F16 PAGE_NUMBER_PLACE", at, "Số trang không đặt ở chính giữa lề trên.")
	}
}

// same leaves of lines that look alike the first: one finding tells of all.
func same(all []layout.PartLook) (kept []layout.PartLook) {
	seen := map[string]bool{}
	for _, one := range all {
		key := one
		key.Text, key.Paragraph = "", 0
		if k := fmt.Sprint(key); !seen[k] {
			seen[k] = true
			kept = append(kept, one)
		}
	}
	return kept
}

func (f *findings) font(fonts []string, at spot, one layout.PartLook) {
	if one.Font != "" && !slices.ContainsFunc(fonts, func(name string) bool { return strings.EqualFold(name, one.Font) }) {
		f.add("F15 FONT", at.with(one.Font), "%s dùng phông %s: “%s”.", at.where, one.Font, head(one.Text))
	}
}

// part is the look of one line of a component.
func (f *findings) part(rule layout.AllowedPartRule, name string, at spot, one layout.PartLook) {
	text := head(one.Text)
	if one.Size > 0 && !rule.Size.Holds(one.Size) {
		f.add("F15 FONT_SIZE", at.with(points(one.Size)), "%s cỡ %s, cần %s: “%s”.", at.where, points(one.Size), span(rule.Size, ""), text)
	}
	for _, style := range []struct {
		name string
		want *bool
		is   bool
	}{{"in đậm", rule.Bold, one.Bold}, {"in nghiêng", rule.Italic, one.Italic}, {"gạch chân", rule.Underline, one.Underline}} {
		if style.want != nil && *style.want != style.is {
			f.add("F15 FONT_STYLE", at.with(style.name), "%s phải %s%s: “%s”.", at.where, unless(*style.want), style.name, text)
		}
	}
	if rule.Caps != nil && *rule.Caps != one.Caps {
		how := "in hoa"
		if !*rule.Caps {
			how = "in thường"
		}
		f.add("F15 CAPITALS", at.with(text), "%s phải %s: “%s”.", at.where, how, text)
	}
	if align := alignOf(one, name); align != "" && len(rule.Align) > 0 && !slices.Contains(rule.Align, align) {
		f.add("F15 ALIGNMENT", at.with(alignNames[align]), "%s canh %s, cần canh %s: “%s”.", at.where, alignNames[align], aligned(rule.Align), text)
	}
	if name == "body" || name == "heading" {
		f.spacing(rule, at, one)
	}
}

// spacing is that of running text.
func (f *findings) spacing(rule layout.AllowedPartRule, at spot, one layout.PartLook) {
	text := head(one.Text)
	if len(rule.FirstLine) > 0 && !slices.ContainsFunc(rule.FirstLine, func(v float64) bool { return layout.Range{v, v}.Holds(one.FirstLine) }) {
		f.add("F15 INDENT", at.with(mm(one.FirstLine)), "Dòng đầu lùi %s: “%s”.", mm(one.FirstLine), text)
	}
	if gap := max(one.Before, one.After); !rule.Before.Holds(gap) {
		f.add("F15 PARAGRAPH_SPACE", at.with(points(gap)), "Khoảng cách đoạn %s, cần %s: “%s”.", points(gap), span(rule.Before, "pt"), text)
	}
	line := one.Line
	if one.LineRule == "auto" {
		line *= layout.LineHeight * one.Size
	}
	if one.Line > 0 && one.Size > 0 && !rule.Line.Holds(line, one.Size) {
		f.add("F15 LINE_SPACING", at.with(points(line)), "Khoảng cách dòng %s: “%s”.", points(line), text)
	}
}

// alignOf is the word of a Word file in the words of a rule set. Running text that says nothing stands on the left; a line
// of the header or the closing that says nothing was put in its place by tabs, and is not judged.
func alignOf(one layout.PartLook, name string) string {
	switch one.Align {
	case "both", "distribute":
		return "justify"
	case "":
		if name == "body" {
			return "left"
		}
	case "start":
		return "left"
	case "end":
		return "right"
	}
	return one.Align
}

var alignNames = map[string]string{"left": "trái", "center": "giữa", "right": "phải", "justify": "đều hai bên"}

func aligned(all []string) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = alignNames[a]
	}
	return strings.Join(names, " hoặc ")
}

func unless(want bool) string {
	if want {
		return ""
	}
	return "không "
}

func mm(v float64) string     { return number(v) + " mm" }
func points(v float64) string { return number(v) + " pt" }

// number writes a measure as it is written in Vietnam: 12,7.
func number(v float64) string {
	return strings.Replace(strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0"), ".", ",", 1)
}

func span(r layout.Range, unit string) string {
	unit = strings.TrimRight(" "+unit, " ")
	switch {
	case r.Max() == 0:
		return "từ " + number(r.Min()) + unit
	case r.Min() == r.Max():
		return number(r.Min()) + unit
	}
	return number(r.Min()) + " đến " + number(r.Max()) + unit
}

// head is the beginning of a line.
func head(text string) string {
	words := strings.Fields(text)
	if len(words) <= 8 {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:8], " ") + "…"
}
