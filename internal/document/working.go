package document

import (
	"time"

	"trinhky/internal/fault"
)

// Working is what a person is typing of a document and has not made a version yet: the fields of the form as they stand
// there. It is the person's own note: nobody else reads it and no event records it.
type Working struct {
	ID         string // chosen by the page on which it is typed
	PersonID   string
	DocumentID string // "" while the document is not begun
	IssuerID   string
	Kind       string
	Subject    string
	// BaseVersion is the version of the document on which it was typed; Revision how often it was kept.
	BaseVersion, Revision int
	Form                  map[string]string
	Since, SavedAt        time.Time
}

// Typist is somebody else who has a working text of a document.
type Typist struct {
	PersonID       string
	Since, SavedAt time.Time
}

const (
	workingLimit = 20      // documents that a person has not begun yet
	workingBytes = 8 << 20 // of one
	// WorkingLife is how long a working text stays that nobody touches.
	WorkingLife = 90 * 24 * time.Hour
	// typingNow is how long ago a text may have been kept that is still being typed.
	typingNow = 10 * time.Minute
)

// The refusals of working texts.
var (
	// ErrWorkingElsewhere says that the working text was kept from another window since.
	ErrWorkingElsewhere = fault.New(fault.Conflict, "WORKING_ELSEWHERE", "Nội dung đang soạn đã được lưu từ một cửa sổ khác.")

	errWorkingTooMany  = fault.New(fault.Unmet, "WORKING_TOO_MANY", "Đã có 20 dự thảo đang soạn dở chưa lưu. Hãy lưu hoặc bỏ bớt.")
	errWorkingTooLarge = fault.New(fault.TooLarge, "WORKING_TOO_LARGE", "Nội dung đang soạn quá dài để lưu tự động.")
)
