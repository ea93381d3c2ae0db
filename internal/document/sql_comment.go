package document

import (
	"fmt"

	"trinhky/internal/fault"
	"trinhky/internal/store"
)

var errCommentNotFound = fault.New(fault.NotFound, "COMMENT_NOT_FOUND", "Không tìm thấy góp ý.")

// commentsLimit is how many comments and answers a document takes: they are all read together.
const commentsLimit = 2000

// AddComment writes a new comment; COMMENTS_TOO_MANY when the document has as many as it takes. The database refuses one
// on a text that there is not.
func AddComment(tx *store.Tx, c *Comment) error {
	var have int64
	if err := tx.DB().Model(&Comment{}).Where("document_id = ?", c.DocumentID).Count(&have).Error; err != nil {
		return fmt.Errorf("count comments: %w", err)
	}
	if have >= commentsLimit {
		return fault.New(fault.Unmet, "COMMENTS_TOO_MANY", "Văn bản đã có 2.000 góp ý, không nhận thêm.")
	}
	c.ID, c.CreatedAt = store.NewID(), tx.Now
	if err := tx.DB().Create(c).Error; err != nil {
		return fmt.Errorf("write a comment: %w", err)
	}
	return nil
}

// CommentOf is one comment of a document.
func CommentOf(tx *store.Tx, documentID, id string) (Comment, error) {
	var c Comment
	found := tx.DB().Where("document_id = ? AND id = ?", documentID, id).Limit(1).Find(&c)
	if found.Error != nil {
		return c, fmt.Errorf("read a comment: %w", found.Error)
	}
	if found.RowsAffected == 0 {
		return c, errCommentNotFound
	}
	return c, nil
}

// Comments are all comments of a document and the answers to them, in the order they were made.
func Comments(tx *store.Tx, documentID string) ([]Comment, error) {
	var comments []Comment
	if err := tx.DB().Where("document_id = ?", documentID).Order("created_at, id").Find(&comments).Error; err != nil {
		return nil, fmt.Errorf("read the comments: %w", err)
	}
	return comments, nil
}

// ResolveComment marks a comment as dealt with, by whom; COMMENT_RESOLVED when it was before.
func ResolveComment(tx *store.Tx, documentID, id, personID string) error {
	now := tx.Now
	written := tx.DB().Model(&Comment{}).Where("document_id = ? AND id = ? AND parent_id = '' AND resolved_at IS NULL", documentID, id).
		Select("ResolvedBy", "ResolvedAt").Updates(&Comment{ResolvedBy: personID, ResolvedAt: &now})
	if written.Error != nil {
		return fmt.Errorf("resolve a comment: %w", written.Error)
	}
	if written.RowsAffected != 1 {
		return ErrCommentResolved
	}
	return nil
}

// ErrCommentResolved refuses what comes after a comment was dealt with.
var ErrCommentResolved = fault.New(fault.Unmet, "COMMENT_RESOLVED", "Góp ý này đã được đánh dấu giải quyết.")
