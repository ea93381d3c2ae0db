package document

import (
	"time"

	"trinhky/internal/fault"
)

// Upload is a file on its way to a draft, piece by piece: its person's alone. Once it is whole its pieces are gone and it
// names the attachment that it became, so that whoever never heard the answer can ask.
type Upload struct {
	ID         string `gorm:"column:id"`
	PersonID   string `gorm:"column:person_id"`
	DocumentID string `gorm:"column:document_id"`
	Name       string `gorm:"column:name"`
	Length     int64  `gorm:"column:length"`   // bytes of the whole
	Received   int64  `gorm:"column:received"` // bytes that are here
	// AttachmentID is "" until the file is whole and attached.
	AttachmentID string    `gorm:"column:attachment_id"`
	CreatedAt    time.Time `gorm:"column:created_at"`
	TouchedAt    time.Time `gorm:"column:touched_at"`
}

// TableName is the uploads' table.
func (Upload) TableName() string { return "upload" }

const (
	uploadsLimit = 10        // of a person on their way at once
	uploadsBytes = 512 << 20 // of a person's uploads together
	// UploadPiece is the most bytes of one piece.
	UploadPiece = 1 << 20
	// UploadLife is how long an upload waits for its next piece.
	UploadLife = 24 * time.Hour
)

// The refusals of uploads.
var (
	ErrUploadNotFound = fault.New(fault.NotFound, "UPLOAD_NOT_FOUND", "Không tìm thấy lượt tải tệp này, hoặc đã quá hạn.")
	// ErrUploadTooLong says that more came than was announced; the piece is not kept.
	ErrUploadTooLong = fault.New(fault.TooLarge, "UPLOAD_TOO_LONG", "Tệp dài hơn dung lượng đã khai báo.")
	// ErrUploadOffset says that a piece does not begin where the last one ended.
	ErrUploadOffset = fault.New(fault.Conflict, "UPLOAD_OFFSET", "Phần tệp gửi lên không nối tiếp phần đã nhận.")

	errUploadsTooMany = fault.New(fault.Unmet, "UPLOADS_TOO_MANY", "Đang có quá nhiều tệp tải lên dở dang. Hãy chờ tải xong hoặc hủy bớt.")
)

// Expires is when the upload is thrown away if nothing more comes.
func (u Upload) Expires() time.Time { return u.TouchedAt.Add(UploadLife) }
