package directory

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/authz"
	"trinhky/internal/store"
)

// The words of a workbook and what they are in the directory. The directory's own words are taken too.
var (
	regimeLabels = map[string]string{"Đảng": string(Party), "Nhà nước": string(State)}
	levelLabels  = map[string]string{"trung ương": "trung_uong", "tỉnh": "tinh", "huyện": "huyen", "xã": "xa"}
	classLabels  = map[string]string{
		"tỉnh ủy, thành ủy": ProvinceCommittee, "văn phòng tỉnh ủy": ProvinceOffice, "ban của tỉnh ủy": PartyBoard, "ủy ban kiểm tra": InspectionCommittee,
		"huyện ủy": DistrictCommittee, "văn phòng huyện ủy": DistrictOffice, "đảng ủy xã": CommuneCommittee, "văn phòng đảng ủy": CommunePartyOffice,
		"ban của đảng ủy": CommunePartyBoard, "chi bộ": Cell, "mặt trận tổ quốc": FatherlandFront, "đoàn thể": MassOrganisation,
		"UBND tỉnh": ProvincePeopleCommittee, "văn phòng UBND tỉnh": ProvincePCOffice, "sở": Department, "UBND xã": CommunePeopleCommittee,
		"cơ quan đảng Trung ương": CentralPartyOrgan, "cơ quan nhà nước Trung ương": CentralStateOrgan, "phòng, đơn vị": Unit,
	}
	roleLabels = map[string]string{
		"chuyên viên": authz.Specialist, "trưởng, phó phòng": authz.UnitHead, "chánh, phó văn phòng": authz.ChiefOfOffice, "lãnh đạo": authz.Leader,
		"văn thư": authz.Clerk, "lưu trữ": authz.Archivist, "quản trị": authz.Administrator,
	}
	standingLabels = map[string]string{"đứng đầu": string(Head), "quyền": string(Acting), "cấp phó": string(Deputy), "thành viên": string(Member)}
	channelLabels  = map[string]string{"tài khoản": "account", "thư điện tử": "email", "bản giấy": "paper"}
	groupLabels    = map[string]string{"một cơ quan": OneOrgan, "nhóm cơ quan": OrganGroup, "tập thể": Collective, "nhóm cá nhân": PersonGroup}
	memberLabels   = map[string]string{"cơ quan": string(OrganMember), "người": string(PersonMember), "chức vụ": string(PositionMember), "đứng đầu": "lead"}
	genderLabels   = map[string]string{"nam": "nam", "nữ": "nữ"}
	formulaLabels  = map[string]string{"KT": "KT", "TL": "TL", "TUQ": "TUQ", "K/T": "K/T", "T/L": "T/L", "T/M": "T/M"}
)

func labelsOf(labels map[string]string) []string { return slices.Sorted(maps.Keys(labels)) }

var importCodes = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

// brokenCell is what a formula leaves that could not be computed.
var brokenCell = regexp.MustCompile(`^#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)`)

const longestCell = 1000 // letters

// reader walks a workbook and notes every fault.
type importReader struct {
	Import
	faults []ImportFault
	seen   map[string]int // keys of rows → row, to find doubles
}

// ReadImport reads a workbook whole and says everything that is wrong with it as it stands: unknown sheets and columns, missing
// and broken cells, unknown words, doubles, ends before beginnings, circles. Faulty rows are left out of the Import.
func ReadImport(tables []ImportTable) (Import, []ImportFault) {
	r := &importReader{seen: map[string]int{}}
	r.declared = map[string]bool{}
	known := 0
	for _, t := range tables {
		if strings.EqualFold(t.Name, guideSheet) {
			continue
		}
		i := slices.IndexFunc(importSheets, func(s *importSheet) bool { return Fold(s.Name) == Fold(t.Name) })
		if i < 0 {
			if len(t.Rows) > 0 {
				r.note(ImportFault{Sheet: t.Name, Wrong: "trang này không có trong mẫu", Expected: "một trong: " + sheetNames()})
			}
			continue
		}
		known++
		r.sheet(importSheets[i], t.Rows)
	}
	if known == 0 {
		r.note(ImportFault{Sheet: "–", Wrong: "tệp không có trang nào của mẫu", Expected: "một trong: " + sheetNames()})
	}
	r.circles()
	slices.SortStableFunc(r.faults, func(a, b ImportFault) int {
		if c := sheetRank(a.Sheet) - sheetRank(b.Sheet); c != 0 {
			return c
		}
		return a.Row - b.Row
	})
	return r.Import, r.faults
}

func sheetNames() string {
	names := make([]string, len(importSheets))
	for i, s := range importSheets {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}

func sheetRank(name string) int {
	return slices.IndexFunc(importSheets, func(s *importSheet) bool { return s.Name == name })
}

func (r *importReader) note(f ImportFault) { r.faults = append(r.faults, f) }

// sheet reads the header, then every row that holds something.
func (r *importReader) sheet(s *importSheet, rows [][]string) {
	top := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 })
	if top < 0 {
		return
	}
	at := map[string]int{}
	for i, header := range rows[top] {
		c := slices.IndexFunc(s.Columns, func(c importColumn) bool { return Fold(c.Header) == Fold(header) })
		switch {
		case header == "":
		case c < 0:
			r.note(ImportFault{Sheet: s.Name, Row: top + 1, Column: columnLetter(i), Value: header, Wrong: "cột này không có trong mẫu", Expected: headers(s)})
		default:
			if _, twice := at[s.Columns[c].Header]; twice {
				r.note(ImportFault{Sheet: s.Name, Row: top + 1, Column: columnLetter(i), Value: header, Wrong: "cột ghi hai lần", Expected: "mỗi cột một lần"})
			}
			at[s.Columns[c].Header] = i
		}
	}
	for _, c := range s.Columns {
		if _, ok := at[c.Header]; c.Required && !ok {
			r.note(ImportFault{Sheet: s.Name, Row: top + 1, Wrong: "thiếu cột “" + c.Header + "”", Expected: headers(s)})
		}
	}
	for i := top + 1; i < len(rows); i++ {
		if len(rows[i]) > 0 && strings.Join(rows[i], "") != "" {
			r.row(&importRow{place: place{s, i + 1}, reader: r, at: at, cells: rows[i]})
		}
	}
}

func headers(s *importSheet) string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = c.Header
	}
	return strings.Join(names, ", ")
}

// importRow is one row; wrong says that something of it was noted.
type importRow struct {
	place
	reader *importReader
	at     map[string]int
	cells  []string
	wrong  bool
}

func (row *importRow) note(header, value, wrong, expected string) {
	row.wrong = true
	row.reader.note(row.fault(header, value, wrong, expected))
}

// text is a cell; a required one that is empty, a broken or an endless one is noted.
func (row *importRow) text(header string) string {
	i, ok := row.at[header]
	value := ""
	if ok && i < len(row.cells) {
		value = strings.TrimSpace(norm.NFC.String(row.cells[i]))
	}
	c := row.sheet.Columns[slices.IndexFunc(row.sheet.Columns, func(c importColumn) bool { return c.Header == header })]
	switch {
	case value == "" && c.Required && ok:
		row.note(header, "", "ô còn trống", orElse(c.Note, "một giá trị"))
	case value == "" && c.Required:
		row.wrong = true // the missing column was told once
	case brokenCell.MatchString(value):
		row.note(header, value, "công thức trong ô bị lỗi", "giá trị, không phải công thức")
		return ""
	case utf8.RuneCountInString(value) > longestCell:
		row.note(header, "", fmt.Sprintf("ô dài quá %d ký tự", longestCell), orElse(c.Note, "ngắn hơn"))
		return ""
	}
	return value
}

func (row *importRow) list(header string) (items []string) {
	for item := range strings.SplitSeq(row.text(header), ";") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

func (row *importRow) code(header string) string {
	value := row.text(header)
	if value != "" && !importCodes.MatchString(value) {
		row.note(header, value, "mã không hợp lệ", codeNote)
	}
	return value
}

// choice is a cell that holds one of some words.
func (row *importRow) choice(header string, labels map[string]string, otherwise string) string {
	value := row.text(header)
	if value == "" {
		return otherwise
	}
	for label, means := range labels {
		if Fold(label) == Fold(value) || value == means {
			return means
		}
	}
	row.note(header, value, "giá trị không có trong danh mục", strings.Join(labelsOf(labels), ", "))
	return ""
}

var importDates = []string{"2/1/2006", "2-1-2006", "2.1.2006", time.DateOnly}

func (row *importRow) date(header string) store.Date {
	value := row.text(header)
	if value == "" {
		return ""
	}
	for _, layout := range importDates {
		if t, err := time.Parse(layout, value); err == nil && t.Year() >= 1930 && t.Year() < 2200 {
			return store.DateOf(t)
		}
	}
	row.note(header, value, "không phải ngày hợp lệ", dateNote+", ví dụ 01/7/2025")
	return ""
}

// dates are the two days of a row; an end before its beginning is noted.
func (row *importRow) dates() (from, to store.Date) {
	from, to = row.date("Từ ngày"), row.date("Đến ngày")
	if from != "" && to != "" && to < from {
		row.note("Đến ngày", string(to), "kết thúc trước khi bắt đầu", "ngày từ "+day(from)+" trở đi")
	}
	return from, to
}

func (row *importRow) number(header string) float64 {
	value := strings.ReplaceAll(row.text(header), ",", ".")
	if value == "" {
		return 0
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n < 0 || n > 10_000 {
		row.note(header, value, "không phải số hợp lệ", "một số")
		return 0
	}
	return n
}

// once notes a key that stood in an earlier row of the sheet.
func (row *importRow) once(header string, key ...string) {
	full := row.sheet.Name + "\x00" + strings.Join(key, "\x00")
	if first, twice := row.reader.seen[full]; twice {
		row.note(header, strings.Join(key, ", "), fmt.Sprintf("trùng với dòng %d", first), "mỗi mục một dòng")
		return
	}
	row.reader.seen[full] = row.row
}
