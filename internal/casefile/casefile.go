package casefile

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// State is where a file stands.
type State string

// The states of a file.
const (
	Planned   State = "planned"   // Trong danh mục, chưa mở
	Open      State = "open"      // Đang lập
	Closed    State = "closed"    // Đã kết thúc
	Submitted State = "submitted" // Đã nộp, chờ lưu trữ nhận
	Archived  State = "archived"  // Đã vào lưu trữ hiện hành
)

// States are all of them, in the order of the way.
var States = []State{Planned, Open, Closed, Submitted, Archived}

// Permanent is the retention of what is kept for ever.
const Permanent = 0

// File is one hồ sơ.
type File struct {
	ID, OrganID   string
	Year          int    // of the list it stands in
	Code          string // số và ký hiệu: "01.TCCB"
	Heading       string // đề mục of the list; "" for none
	Title         string
	Retention     int // years from the year in which the work ended; Permanent
	RetentionRule string
	KeeperID      string // người lập
	KeeperName    string // filled for lists
	UnitID        string
	Note          string
	State         State
	OpenedOn      store.Date
	EndedOn       store.Date // when the work ended
	ClosedOn      store.Date
	From, To      store.Date // thời gian tài liệu, once closed
	Documents     int        // totals, once closed
	Pages         int
	HandOverBy    store.Date // "" = need not be handed over
	WarnOn        store.Date
	KeepUntil     store.Date // kept back with consent
	KeepReason    string
	KeepBy        string
	ArchivedOn    store.Date
	ArchivedBy    string
	ExpiresOn     store.Date // the end of its retention; "" = never, or not closed yet
	Version       int
	CreatedBy     string
	CreatedAt     time.Time
}

// Label is how a file is spoken of: "01.TCCB – Hồ sơ về …".
func (f File) Label() string { return f.Code + " – " + f.Title }

// RetentionText is how long it is kept: "Vĩnh viễn", "20 năm".
func (f File) RetentionText() string { return retentionText(f.Retention) }

func retentionText(years int) string {
	if years == Permanent {
		return "Vĩnh viễn"
	}
	return fmt.Sprintf("%d năm", years)
}

// Due is the day by which the file must be handed over; "" when it need not be.
func (f File) Due() store.Date { return max(f.HandOverBy, f.KeepUntil) }

// place is a file as authz sees it.
func (f File) place(access []Access) authz.Place {
	p := authz.Place{
		Persons: []authz.Relation{{ID: f.KeeperID, Why: authz.Drafter}},
		Organs:  []authz.Relation{{ID: f.UnitID, Why: authz.Unit}, {ID: f.OrganID, Why: authz.Office}},
	}
	if f.State == Submitted || f.State == Archived {
		p.Organs = append(p.Organs, authz.Relation{ID: f.OrganID, Why: authz.Archive})
	}
	for _, a := range access {
		if a.PersonID != "" {
			p.Persons = append(p.Persons, authz.Relation{ID: a.PersonID, Why: a.Why})
		} else {
			p.Organs = append(p.Organs, authz.Relation{ID: a.OrganID, Why: a.Why})
		}
	}
	return p
}

// Access is a right on a file that its keeper gave: to read (authz.Addressed), or to work on it (authz.Handler).
type Access struct {
	CaseFileID, PersonID, OrganID, Why string
	Name                               string // of the person or organ, filled for lists
}

// By is who acts, and by which right.
type By struct{ ID, Name, Capacity string }

// Lengths of what people write, in characters (NĐ 30/2020 Phụ lục VI: FileNotation 20, Title 500).
const (
	codeLimit    = 20
	titleLimit   = 500
	headingLimit = 200
	noteLimit    = 500
	authorLimit  = 200
	symbolLimit  = 60
)

// The refusals of this room.
var (
	ErrNotFound  = fault.New(fault.NotFound, "CASE_FILE_NOT_FOUND", "Không tìm thấy hồ sơ.")
	ErrForbidden = fault.New(fault.Forbidden, "CASE_FILE_FORBIDDEN", "Vai trò hiện tại không được làm việc này với hồ sơ.")
	ErrStale     = fault.New(fault.Conflict, "STALE_VERSION", "Hồ sơ đã thay đổi, hãy tải lại.")
	ErrNotOpen   = fault.New(fault.Unmet, "CASE_FILE_NOT_OPEN", "Hồ sơ không ở trạng thái đang lập, không đưa văn bản vào hoặc rút ra được.")
	ErrEmpty     = fault.New(fault.Unmet, "CASE_FILE_EMPTY", "Hồ sơ chưa có văn bản nào, không kết thúc được.")
	ErrItem      = fault.New(fault.NotFound, "CASE_FILE_ITEM_UNKNOWN", "Không tìm thấy văn bản này trong hồ sơ.")
	ErrCodeTaken = fault.New(fault.Unmet, "CASE_FILE_CODE_TAKEN", "Số và ký hiệu hồ sơ đã có trong năm này.")
	ErrDate      = fault.New(fault.Unmet, "CASE_FILE_DATE", "Ngày không hợp lệ hoặc sau ngày làm việc hôm nay.")
	ErrReason    = fault.New(fault.Unmet, "REASON_MISSING", "Phải ghi lý do.")
)

func wrongState(f File, want string) error {
	return fault.New(fault.Unmet, "CASE_FILE_STATE", fmt.Sprintf("Hồ sơ đang ở trạng thái “%s”, %s.", StateLabel(f.State), want))
}

// StateLabel names a state.
func StateLabel(s State) string {
	switch s {
	case Planned:
		return "Trong danh mục, chưa mở"
	case Open:
		return "Đang lập"
	case Closed:
		return "Đã kết thúc"
	case Submitted:
		return "Đã nộp, chờ lưu trữ nhận"
	case Archived:
		return "Đã vào lưu trữ"
	}
	return string(s)
}

// clean is a text that a person wrote, in NFC on one line; what is too long or bears a mark of secrecy is refused.
func clean(what, s string, limit int, needed bool) (string, error) {
	s = strings.Join(strings.Fields(norm.NFC.String(strings.ToValidUTF8(s, ""))), " ")
	if s == "" {
		if needed {
			return "", fault.New(fault.Unmet, "FIELD_MISSING", fmt.Sprintf("Chưa ghi %s.", what))
		}
		return "", nil
	}
	if utf8.RuneCountInString(s) > limit {
		return "", fault.New(fault.Unmet, "FIELD_TOO_LONG", fmt.Sprintf("Phần %s dài quá %d ký tự.", what, limit))
	}
	return s, document.RefuseSecret(s, "")
}

// folded is a code as it is compared: case and spaces do not tell two codes apart.
func folded(code string) string { return strings.ReplaceAll(directory.Fold(code), " ", "") }

// endOfYear is the day from which terms count that count “from the year in which the work ended”.
func endOfYear(d store.Date) store.Date { return store.Date(fmt.Sprintf("%04d-12-31", d.Year())) }

// day prints a date for a sentence or a list.
func day(d store.Date) string {
	if !d.Valid() {
		return ""
	}
	return d.Time().Format("02/01/2006")
}
