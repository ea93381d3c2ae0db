package document

import (
	"fmt"
	"slices"
	"time"

	"trinhky/internal/store"
)

// MarkKind is what became of an issued document: a mark beside its state, which stays (NĐ 30/2020 Art. 18).
type MarkKind string

// The marks. The first two end a document; TakenBack says that every copy is back with the sender.
const (
	MarkRecalled  MarkKind = "recalled"   // Đã thu hồi
	MarkReplaced  MarkKind = "replaced"   // Bị thay thế bởi
	MarkAmended   MarkKind = "amended"    // Được sửa đổi
	MarkCorrected MarkKind = "corrected"  // Được đính chính
	MarkTakenBack MarkKind = "taken_back" // Đã lấy lại
)

// Mark is one mark of an issued document. BySymbol and ByDate name the later document, which everybody who may see the
// marked one is told of; whether he may see that one too is another question.
type Mark struct {
	Kind     MarkKind
	ByID     string
	BySymbol string
	ByDate   store.Date
	At       time.Time
	Reason   string
}

// Label is the mark as a person reads it: "Bị thay thế bởi 06-TB/VPTU".
func (m Mark) Label() string {
	label := map[MarkKind]string{
		MarkRecalled: "Đã thu hồi", MarkReplaced: "Bị thay thế bởi", MarkAmended: "Được sửa đổi bởi", MarkCorrected: "Được đính chính bởi",
		MarkTakenBack: "Đã lấy lại",
	}[m.Kind]
	if m.BySymbol == "" {
		return label
	}
	by, ok := map[MarkKind]string{
		MarkReplaced: "Bị thay thế bởi %s", MarkAmended: "Được sửa đổi bởi %s", MarkCorrected: "Được đính chính bởi %s",
	}[m.Kind]
	if !ok {
		return label + " " + m.BySymbol
	}
	return fmt.Sprintf(by, m.BySymbol)
}

// Ends says whether a document with this mark is no longer in force.
func (m Mark) Ends() bool { return m.Kind == MarkRecalled || m.Kind == MarkReplaced }

// Ended is the mark that ended a document, of all its marks; false while it is in force.
func Ended(marks []Mark) (Mark, bool) {
	if i := slices.IndexFunc(marks, Mark.Ends); i >= 0 {
		return marks[i], true
	}
	return Mark{}, false
}

// Later says that one document is begun to replace, amend or correct an issued one. It takes effect, as a mark of the
// earlier one, when the later one is issued.
type Later struct {
	DocumentID string    `gorm:"column:document_id"` // the later one
	TargetID   string    `gorm:"column:target_id"`   // the issued one
	Kind       MarkKind  `gorm:"column:kind"`        // replaced, amended or corrected
	Reason     string    `gorm:"column:reason"`
	BegunBy    string    `gorm:"column:begun_by"`
	BegunAt    time.Time `gorm:"column:begun_at"`
}

// TableName is the relation's table.
func (Later) TableName() string { return "document_relation" }

// Related is a document at the other end of a relation, as somebody sees it who may see both.
type Related struct {
	Document
	Kind    MarkKind // what the later one does to the earlier
	Later   bool     // the other one is the later
	Pending bool     // the later one is not issued yet
	Reason  string
}
