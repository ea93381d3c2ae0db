package directory

import (
	"slices"
	"strings"
)

// row reads a row of any sheet.
func (r *importReader) row(row *importRow) {
	switch row.sheet {
	case organSheet:
		r.organ(row)
	case personSheet:
		r.person(row)
	case postSheet:
		r.post(row)
	case groupSheet:
		r.member(row)
	case termSheet:
		r.term(row)
	case mandateSheet:
		r.mandate(row)
	}
}

func (r *importReader) organ(row *importRow) {
	o := Organ{
		ID: row.code("Mã"), Name: row.text("Tên"), ShortNames: row.list("Tên khác"), Code: row.text("Ký hiệu"),
		Regime: Regime(row.choice("Chế độ", regimeLabels, "")), Class: row.choice("Loại", classLabels, ""), Level: row.choice("Cấp", levelLabels, ""),
		Body: row.text("Tập thể"), HeadPosition: row.text("Chức danh đứng đầu"), ParentID: row.code("Cấp trên"), SuperiorID: row.code("Chủ quản in"),
		OfficeID: row.code("Văn thư tại"), UnitOf: row.code("Thuộc"), Place: row.text("Địa danh"), Address: row.text("Địa chỉ"),
		SealWidthMM: row.number("Rộng dấu"), Channel: row.choice("Kênh nhận", channelLabels, "account"), Email: row.text("Thư điện tử"),
	}
	o.PrintedName = strings.ReplaceAll(row.text("Tên in"), "|", "\n")
	if o.PrintedName == "" {
		o.PrintedName = strings.ToUpper(o.Name)
	}
	o.ValidFrom, o.ValidTo = row.dates()
	heirs := row.list("Kế thừa")
	if o.ID != "" {
		row.once("Mã", o.ID)
		r.declared["organ "+o.ID] = true
	}
	if o.Channel == "email" && o.Email == "" {
		row.note("Thư điện tử", "", "kênh nhận là thư điện tử mà chưa có địa chỉ", "địa chỉ thư")
	}
	if o.Email != "" && !strings.Contains(o.Email, "@") {
		row.note("Thư điện tử", o.Email, "không phải địa chỉ thư", "ten@coquan.vn")
	}
	short := map[string]bool{Fold(o.Name): true}
	o.ShortNames = slices.DeleteFunc(o.ShortNames, func(name string) bool { // a way to write it is kept once
		twice := short[Fold(name)]
		short[Fold(name)] = true
		return twice
	})
	if len(heirs) > 0 && o.ValidTo == "" {
		row.note("Kế thừa", strings.Join(heirs, "; "), "có nơi kế thừa mà chưa có ngày kết thúc", "ghi cột Đến ngày")
	}
	if o.PrintedName != strings.ToUpper(o.PrintedName) {
		row.note("Tên in", o.PrintedName, "tên in phải viết hoa", strings.ToUpper(o.PrintedName))
	}
	if o.Class != "" && (o.Class == Unit) != (o.UnitOf != "") {
		row.note("Thuộc", o.UnitOf, "phòng, đơn vị phải ghi thuộc cơ quan nào; cơ quan thì để trống", "mã cơ quan, chỉ với loại “phòng, đơn vị”")
	}
	if !row.wrong {
		r.organs = append(r.organs, importedOrgan{row.place, o, heirs})
	}
}

func (r *importReader) person(row *importRow) {
	p := Person{Username: strings.ToLower(row.text("Tên đăng nhập")), Name: row.text("Họ và tên"), Email: row.text("Thư điện tử"), Gender: row.choice("Giới tính", genderLabels, "")}
	if p.Username != "" {
		row.once("Tên đăng nhập", p.Username)
		r.declared["person "+p.Username] = true
		if !usernames.MatchString(p.Username) {
			row.note("Tên đăng nhập", p.Username, "tên đăng nhập không hợp lệ", "chữ thường không dấu, chữ số, dấu chấm, gạch nối: an.nv")
		}
	}
	if !row.wrong {
		r.people = append(r.people, importedPerson{row.place, p})
	}
}

func (r *importReader) post(row *importRow) {
	p := importedPost{place: row.place, username: strings.ToLower(row.text("Tên đăng nhập"))}
	p.Holding = Holding{
		OrganID: row.code("Cơ quan"), Position: row.text("Chức vụ in"), Title: row.text("Chức danh"), Outside: row.text("In ở cơ quan khác"),
		Role: row.choice("Vai trò", roleLabels, ""), Standing: Standing(row.choice("Vị trí", standingLabels, "")), Rank: int(row.number("Thứ tự")),
	}
	p.From, p.To = row.dates()
	if p.From != "" {
		row.once("Tên đăng nhập", p.username, p.OrganID, p.Position, string(p.From))
	}
	if !row.wrong {
		r.posts = append(r.posts, p)
	}
}

// member reads one member of a group; the group's own columns stand in its first row.
func (r *importReader) member(row *importRow) {
	id := row.code("Mã nhóm")
	i := slices.IndexFunc(r.groups, func(g importedGroup) bool { return g.ID == id })
	if i < 0 && id != "" {
		g := Group{
			ID: id, Key: row.code("Khóa"), Name: row.text("Tên nhóm"), Kind: row.choice("Loại", groupLabels, ""), OwnerID: row.code("Chủ quản"),
			Scope: row.text("Phạm vi"), Patterns: row.list("Cách viết khác"), Body: row.text("Tập thể"),
		}
		for _, c := range []struct{ header, value string }{{"Tên nhóm", g.Name}, {"Loại", g.Kind}, {"Chủ quản", g.OwnerID}} {
			if c.value == "" {
				row.note(c.header, "", "dòng đầu của nhóm thiếu ô này", row.sheet.note(c.header))
			}
		}
		if g.Key == "" {
			g.Key = strings.ReplaceAll(strings.Join(nameLetters(Bare(g.Name)), "_"), "-", "_")
		}
		r.groups = append(r.groups, importedGroup{place: row.place, Group: g})
		i = len(r.groups) - 1
	}
	m := importedMember{place: row.place}
	kind := row.choice("Thành viên là", memberLabels, "")
	m.Kind, m.lead, m.Position = MemberKind(kind), kind == "lead", row.text("Chức vụ")
	m.From, m.To = row.dates()
	named := row.text("Thành viên")
	switch m.Kind {
	case PersonMember:
		m.username = strings.ToLower(named)
	default:
		m.OrganID = row.code("Thành viên")
	}
	if (m.Kind == PositionMember) != (m.Position != "") && kind != "" {
		row.note("Chức vụ", m.Position, "chỉ ghi, và phải ghi, khi thành viên là chức vụ", "BÍ THƯ")
	}
	if m.lead && m.To != "" {
		row.note("Đến ngày", string(m.To), "đơn vị đứng đầu thôi giữ vai trò khi có đơn vị khác thay", "để trống")
	}
	if kind != "" && named != "" && m.From != "" {
		row.once("Thành viên", id, kind, named, m.Position, string(m.From))
	}
	if !row.wrong && i >= 0 {
		r.groups[i].members = append(r.groups[i].members, m)
	}
}

func nameLetters(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}

func (r *importReader) term(row *importRow) {
	t := Term{OrganID: row.code("Cơ quan"), Number: row.text("Nhiệm kỳ")}
	t.From, t.To = row.dates()
	t.ID = t.OrganID + "-" + t.Number
	if t.OrganID != "" && t.Number != "" {
		row.once("Nhiệm kỳ", t.OrganID, t.Number)
	}
	if !row.wrong {
		r.terms = append(r.terms, importedTerm{row.place, t})
	}
}

func (r *importReader) mandate(row *importRow) {
	m := importedMandate{place: row.place, grantor: strings.ToLower(row.text("Người giao")), grantee: strings.ToLower(row.text("Người nhận"))}
	m.Mandate = Mandate{
		ID: row.code("Mã"), OrganID: row.code("Cơ quan"), Formula: row.choice("Hình thức", formulaLabels, ""), Kinds: row.list("Loại văn bản"),
		SourceDocument: row.text("Văn bản giao quyền"),
	}
	m.From, m.To = row.dates()
	if m.ID != "" {
		row.once("Mã", m.ID)
	}
	if !row.wrong {
		r.mandates = append(r.mandates, m)
	}
}

// circles notes organs that are above themselves, by any of the ways in which one stands above another.
func (r *importReader) circles() {
	for _, way := range []struct {
		header string
		above  func(Organ) string
	}{
		{"Cấp trên", func(o Organ) string { return o.ParentID }}, {"Chủ quản in", func(o Organ) string { return o.SuperiorID }},
		{"Thuộc", func(o Organ) string { return o.UnitOf }},
	} {
		above := map[string]string{}
		for _, o := range r.organs {
			above[o.ID] = way.above(o.Organ)
		}
		told := map[string]bool{}
		for _, o := range r.organs {
			path := []string{o.ID}
			for id := above[o.ID]; id != "" && !told[o.ID]; id = above[id] {
				path = append(path, id)
				if id == o.ID {
					for _, on := range path {
						told[on] = true
					}
					r.note(o.fault(way.header, above[o.ID], "cơ quan ở trên chính mình: "+strings.Join(path, " → "), "một cơ quan không nằm dưới "+o.ID))
				}
				if len(path) > len(r.organs)+1 {
					break // a circle further up, told at one of its own
				}
			}
		}
		r.organs = slices.DeleteFunc(r.organs, func(o importedOrgan) bool { return told[o.ID] })
	}
}
