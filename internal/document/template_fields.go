package document

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

// TemplateContext is what a template is filled from.
type TemplateContext struct {
	Issuer   directory.Organ
	Superior directory.Organ // printed above the issuer; the zero organ for none
	Unit     directory.Organ // that drafts; the zero organ when it is not known
	On       store.Date      // the office's date
}

// fields are what {{…}} may name. An empty one has nothing to say for this issuer.
func (c TemplateContext) fields() map[string]string {
	f := map[string]string{
		"cơ quan":          shortName(c.Issuer),
		"tên đầy đủ":       c.Issuer.Name,
		"chủ thể":          c.acting(),
		"THẨM QUYỀN":       c.authority(),
		"cơ quan chủ quản": shortName(c.Superior),
		"nơi trình":        c.above(),
		"địa danh":         c.Issuer.Place,
		"lưu":              c.archive(),
		"cấp ủy":           c.committee(),
		"các ban":          c.boards(),
		"lãnh đạo":         c.leaders(),
		"cấp dưới":         c.below(),
	}
	for name, value := range periods(c.On) {
		f[name] = value
	}
	return f
}

// shortName is what an organ calls itself in its own texts, without the name of its area where the directory knows such
// a name: "Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", "Sở Nội vụ".
func shortName(o directory.Organ) string {
	name := o.Name
	for _, short := range o.ShortNames {
		if strings.HasPrefix(o.Name, short+" ") && len(short) < len(name) {
			name = short
		}
	}
	return name
}

// acting is who speaks in the text: the collective that the issuer signs for, or the issuer.
func (c TemplateContext) acting() string {
	body, name := c.Issuer.Body, shortName(c.Issuer)
	if body == "" || strings.Contains(directory.Fold(name), directory.Fold(body)) {
		return name
	}
	return sentenceCase(body) + " " + name
}

// sentenceCase writes the name of a collective as in running text: "BAN THƯỜNG VỤ" is "Ban Thường vụ".
func sentenceCase(caps string) string {
	words := strings.Fields(strings.ToLower(caps))
	for i := range words {
		if i < 2 { // Ban Thường vụ, Ban Thường trực, Ban Chấp hành: two capitals
			r := []rune(words[i])
			words[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
		}
	}
	return strings.Join(words, " ")
}

// authority is the line above the căn cứ of a decision (NĐ 30/2020 Phụ lục III, mẫu 1.2): the collective, or the head of
// an organ that answers alone.
func (c TemplateContext) authority() string {
	name := strings.ToUpper(c.Issuer.Name)
	switch {
	case c.Issuer.Body != "":
		return strings.ToUpper(c.acting())
	case c.Issuer.HeadPosition == "":
		return name
	}
	head, organ := strings.Fields(c.Issuer.HeadPosition), strings.Fields(strings.ToUpper(shortName(c.Issuer)))
	for n := min(len(head), len(organ)); n > 0; n-- { // CHÁNH VĂN PHÒNG + VĂN PHÒNG TỈNH ỦY
		if slices.Equal(head[len(head)-n:], organ[:n]) {
			organ = organ[n:]
			break
		}
	}
	return strings.Join(append(head, organ...), " ")
}

func (c TemplateContext) party() bool { return c.Issuer.Regime == directory.Party }

// committee is the cấp ủy that the issuer is, or belongs to.
func (c TemplateContext) committee() string {
	if !c.party() {
		return ""
	}
	if c.Issuer.Class == directory.ProvinceCommittee || c.Issuer.Class == directory.DistrictCommittee {
		return strings.Join(strings.Fields(c.Issuer.Name)[:2], " ") // Tỉnh ủy, Thành ủy, Huyện ủy, Thị ủy, Quận ủy
	}
	switch c.Issuer.Level {
	case "tinh":
		return "Tỉnh ủy"
	case "huyen":
		return "Huyện ủy"
	}
	return "Đảng ủy"
}

// area is what a people's committee governs: tỉnh, thành phố, xã, phường, đặc khu.
func (c TemplateContext) area() string {
	for _, area := range []string{"thành phố", "đặc khu", "phường", "xã", "tỉnh"} {
		if strings.Contains(strings.ToLower(c.Issuer.Name), "ủy ban nhân dân "+area) {
			return area
		}
	}
	if c.Issuer.Level == "xa" {
		return "xã"
	}
	return "tỉnh"
}

// above is whom the issuer reports to.
func (c TemplateContext) above() string {
	switch c.Issuer.Class {
	case directory.ProvinceCommittee:
		return "Ban Bí thư Trung ương Đảng"
	case directory.DistrictCommittee, directory.CommuneCommittee:
		return "Ban Thường vụ Tỉnh ủy"
	case directory.Cell:
		return "Đảng ủy cấp trên trực tiếp"
	case directory.ProvincePeopleCommittee:
		return "Thủ tướng Chính phủ"
	case directory.ProvincePCOffice, directory.Department, directory.CommunePeopleCommittee:
		return "Ủy ban nhân dân tỉnh"
	}
	if !c.party() {
		return shortName(c.Superior)
	}
	return "Ban Thường vụ " + c.committee()
}

// archive is the last line of Nơi nhận: NĐ 30/2020 Phụ lục I ("Lưu: VT, TH"), 05-HD/VPTW 9.2.5 ("Lưu Văn phòng Tỉnh ủy").
func (c TemplateContext) archive() string {
	if !c.party() {
		if c.Unit.Code == "" {
			return "Lưu: VT, [đơn vị soạn thảo]" // to be filled in, as every place in brackets: the law wants the unit or bộ phận
		}
		return "Lưu: VT, " + c.Unit.Code
	}
	switch c.Issuer.Class {
	case directory.PartyBoard, directory.InspectionCommittee, directory.FatherlandFront, directory.MassOrganisation, directory.Cell:
		return "Lưu " + shortName(c.Issuer)
	}
	return "Lưu Văn phòng " + c.committee()
}

// boards are the organs beside the issuer that get what concerns them all.
func (c TemplateContext) boards() string {
	switch {
	case c.party() && c.Issuer.Level == "xa":
		return "Các cơ quan tham mưu, giúp việc Đảng ủy"
	case c.party():
		return "Các ban của " + c.committee()
	case c.Issuer.Class == directory.CommunePeopleCommittee || c.Issuer.Class == directory.Department:
		return ""
	}
	return "Các sở, ban, ngành"
}

// leaders are those who get a copy to know of it.
func (c TemplateContext) leaders() string {
	switch {
	case c.party():
		return "Thường trực " + c.committee()
	case c.Issuer.Class == directory.ProvincePCOffice:
		return "Lãnh đạo Văn phòng UBND tỉnh"
	case c.Issuer.Class == directory.Department:
		return "Ủy ban nhân dân tỉnh"
	}
	return "CT và các PCT UBND " + c.area()
}

// below are the organs one level under the issuer's; none under a commune's (the districts ended on 30/6/2025).
func (c TemplateContext) below() string {
	switch {
	case c.Issuer.Level != "tinh":
		return ""
	case c.party() && c.On != "" && c.On <= "2025-06-30":
		return "Các huyện ủy, thị ủy, thành ủy"
	case c.party():
		return "Đảng ủy các xã, phường, đặc khu"
	}
	return "UBND các xã, phường"
}

var romanQuarters = [...]string{"I", "II", "III", "IV"}

// periods are the stretches of time that a report covers. A report of the first ten days of a month is still about the
// month before, and so with the quarter, the half-year and the year.
func periods(on store.Date) map[string]string {
	now := on.Time()
	if !on.Valid() {
		now = time.Time{}
	}
	about := now.AddDate(0, 0, -10)
	month := func(t time.Time) string { return fmt.Sprintf("tháng %d năm %d", t.Month(), t.Year()) }
	quarter := func(t time.Time) string {
		return fmt.Sprintf("quý %s năm %d", romanQuarters[(t.Month()-1)/3], t.Year())
	}
	half := func(t time.Time) string {
		if t.Month() <= 6 {
			return fmt.Sprintf("6 tháng đầu năm %d", t.Year())
		}
		return fmt.Sprintf("6 tháng cuối năm %d", t.Year())
	}
	first := time.Date(about.Year(), about.Month(), 1, 0, 0, 0, 0, time.UTC) // the first of a month adds up without gaps
	return map[string]string{
		"năm": fmt.Sprint(now.Year()), "năm báo cáo": fmt.Sprint(about.Year()), "năm sau": fmt.Sprint(about.Year() + 1),
		"tháng báo cáo": month(first), "tháng sau": month(first.AddDate(0, 1, 0)),
		"quý báo cáo": quarter(first), "quý sau": quarter(first.AddDate(0, 3, 0)),
		"6 tháng báo cáo": half(first), "6 tháng sau": half(first.AddDate(0, 6, 0)),
	}
}
