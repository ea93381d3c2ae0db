package format

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/layout"
)

// subjectLimit is the longest trích yếu (NĐ 30/2020 Phụ lục VI), in characters.
const subjectLimit = 500

var newSentence = regexp.MustCompile(`(?:\p{Ll}{3,}|ủy|uỷ)[.!?]\s+\p{Lu}`)

// authority is F04. A list of issuers that nobody read in the rule itself gives no more than a warning.
func (f *findings) authority(c Content) {
	if c.IssuerClass == "" || c.Kind.ID == "" {
		return
	}
	if err := document.MayIssue(c.Regime, c.Kind.ID, c.IssuerClass); err != nil {
		at := onPage("Tên loại").with(c.Kind.Name)
		if c.Facts == nil && c.Kind.ClassesMark != "S" {
			at = at.as(LevelWarning)
		}
		f.add("F04 KIND_NOT_ALLOWED", at, "Cơ quan ban hành không có thẩm quyền ban hành %s.", strings.ToLower(c.Kind.Name))
	}
}

// classes tell an organ's class by the words of the header, superior and issuer together, in capitals and folded: the
// first that fits.
var classes = []struct {
	pattern *regexp.Regexp
	class   directory.Class
}{
	{headed(`(?:tỉnh|thành) ủy( .*)? văn phòng( .*)?`), directory.ProvinceOffice},
	{headed(`văn phòng (?:tỉnh|thành) ủy( .*)?`), directory.ProvinceOffice},
	{headed(`(?:tỉnh|thành) ủy( .*)? ban (?:tổ chức|tuyên giáo|dân vận|nội chính)( .*)?`), directory.PartyBoard},
	{headed(`(?:tỉnh|thành) ủy( .*)? ủy ban kiểm tra`), directory.InspectionCommittee},
	{headed(`huyện ủy( .*)? văn phòng( .*)?`), directory.DistrictOffice},
	{headed(`.*đảng ủy (?:xã|phường|đặc khu) .* văn phòng( .*)?`), directory.CommunePartyOffice},
	{headed(`.*đảng ủy (?:xã|phường|đặc khu) .* ban xây dựng đảng`), directory.CommunePartyBoard},
	{headed(`(?:.* )?chi bộ .*`), directory.Cell},
	{headed(`(?:.* )?đảng ủy (?:xã|phường|đặc khu) [^*]*`), directory.CommuneCommittee},
	{headed(`tỉnh ủy [^*]*`), directory.ProvinceCommittee},
	{headed(`huyện ủy [^*]*`), directory.DistrictCommittee},
	{headed(`(?:ủy ban nhân dân|ubnd) tỉnh .* văn phòng`), directory.ProvincePCOffice},
	{headed(`(?:ủy ban nhân dân|ubnd) tỉnh .* sở .*`), directory.Department},
	{headed(`(?:.* )?(?:ủy ban nhân dân|ubnd) (?:xã|phường|đặc khu) [^*]*`), directory.CommunePeopleCommittee},
	{headed(`(?:ủy ban nhân dân|ubnd) tỉnh [^*]*`), directory.ProvincePeopleCommittee},
}

func headed(pattern string) *regexp.Regexp { return regexp.MustCompile("^(?:" + pattern + ")$") }

// organWords begin the name of an organ: a header whose tail holds one more is of a class that we do not know.
var organWords = regexp.MustCompile(` (?:văn phòng|ban|sở|phòng|trung tâm|chi cục|đảng ủy|ủy ban|hội|trường|cục|chi bộ|đảng bộ) `)

// classOf is the class of the organ in a header; "" where the words leave a doubt.
func classOf(r layout.Reading) directory.Class {
	if r.PartyTitle && stateOrgan.MatchString(headOf(r)) || r.NationalTitle && partyOrgan.MatchString(headOf(r)) {
		return "" // the title is wrong, and with it the list of who may issue what
	}
	head := strings.ReplaceAll(strings.ToLower(headOf(r)), "uỷ", "ủy")
	for _, known := range classes {
		if !known.pattern.MatchString(head) {
			continue
		}
		switch known.class {
		case directory.ProvinceCommittee, directory.DistrictCommittee, directory.ProvincePeopleCommittee, directory.CommuneCommittee, directory.CommunePeopleCommittee:
			_, tail, _ := strings.Cut(head, " ")
			if known.class == directory.CommuneCommittee {
				tail = tail[strings.LastIndex(tail, "đảng ủy")+len("đảng ủy"):]
			}
			if known.class == directory.CommunePeopleCommittee || known.class == directory.ProvincePeopleCommittee {
				tail = tail[strings.LastIndex(tail, "nhân dân")+1:]
			}
			if organWords.MatchString(" " + tail + " ") {
				return ""
			}
		}
		return known.class
	}
	return ""
}

// subject is F06: the type is named, the trích yếu is there, short, and one sentence.
func (f *findings) subject(c Content) {
	at, kind, subject := onPage("Trích yếu").with(c.Subject), c.Kind, c.Subject
	if kind.ID == "" {
		f.add("F06 KIND_MISSING", onPage("Tên loại"), "Không thấy tên loại văn bản.")
	}
	switch {
	case strings.TrimSpace(subject) == "" && kind.ID != "" && kind.PrintsName && kind.Recipients == document.Required:
		f.add("F06 SUBJECT_MISSING", at, "Chưa có trích yếu nội dung.")
	case strings.TrimSpace(subject) == "":
		f.add("F06 SUBJECT_MISSING", at.as(LevelWarning), "Chưa có trích yếu nội dung.")
	case utf8.RuneCountInString(subject) > subjectLimit:
		f.add("F06 SUBJECT_TOO_LONG", onPage("Trích yếu"), "Trích yếu dài quá %d ký tự.", subjectLimit)
	case newSentence.MatchString(subject):
		f.add("F06 SUBJECT_NOT_ONE_SENTENCE", at, "Trích yếu phải là một câu.")
	}
}

// address is F14: Kính gửi on công văn, tờ trình and reports upward; Kính trình on a Party tờ trình (05-HD/VPTW 9.2.4).
func (f *findings) address(c Content) {
	if c.Kind.ID == "" {
		return
	}
	at := onPage("Kính gửi").with(strings.Join(c.Addressees, "; "))
	switch {
	case len(c.Addressees) == 0 && c.Kind.Addressed == document.Required:
		f.add("F14 ADDRESSEES_MISSING", at, "%s phải có nơi %s.", c.Kind.Name, strings.ToLower(c.Kind.AddressWord))
	case len(c.Addressees) > 0 && c.Kind.Addressed == document.None:
		f.add("F14 ADDRESSEES_UNEXPECTED", at, "%s không có phần kính gửi.", c.Kind.Name)
	case len(c.Addressees) > 0 && c.AddressWord != "" && c.Kind.AddressWord != "" && c.AddressWord != c.Kind.AddressWord:
		f.add("F14 ADDRESS_WORD", at.with(c.AddressWord), "%s dùng chữ “%s”.", c.Kind.Name, c.Kind.AddressWord)
	}
}

// urgency is F17: the word of the stamp is one that there is; of a stored document, who signs decides on it.
func (f *findings) urgency(c Content) {
	if c.Urgency == "" {
		return
	}
	at := onPage("Độ khẩn").with(c.Urgency)
	switch {
	case !document.BearsUrgency(c.Urgency):
		f.add("F17 URGENCY_UNKNOWN", at, "Không có độ khẩn “%s”.", c.Urgency)
	case c.Facts != nil && !c.Facts.UrgencyApproved:
		f.add("F17 URGENCY_NOT_APPROVED", at, "Độ khẩn “%s” mới do người soạn thảo đề xuất; người ký quyết định khi ký.", c.Urgency)
	}
}
