package signoff

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

const (
	attachmentLimit = document.UploadLimit
	nameLimit       = 255  // bytes
	sniffed         = 3072 // bytes that tell what a file is
)

// Attach stores a file beside a draft. The bytes are streamed and hashed first; an attachment that is cut in the middle
// leaves nothing.
func (s *Service) Attach(ctx context.Context, personID, id, name string, r io.Reader) (document.Attachment, error) {
	a, err := s.attach(ctx, personID, id, name, r, func(*store.Tx, document.Attachment) error { return nil })
	return a, s.refused(ctx, personID, authz.DocumentAttach, id, err)
}

// mayAttach loads a draft to which the person may attach files now.
func (s *Service) mayAttach(tx *store.Tx, personID, id string) (*facts, error) {
	f, err := s.load(tx, personID, id)
	if err != nil {
		return nil, err
	}
	if !s.policy.Can(f.actor, authz.DocumentAttach, f.place) {
		return nil, errForbidden
	}
	return f, f.mayEdit(s.policy)
}

// attach stores the file, and runs also in the transaction that attaches it.
func (s *Service) attach(ctx context.Context, personID, id, name string, r io.Reader, also func(*store.Tx, document.Attachment) error) (document.Attachment, error) {
	name, err := attachmentName(name)
	if err != nil {
		return document.Attachment{}, err
	}
	if err := s.store.View(ctx, func(tx *store.Tx) error { _, err := s.mayAttach(tx, personID, id); return err }); err != nil {
		return document.Attachment{}, err
	}
	head, mediaType, err := look(r)
	if err != nil {
		return document.Attachment{}, err
	}
	if err := document.RefuseSecretFile(head, mediaType, name); err != nil {
		return document.Attachment{}, err
	}
	info, err := s.blobs.Put(ctx, io.MultiReader(bytes.NewReader(head), r), attachmentLimit)
	if err != nil {
		return document.Attachment{}, err
	}
	a := document.Attachment{DocumentID: id, Name: name, MediaType: mediaType, Size: info.Size, SHA256: info.SHA256, AuthorID: personID}
	err = s.store.Update(ctx, func(tx *store.Tx) error {
		f, err := s.mayAttach(tx, personID, id)
		if err != nil {
			return err
		}
		if err := document.Attach(tx, &a); err != nil {
			return err
		}
		if err := also(tx, a); err != nil {
			return err
		}
		if err := document.Change(tx, &f.document); err != nil {
			return err
		}
		return f.recordWork(tx, "attach", map[string]any{"name": name, "sha256": info.SHA256, "size": info.Size})
	})
	return a, err
}

// look reads the beginning of a file: enough to know what it is, and, where its words can be read for a mark of secrecy,
// as much as is looked through. None of it is stored yet.
func look(r io.Reader) (head []byte, mediaType string, err error) {
	read := func(upTo int64) error {
		more, err := io.ReadAll(io.LimitReader(r, upTo-int64(len(head))))
		head = append(head, more...)
		if refused := new(fault.Fault); errors.As(err, &refused) { // an upload in pieces, which another request has finished
			return err
		}
		if err != nil {
			return fault.New(fault.Malformed, "UPLOAD_CUT", "Tệp tải lên bị đứt giữa chừng, chưa lưu gì. Hãy tải lại.").Because(err)
		}
		return nil
	}
	if err := read(sniffed); err != nil {
		return nil, "", err
	}
	mediaType = mimetype.Detect(head).String()
	if document.Scannable(mediaType) {
		err = read(document.MaxScan)
	}
	return head, mediaType, err
}

var errNameInvalid = fault.New(fault.Unmet, "NAME_INVALID", "Tên tệp không hợp lệ hoặc quá dài.")

// attachmentName keeps the last part of a name, in NFC, without anything that could mislead a reader or a header.
func attachmentName(name string) (string, error) {
	clean, err := document.Normalize([]byte(name))
	if err != nil {
		return "", errNameInvalid.Because(err)
	}
	clean = filepath.Base(strings.ReplaceAll(clean, `\`, "/"))
	clean = strings.TrimSpace(strings.NewReplacer(`"`, "", "\n", " ", "\t", " ").Replace(clean))
	if clean == "" || clean == "." || clean == ".." || clean == "/" || len(clean) > nameLimit {
		return "", errNameInvalid
	}
	return clean, document.RefuseSecret("", clean)
}

// Detach takes a file off a draft.
func (s *Service) Detach(ctx context.Context, personID, id, attachmentID string) error {
	err := s.store.Update(ctx, func(tx *store.Tx) error {
		f, err := s.editable(tx, personID, id, 0)
		if err != nil {
			return err
		}
		if err := document.Detach(tx, id, attachmentID); err != nil {
			return err
		}
		if err := document.Change(tx, &f.document); err != nil {
			return err
		}
		return f.recordWork(tx, "detach", map[string]any{"attachment": attachmentID})
	})
	return s.refused(ctx, personID, authz.DocumentAttach, id, err)
}

// OpenAttachment gives a file of a document that the person may see. The caller closes the reader.
func (s *Service) OpenAttachment(ctx context.Context, personID, id, attachmentID string) (document.Attachment, Bytes, error) {
	var a document.Attachment
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		if _, err = s.load(tx, personID, id); err != nil {
			return err
		}
		a, err = document.AttachmentOf(tx, id, attachmentID)
		return err
	})
	if err != nil {
		return a, Bytes{}, s.refused(ctx, personID, authz.DocumentRead, id, err)
	}
	reader, info, err := s.blobs.Open(ctx, a.SHA256)
	return a, Bytes{Reader: reader, SHA256: info.SHA256, Name: a.Name, Stored: true}, err
}
