package document

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"trinhky/internal/fault"
)

// Upload is a file on its way to a draft or to a văn bản đến, piece by piece: its person's alone. Once it is whole its pieces
// are gone and it names the file that it became there, so that whoever never heard the answer can ask.
type Upload struct {
	ID       string `gorm:"column:id"`
	PersonID string `gorm:"column:person_id"`
	// DocumentID is the draft that it is for, ArrivalID the văn bản đến: one of the two.
	DocumentID string `gorm:"column:document_id"`
	ArrivalID  string `gorm:"column:arrival_id"`
	Name       string `gorm:"column:name"`
	Length     int64  `gorm:"column:length"`   // bytes of the whole
	Received   int64  `gorm:"column:received"` // bytes that are here
	// AttachmentID is "" until the file is whole and attached; of a văn bản đến, it is the file's id there.
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
	// UploadLimit is the most bytes of a whole file.
	UploadLimit = 512 << 20
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

	errUploadLength      = fault.New(fault.TooLarge, "UPLOAD_LENGTH", "Dung lượng tệp phải từ 1 byte đến 512 MB.")
	errUploadInterrupted = fault.New(fault.Malformed, "UPLOAD_INTERRUPTED", "Kết nối bị đứt giữa chừng. Phần đã nhận được giữ lại, có thể tải tiếp.")

	errUploadsTooMany = fault.New(fault.Unmet, "UPLOADS_TOO_MANY", "Đang có quá nhiều tệp tải lên dở dang. Hãy chờ tải xong hoặc hủy bớt.")
)

// Expires is when the upload is thrown away if nothing more comes.
func (u Upload) Expires() time.Time { return u.TouchedAt.Add(UploadLife) }

// Fresh refuses a request that does not go on where the upload stands. Done is true where all of it is here and nobody heard
// so.
func (u Upload) Fresh(offset int64) (done bool, err error) {
	if offset != u.Received {
		return false, ErrUploadOffset
	}
	return u.AttachmentID != "", nil
}

// Take reads what comes of an upload until it is whole or no more comes: add puts a piece down, whole gets the last one,
// which is put down nowhere. What came before a connection broke stays (UPLOAD_INTERRUPTED); of a file that is longer than
// it was announced the last piece does not (UPLOAD_TOO_LONG).
func (u Upload) Take(r io.Reader, add func(u *Upload, piece []byte) error, whole func(u Upload, last []byte) (Upload, error)) (Upload, error) {
	room := make([]byte, UploadPiece)
	for {
		rest := u.Length - u.Received
		n, broken := io.ReadFull(r, room[:min(rest, int64(len(room)))])
		piece := room[:n]
		if int64(n) == rest {
			if more, _ := io.ReadFull(r, make([]byte, 1)); more > 0 {
				return u, ErrUploadTooLong
			}
			return whole(u, piece)
		}
		if n > 0 {
			if err := u.look(piece); err != nil {
				return u, err
			}
			if err := add(&u, piece); err != nil {
				return u, err
			}
		}
		if errors.Is(broken, io.EOF) || errors.Is(broken, io.ErrUnexpectedEOF) {
			return u, nil
		}
		if broken != nil {
			return u, errUploadInterrupted.Because(broken)
		}
	}
}

// sniffed are the bytes that tell what a file is.
const sniffed = 3072

// look reads the beginning of a file for marks of secrecy before any of it is put down; a line that is cut is left for the
// whole.
func (u Upload) look(piece []byte) error {
	if u.Received > 0 {
		return nil
	}
	mediaType := mimetype.Detect(piece[:min(sniffed, len(piece))]).String()
	return RefuseSecretFile(piece[:bytes.LastIndexByte(piece, '\n')+1], mediaType, u.Name)
}
