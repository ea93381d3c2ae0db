package layout

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/directory"
	"trinhky/internal/document"
)

// bare frees a line of spaces and of the asterisks of markdown.
func bare(line string) string {
	return strings.TrimFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '*' || r == '_' })
}

// allCaps says whether a line has letters and all of them are capitals.
func allCaps(s string) bool {
	return strings.ToUpper(s) == s && strings.ToLower(s) != s
}

// kindLine is where the name of the kind stands; rest is a trích yếu on the same line.
type kindLine struct {
	line       int // -1 = none
	name, rest string
}

// findKindLine looks for the name of a kind, alone on a line or at the head of a line in capitals, among the first lines.
func findKindLine(lines []string) kindLine {
	seen := 0
	for i, raw := range lines {
		s := strings.Join(strings.Fields(bare(raw)), " ")
		if s == "" {
			continue
		}
		if seen++; seen > 60 || addressLine.MatchString(s) || recipientsHead.MatchString(s) {
			break
		}
		if utf8.RuneCountInString(s) > 200 {
			continue
		}
		if name, rest, ok := splitKind(s); ok {
			return kindLine{line: i, name: name, rest: rest}
		}
	}
	return kindLine{line: -1}
}

// splitKind parts "THÔNG BÁO KẾT LUẬN CỦA …" into the kind and the rest; the longest name wins.
func splitKind(s string) (name, rest string, ok bool) {
	folded := directory.Fold(strings.TrimRight(s, ":"))
	for _, regime := range []directory.Regime{directory.Party, directory.State} {
		for _, k := range document.Kinds(string(regime)) {
			kind := directory.Fold(k.Name)
			words := len(strings.Fields(k.Name))
			switch {
			case !k.PrintsName:
			case folded == kind && unicode.IsUpper([]rune(s)[0]):
				return s, "", true
			case allCaps(s) && strings.HasPrefix(folded, kind+" ") && words > len(strings.Fields(name)):
				fields := strings.Fields(s)
				name, rest, ok = strings.Join(fields[:words], " "), strings.Join(fields[words:], " "), true
			}
		}
	}
	return name, rest, ok
}

var (
	columns     = regexp.MustCompile(`\t+|[ \x{00A0}]{2,}`)
	rulesOnly   = regexp.MustCompile(`^[-–—‐‑‒―−_=*─━\s\x{00A0}]+$`)
	numberLine  = regexp.MustCompile(`^S[ốỐ]\s*:?\s*(.*)$`)
	numberShape = regexp.MustCompile(`^[\d.…_ \x{00A0}]*(?:bis|[a-zđ])?\s*[-–/]`)
	dateLine    = regexp.MustCompile(`^(\p{L}[\p{L} .\-]{0,40}?),\s*ngày([\s\d.…_]*)tháng([\s\d.…_]*)năm([\s\d.…_]*)$`)
	openDate    = regexp.MustCompile(`^(?:(\p{L}[\p{L} .\-]{0,40}?),\s*ngày|Ngày)[\s\x{00A0}.…_]*$`) // all of the date is still to be written
	draftLine   = regexp.MustCompile(`^(?i:[(\[]?dự thảo(?:\s+(?:lần\s+)?(?:thứ\s+)?\S+)?[)\]]?)$`)
	letterHead  = regexp.MustCompile(`^(?:V/v|v/v|V/V|Về việc)[\s:]`)
	circulation = []string{"XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ", "TÀI LIỆU HỘI NGHỊ"}
)

// startsWithHeader says whether the first lines are a header although no kind is named.
func startsWithHeader(lines []string) bool {
	for i, l := range lines[:min(len(lines), 12)] {
		for _, cell := range headCells(l) {
			if titleOf(cell) != "" || i > 0 && numberLine.MatchString(cell) && numberShape.MatchString(numberLine.FindStringSubmatch(cell)[1]) {
				return true
			}
		}
	}
	return false
}

// readHeader reads the block above the kind (or above Kính gửi). Without a kind it stops at the first line that is no
// part of a header. It returns the line after the header.
func (r *Reading) readHeader(lines []string, end int, known Known) int {
	var organs []string
	open := end == len(lines)
	inSubject := false
	for i, l := range lines[:end] {
		if strings.TrimSpace(l) == "" {
			inSubject = false
			continue
		}
		for _, cell := range headCells(l) {
			switch {
			case inSubject && !allCaps(cell) && !r.headPart(cell):
				r.Subject += " " + cell
			case r.headPart(cell):
			case r.Subject == "" && letterHead.MatchString(cell):
				r.Subject, inSubject = cell, true
			case allCaps(cell):
				organs = append(organs, cell)
			case !open && r.KindName == "" && r.HasNumberLine && r.Subject == "": // a Party công văn needs no "V/v" (36-HD/VPTW)
				r.Subject, inSubject = cell, true
			case open:
				r.splitOrgans(organs, known)
				return i
			default:
				r.Unplaced = append(r.Unplaced, cell)
			}
		}
	}
	r.splitOrgans(organs, known)
	return end
}

// headCellLimit is the most columns that a line of a header is parted into; what follows stays with the last.
const headCellLimit = 40

// headCells parts a line of the header into its columns.
func headCells(line string) []string {
	var cells []string
	for _, cell := range columns.Split(line, headCellLimit) {
		if cell = bare(cell); cell == "" || rulesOnly.MatchString(cell) {
			continue
		}
		// A gap of one space: "TỈNH ỦY BÌNH THUẬN ĐẢNG CỘNG SẢN VIỆT NAM".
		for _, title := range []string{partyTitle, nationalTitle} {
			if left, ok := strings.CutSuffix(cell, " "+title); ok {
				cells, cell = append(cells, strings.TrimSpace(left)), title
			}
		}
		cells = append(cells, cell)
	}
	// An empty number is a gap in the line: "Số:      /BC-UBND".
	for i := 0; i+1 < len(cells); i++ {
		if numberLine.MatchString(cells[i]) && strings.ContainsAny(cells[i+1][:1], "-/") {
			cells[i] += " " + cells[i+1]
			cells = slices.Delete(cells, i+1, i+2)
		}
	}
	return joinDate(cells)
}

// joinDate puts a date with gaps together: "Huế, ngày    tháng    năm 2026".
func joinDate(cells []string) []string {
	for i, cell := range cells {
		if strings.Contains(cell, ", ngày") && !dateLine.MatchString(cell) {
			if whole := strings.Join(cells[i:], " "); dateLine.MatchString(whole) {
				return append(cells[:i:i], whole)
			}
		}
	}
	return cells
}

const (
	partyTitle    = "ĐẢNG CỘNG SẢN VIỆT NAM"
	nationalTitle = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto         = "Độc lập - Tự do - Hạnh phúc"
)

func titleOf(cell string) string {
	folded := directory.Fold(cell)
	for _, title := range []string{partyTitle, nationalTitle, motto} {
		if folded == directory.Fold(title) {
			return title
		}
	}
	return ""
}

// headPart takes one cell of the header, if it is one of its parts.
func (r *Reading) headPart(cell string) bool {
	switch titleOf(cell) {
	case partyTitle:
		r.PartyTitle = true
		return true
	case nationalTitle:
		r.NationalTitle = true
		return true
	case motto:
		return true
	}
	upper := strings.ToUpper(strings.Trim(cell, "[]() "))
	switch {
	case r.Circulation == "" && slices.Contains(circulation, upper):
		r.Circulation = upper
	case r.Urgency == "" && allCaps(cell) && document.BearsUrgency(upper):
		r.Urgency = upper
	case r.Draft == "" && draftLine.MatchString(cell):
		r.Draft = cell
	default:
		return r.headNumber(cell) || r.headDate(cell)
	}
	return true
}

func (r *Reading) headNumber(cell string) bool {
	m := numberLine.FindStringSubmatch(cell)
	if m == nil || r.HasNumberLine || m[1] != "" && !numberShape.MatchString(m[1]) {
		return false
	}
	r.HasNumberLine, r.NumberLine = true, strings.TrimSpace(m[1])
	if symbol, ok := document.ParseSymbol(r.NumberLine); ok {
		r.Symbol = symbol
	}
	return true
}

func (r *Reading) headDate(cell string) bool {
	m := dateLine.FindStringSubmatch(cell)
	if open := openDate.FindStringSubmatch(cell); open != nil && r.DateLine == "" {
		r.DateLine, r.Place = cell, open[1]
		return true
	}
	if m == nil || r.DateLine != "" {
		return false
	}
	r.DateLine, r.Place = cell, strings.TrimSpace(m[1])
	digits := func(s string) string { return strings.Trim(s, " .…_\t\u00A0") }
	if d, err := time.Parse("2-1-2006", fmt.Sprintf("%s-%s-%s", digits(m[2]), digits(m[3]), digits(m[4]))); err == nil {
		r.Date = d.Format(time.DateOnly)
	}
	return true
}

// organHeads begin the name of an organ; a line that begins with none of them goes on with the name above it
// ("ỦY BAN NHÂN DÂN" / "TỈNH BÌNH THUẬN").
var organHeads = regexp.MustCompile(`^(?:(?:TỈNH|THÀNH|HUYỆN|THỊ|QUẬN|ĐẢNG)\s+(?:ỦY|UỶ)|ĐẢNG BỘ|CHI BỘ|BAN|VĂN PHÒNG|(?:ỦY|UỶ) BAN|HỘI ĐỒNG|UBND|HĐND|SỞ|BỘ|CỤC|CHI CỤC|TRUNG TÂM|PHÒNG|LIÊN ĐOÀN|HỘI|ĐOÀN|TỔNG|VIỆN|TRƯỜNG|CƠ QUAN|THANH TRA|MẶT TRẬN|CÔNG AN|BỆNH VIỆN|HỌC VIỆN)(?:\s|$)`)

// organLines is the most lines that the name of an issuer and its superior take.
const organLines = 20

// splitOrgans tells the superior from the issuer: the issuer is the last organ named.
func (r *Reading) splitOrgans(organs []string, known Known) {
	if len(organs) == 0 {
		return
	}
	last := 0
	for i := 1; i < len(organs); i++ {
		if organHeads.MatchString(organs[i]) {
			last = i
		}
	}
	for i := max(0, len(organs)-organLines); i < len(organs); i++ { // a printed name that the directory knows decides
		whole := directory.Fold(strings.Join(organs[i:], " "))
		if slices.ContainsFunc(known.Organs, func(name string) bool { return directory.Fold(strings.ReplaceAll(name, "\n", " ")) == whole }) {
			last = i
			break
		}
	}
	r.Superior, r.Issuer = organs[:last:last], organs[last:]
	if last == 0 {
		r.Superior = nil
	}
}

var (
	addressLine  = regexp.MustCompile(`^[*_]*(?i:(kính gửi|kính trình))[*_]*\s*(?::|$)[*_]*\s*(.*)$`)
	subjectStops = regexp.MustCompile(`^(?:[-–+•]\s|Căn cứ|Điều\s+\d|Chương\s|Phần\s|\d+(?:\.\d+)*[.)\-]\s|[IVX]+[.\-]\s|\|)`)
)

// readSubject joins the lines of the trích yếu under the kind. A paragraph that ends as a sentence is none.
func (r *Reading) readSubject(lines []string, kind kindLine) int {
	at := kind.line + 1
	var parts []string
	if kind.rest != "" {
		parts = append(parts, kind.rest)
	} else {
		at = skipEmpty(lines, at)
	}
	length := utf8.RuneCountInString(kind.rest)
	for ; at < len(lines) && len(parts) < 8; at++ {
		s := bare(lines[at])
		length += utf8.RuneCountInString(s)
		if s == "" || rulesOnly.MatchString(lines[at]) || subjectStops.MatchString(s) || addressLine.MatchString(s) || recipientsHead.MatchString(s) ||
			len(parts) > 0 && allCaps(s) && !allCaps(parts[0]) || // the authority of a decision: "ỦY BAN NHÂN DÂN TỈNH …"
			length > 500 || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ";") {
			break
		}
		if r.Draft == "" && draftLine.MatchString(s) {
			r.Draft = s
			continue
		}
		parts = append(parts, strings.Join(strings.Fields(s), " "))
	}
	if len(parts) > 0 {
		r.Subject = strings.TrimSpace(r.Subject + " " + strings.Join(parts, " "))
	}
	return skipEmpty(lines, at)
}

// skipEmpty goes past blank lines and drawn rules.
func skipEmpty(lines []string, at int) int {
	for at < len(lines) && (strings.TrimSpace(lines[at]) == "" || rulesOnly.MatchString(lines[at])) {
		at++
	}
	return at
}

// findAddress finds Kính gửi or Kính trình among the first written lines.
func findAddress(lines []string, among int) int {
	for i, l := range lines {
		s := strings.TrimSpace(l)
		if addressLine.MatchString(s) {
			return i
		}
		if s != "" {
			if among--; among == 0 {
				break
			}
		}
	}
	return -1
}

// addressLimit is how many lines Kính gửi may take.
const addressLimit = 200

// readAddress reads the addressees: on the line itself, and below it as a list or until a blank line when the line
// itself names none.
func readAddress(lines []string, at int) (word string, addressees []string, next int) {
	m := addressLine.FindStringSubmatch(strings.TrimSpace(lines[at]))
	word = "Kính gửi"
	if strings.EqualFold(m[1], "Kính trình") {
		word = "Kính trình"
	}
	list := bare(m[2]) == ""
	open := list || strings.HasSuffix(bare(m[2]), ";") || strings.HasSuffix(bare(m[2]), ",")
	if !list {
		addressees = append(addressees, strings.TrimSpace(strings.TrimLeft(bare(m[2]), "-–+")))
	}
	for next = at + 1; next < min(len(lines), at+addressLimit); next++ {
		s := bare(lines[next])
		item := strings.HasPrefix(s, "-") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "+")
		first, _ := utf8.DecodeRuneInString(s)
		switch {
		case s == "" && list && len(addressees) == 0:
			continue
		case s == "" || !item && !open && !unicode.IsLower(first):
			return word, tidyAddressees(addressees), next
		case !item && len(addressees) > 0 && !strings.ContainsAny(lastByte(addressees), ";.,"):
			addressees[len(addressees)-1] += " " + s
		default:
			addressees = append(addressees, strings.TrimSpace(strings.TrimLeft(s, "-–+")))
		}
		open = !strings.HasSuffix(s, ".")
	}
	return word, tidyAddressees(addressees), next
}

func lastByte(list []string) string {
	s := list[len(list)-1]
	return s[max(0, len(s)-1):]
}

// tidyAddressees drops the mark that ends each: it belongs to the list, not to the name.
func tidyAddressees(list []string) []string {
	for i, a := range list {
		list[i] = strings.TrimSpace(strings.TrimRight(a, ";.,"))
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
