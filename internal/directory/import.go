package directory

import (
	"fmt"
	"strings"

	"trinhky/internal/store"
)

// ImportTable is one sheet of a workbook, as text.
type ImportTable struct {
	Name string
	Rows [][]string // Rows[0] is the first row of the sheet
}

// ImportFault is one thing that keeps a workbook from being taken in: where it stands, what is wrong, what is expected.
type ImportFault struct {
	Sheet    string
	Row      int    // as the workbook counts, 1 the first; 0 for the whole sheet
	Column   string // "C (Chế độ)"; "" for the whole row
	Value    string
	Wrong    string
	Expected string
}

// String is the fault in one line.
func (f ImportFault) String() string {
	var s strings.Builder
	s.WriteString("trang “" + f.Sheet + "”")
	if f.Row > 0 {
		fmt.Fprintf(&s, ", dòng %d", f.Row)
	}
	if f.Column != "" {
		s.WriteString(", cột " + f.Column)
	}
	s.WriteString(": " + f.Wrong)
	if f.Value != "" {
		s.WriteString(" [" + f.Value + "]")
	}
	if f.Expected != "" {
		s.WriteString("; cần: " + f.Expected)
	}
	return s.String()
}

// Import is what a workbook says of organs, people, posts, groups, terms and mandates: read, and right in itself. Whether it
// fits the directory, Apply says.
type Import struct {
	organs   []importedOrgan
	people   []importedPerson
	posts    []importedPost
	groups   []importedGroup
	terms    []importedTerm
	mandates []importedMandate
	// declared are the ids that the workbook brings, also of rows that are wrong: whoever names one is not told that it is unknown.
	declared map[string]bool
}

// place is where a row stands.
type place struct {
	sheet *importSheet
	row   int
}

func (p place) fault(header, value, wrong, expected string) ImportFault {
	f := ImportFault{Sheet: p.sheet.Name, Row: p.row, Value: value, Wrong: wrong, Expected: expected}
	if header != "" {
		f.Column = p.sheet.column(header)
	}
	return f
}

type importedOrgan struct {
	place
	Organ
	heirs []string
}

type importedPerson struct {
	place
	Person
}

type importedPost struct {
	place
	Holding
	username string
}

type importedGroup struct {
	place
	Group
	members []importedMember
}

type importedMember struct {
	place
	GroupMember
	username string
	lead     bool
}

type importedTerm struct {
	place
	Term
}

type importedMandate struct {
	place
	Mandate
	grantor, grantee string
}

// Rows counts what was read.
func (i Import) Rows() int {
	n := len(i.organs) + len(i.people) + len(i.posts) + len(i.terms) + len(i.mandates)
	for _, g := range i.groups {
		n += len(g.members)
	}
	return n
}

// importSheet is one sheet that an import knows.
type importSheet struct {
	Name    string
	Columns []importColumn
}

type importColumn struct {
	Header   string
	Required bool
	Note     string
}

func (s *importSheet) column(header string) string {
	for i, c := range s.Columns {
		if c.Header == header {
			return columnLetter(i) + " (" + header + ")"
		}
	}
	return header
}

func (s *importSheet) note(header string) string {
	for _, c := range s.Columns {
		if c.Header == header {
			return c.Note
		}
	}
	return ""
}

// columnLetter is how a workbook calls its columns; an import knows fewer than 26.
func columnLetter(i int) string { return string(rune('A' + i%26)) }

const (
	guideSheet = "Hướng dẫn"
	dateNote   = "ngày/tháng/năm"
	endNote    = "ngày cuối cùng còn hiệu lực; để trống khi chưa kết thúc"
	codeNote   = "chữ thường không dấu, chữ số, gạch nối; không đổi về sau"
)

var (
	organSheet = &importSheet{Name: "Cơ quan", Columns: []importColumn{
		{"Mã", true, codeNote}, {"Tên", true, "đầy đủ: Sở Nội vụ tỉnh Lâm Đồng"}, {"Tên in", false, "chữ hoa như ở đầu văn bản; nhiều dòng ngăn bằng |"},
		{"Tên khác", false, "tên gọi tắt, ngăn bằng ;"}, {"Ký hiệu", false, "phần cơ quan trong số ký hiệu: UBND, VPTU"},
		{"Chế độ", true, "Đảng hoặc Nhà nước"}, {"Loại", true, ""}, {"Cấp", true, "trung ương, tỉnh, huyện, xã"},
		{"Tập thể", false, "tập thể mà cơ quan ký thay mặt: BAN THƯỜNG VỤ"}, {"Chức danh đứng đầu", false, "CHÁNH VĂN PHÒNG"},
		{"Cấp trên", false, "mã cơ quan cấp trên"}, {"Chủ quản in", false, "mã cơ quan in ở trên tên"}, {"Văn thư tại", false, "mã cơ quan có văn thư phục vụ"},
		{"Thuộc", false, "chỉ với phòng, đơn vị: mã cơ quan"}, {"Địa danh", false, ""}, {"Địa chỉ", false, ""}, {"Rộng dấu", false, "mm"},
		{"Kênh nhận", false, "tài khoản, thư điện tử, bản giấy"}, {"Thư điện tử", false, ""}, {"Từ ngày", true, dateNote}, {"Đến ngày", false, endNote},
		{"Kế thừa", false, "mã các cơ quan kế thừa, ngăn bằng ;"},
	}}
	personSheet = &importSheet{Name: "Người", Columns: []importColumn{
		{"Tên đăng nhập", true, "chữ thường không dấu: an.nv"}, {"Họ và tên", true, "không ghi học hàm, học vị"}, {"Thư điện tử", false, ""},
		{"Giới tính", false, "nam, nữ"},
	}}
	postSheet = &importSheet{Name: "Chức vụ", Columns: []importColumn{
		{"Tên đăng nhập", true, ""}, {"Cơ quan", true, "mã cơ quan hoặc đơn vị"}, {"Chức vụ in", true, "chữ hoa như trên chữ ký: PHÓ BÍ THƯ"},
		{"Chức danh", true, "như khi gọi: Phó Bí thư Tỉnh ủy"}, {"In ở cơ quan khác", false, "GIÁM ĐỐC SỞ NỘI VỤ"}, {"Vai trò", true, ""},
		{"Vị trí", true, "đứng đầu, quyền, cấp phó, thành viên"}, {"Thứ tự", false, "số thứ tự lễ tân trong cơ quan"}, {"Từ ngày", true, dateNote}, {"Đến ngày", false, endNote},
	}}
	groupSheet = &importSheet{Name: "Nhóm nơi nhận", Columns: []importColumn{
		{"Mã nhóm", true, "mỗi thành viên một dòng; các cột của nhóm chỉ cần ghi ở dòng đầu"}, {"Khóa", false, "so_ban_nganh; để trống thì lấy theo tên"}, {"Tên nhóm", false, "như in: Các sở, ban, ngành"},
		{"Loại", false, "một cơ quan, nhóm cơ quan, tập thể, nhóm cá nhân"}, {"Chủ quản", false, "mã cơ quan mà nhóm thuộc về"}, {"Phạm vi", false, "TU, tỉnh"},
		{"Cách viết khác", false, "ngăn bằng ;"}, {"Tập thể", false, "tập thể ký văn bản: BAN THƯỜNG VỤ"}, {"Thành viên là", true, "cơ quan, người, chức vụ, đứng đầu (đơn vị Cụm trưởng)"},
		{"Thành viên", true, "mã cơ quan, hoặc tên đăng nhập"}, {"Chức vụ", false, "khi thành viên là chức vụ: BÍ THƯ"}, {"Từ ngày", true, dateNote}, {"Đến ngày", false, endNote},
	}}
	termSheet = &importSheet{Name: "Nhiệm kỳ", Columns: []importColumn{
		{"Cơ quan", true, "mã cấp ủy"}, {"Nhiệm kỳ", true, "I, XII"}, {"Từ ngày", true, dateNote}, {"Đến ngày", false, endNote},
	}}
	mandateSheet = &importSheet{Name: "Ủy quyền", Columns: []importColumn{
		{"Mã", true, codeNote}, {"Người giao", true, "tên đăng nhập người đứng đầu"}, {"Người nhận", true, "tên đăng nhập"}, {"Cơ quan", true, "mã cơ quan"},
		{"Hình thức", true, "KT, TL, TUQ (Nhà nước); K/T, T/L, T/M (Đảng)"}, {"Loại văn bản", false, "mã loại, ngăn bằng ;; để trống là mọi loại"},
		{"Văn bản giao quyền", true, "số, ký hiệu, ngày"}, {"Từ ngày", true, dateNote}, {"Đến ngày", false, endNote},
	}}
	importSheets = []*importSheet{organSheet, personSheet, postSheet, groupSheet, termSheet, mandateSheet}
)

// ImportTemplate is an empty workbook that ReadImport takes, with a sheet that explains every column.
func ImportTemplate() []ImportTable {
	guide := ImportTable{Name: guideSheet, Rows: [][]string{{"Trang", "Cột", "Bắt buộc", "Ghi gì"}}}
	var tables []ImportTable
	for _, s := range importSheets {
		var header []string
		for _, c := range s.Columns {
			header = append(header, c.Header)
			required, note := "", c.Note
			if c.Required {
				required = "x"
			}
			switch {
			case s == organSheet && c.Header == "Loại":
				note = strings.Join(labelsOf(classLabels), "; ")
			case c.Header == "Vai trò":
				note = strings.Join(labelsOf(roleLabels), "; ")
			}
			guide.Rows = append(guide.Rows, []string{s.Name, c.Header, required, note})
		}
		tables = append(tables, ImportTable{Name: s.Name, Rows: [][]string{header}})
	}
	return append(tables, guide)
}

// Outcome counts what an import did, or would do.
type Outcome struct{ Added, Ended, Kept int }

// endsNow says whether a row that stands differs only in that it has ended now.
func endsNow(was, now store.Date) bool { return was == "" && now != "" }
