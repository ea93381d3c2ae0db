package document

import (
	"errors"
	"fmt"
	"io"

	"trinhky/internal/store"
)

type pieceRow struct {
	UploadID string `gorm:"column:upload_id"`
	At       int64  `gorm:"column:at"`
	Content  []byte `gorm:"column:content"`
}

func (pieceRow) TableName() string { return "upload_piece" }

// BeginUpload writes a new upload, within what a person may have on the way. UPLOAD_LENGTH, UPLOADS_TOO_MANY.
func BeginUpload(tx *store.Tx, u *Upload) error {
	if u.Length < 1 || u.Length > UploadLimit {
		return errUploadLength
	}
	var sum struct {
		N     int64 `gorm:"column:n"`
		Bytes int64 `gorm:"column:bytes"`
	}
	err := tx.DB().Raw("SELECT count(*) AS n, coalesce(sum(length), 0) AS bytes FROM upload WHERE person_id = ? AND attachment_id = '' AND touched_at >= ?", u.PersonID, tx.Now.Add(-UploadLife)).Scan(&sum).Error
	if err != nil {
		return fmt.Errorf("count uploads: %w", err)
	}
	if sum.N >= uploadsLimit || sum.Bytes+u.Length > uploadsBytes {
		return errUploadsTooMany
	}
	u.ID, u.Received, u.CreatedAt, u.TouchedAt = store.NewID(), 0, tx.Now, tx.Now
	if err := tx.DB().Create(u).Error; err != nil {
		return fmt.Errorf("begin an upload: %w", err)
	}
	return nil
}

// UploadOf finds a person's upload; another's is not there.
func UploadOf(tx *store.Tx, personID, id string) (Upload, error) {
	var u Upload
	found := tx.DB().Where("id = ? AND person_id = ?", id, personID).Limit(1).Find(&u)
	if found.Error != nil {
		return u, fmt.Errorf("find an upload: %w", found.Error)
	}
	if found.RowsAffected == 0 || u.Expires().Before(tx.Now) {
		return u, ErrUploadNotFound
	}
	return u, nil
}

// AddPiece puts the next bytes of an upload down. ErrUploadOffset when another request was quicker.
func AddPiece(tx *store.Tx, u *Upload, content []byte) error {
	moved := tx.DB().Model(&Upload{}).Where("id = ? AND received = ? AND attachment_id = ''", u.ID, u.Received).
		Updates(map[string]any{"received": u.Received + int64(len(content)), "touched_at": tx.Now})
	if moved.Error != nil {
		return fmt.Errorf("add a piece: %w", moved.Error)
	}
	if moved.RowsAffected != 1 {
		return ErrUploadOffset
	}
	if err := tx.DB().Create(&pieceRow{UploadID: u.ID, At: u.Received, Content: content}).Error; err != nil {
		return fmt.Errorf("add a piece: %w", err)
	}
	u.Received, u.TouchedAt = u.Received+int64(len(content)), tx.Now
	return nil
}

// FinishUpload notes what a whole file became, and lets its pieces go. ErrUploadOffset when another request was quicker.
func FinishUpload(tx *store.Tx, u *Upload, attachmentID string) error {
	done := tx.DB().Model(&Upload{}).Where("id = ? AND received = ? AND attachment_id = ''", u.ID, u.Received).
		Updates(map[string]any{"received": u.Length, "attachment_id": attachmentID, "touched_at": tx.Now})
	if done.Error != nil {
		return fmt.Errorf("finish an upload: %w", done.Error)
	}
	if done.RowsAffected != 1 {
		return ErrUploadOffset
	}
	if err := tx.DB().Where("upload_id = ?", u.ID).Delete(&pieceRow{}).Error; err != nil {
		return fmt.Errorf("finish an upload: %w", err)
	}
	return nil
}

// pieceAt reads the piece that begins at an offset; ErrUploadOffset when it is gone.
func pieceAt(tx *store.Tx, id string, at int64) ([]byte, error) {
	var row pieceRow
	found := tx.DB().Where("upload_id = ? AND at = ?", id, at).Limit(1).Find(&row)
	if found.Error != nil {
		return nil, fmt.Errorf("read a piece: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return nil, ErrUploadOffset
	}
	return row.Content, nil
}

// DropUpload throws a person's upload away, with its pieces; ErrUploadNotFound when it is gone already.
func DropUpload(tx *store.Tx, personID, id string) error {
	err := tx.DB().Where("upload_id IN (SELECT id FROM upload WHERE id = ? AND person_id = ?)", id, personID).Delete(&pieceRow{}).Error
	gone := tx.DB().Where("id = ? AND person_id = ?", id, personID).Delete(&Upload{})
	if err := errors.Join(err, gone.Error); err != nil {
		return fmt.Errorf("drop an upload: %w", err)
	}
	if gone.RowsAffected == 0 {
		return ErrUploadNotFound
	}
	return nil
}

// ForgetUploads drops those whose next piece never came.
func ForgetUploads(tx *store.Tx) error {
	old := tx.Now.Add(-UploadLife)
	err := tx.DB().Where("upload_id IN (SELECT id FROM upload WHERE touched_at < ?)", old).Delete(&pieceRow{}).Error
	if err := errors.Join(err, tx.DB().Where("touched_at < ?", old).Delete(&Upload{}).Error); err != nil {
		return fmt.Errorf("forget old uploads: %w", err)
	}
	return nil
}

// Pieces reads what is here of an upload, a piece at a time; view gives it a transaction for each. Pieces that vanish
// meanwhile are an error and never the end.
func Pieces(u Upload, view func(func(tx *store.Tx) error) error) io.Reader {
	return &uploaded{upload: u, view: view}
}

type uploaded struct {
	upload Upload
	view   func(func(tx *store.Tx) error) error
	at     int64
	rest   []byte
}

// Read gives what is left of a piece, or the next one.
func (p *uploaded) Read(into []byte) (int, error) {
	if len(p.rest) == 0 {
		if p.at >= p.upload.Received {
			return 0, io.EOF
		}
		err := p.view(func(tx *store.Tx) (err error) {
			p.rest, err = pieceAt(tx, p.upload.ID, p.at)
			return err
		})
		if err != nil {
			return 0, err
		}
		p.at += int64(len(p.rest))
	}
	n := copy(into, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}
