package signoff

import (
	"context"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/login"
	"trinhky/internal/store"
)

// Kept is what became of a working text that was kept.
type Kept struct {
	document.Working
	// Version is that of the document now: another than BaseVersion when somebody changed it meanwhile.
	Version int
	Others  []document.Typist // who else is typing it
	People  map[string]string // their names
}

// KeepWorking keeps what a person is typing, of a draft in their hands or of one that is not begun yet, without making a
// version of it: the person's own note, which no event records. State secrets are refused as everywhere. Faults: those of
// Edit or Draft for the right, SECRET_REFUSED, WORKING_ELSEWHERE (Kept is then what the other window kept),
// WORKING_TOO_MANY, WORKING_TOO_LARGE.
func (s *Service) KeepWorking(ctx context.Context, personID string, w document.Working) (kept Kept, err error) {
	w.PersonID = personID
	act := authz.DocumentEdit
	if w.DocumentID == "" {
		act = authz.DocumentCreate
	}
	err = cleanWorking(&w)
	if err == nil {
		err = s.store.Update(ctx, func(tx *store.Tx) error {
			kept, err = s.keepWorking(tx, w)
			return err
		})
	}
	if document.ErrWorkingElsewhere.Is(err) { // a window that comes late is no attempt at what one may not
		return kept, err
	}
	return kept, s.refused(ctx, personID, act, w.DocumentID, err)
}

func (s *Service) keepWorking(tx *store.Tx, w document.Working) (kept Kept, err error) {
	if w.DocumentID != "" {
		f, err := s.editable(tx, w.PersonID, w.DocumentID, 0)
		if err != nil {
			return kept, err
		}
		kept.Version = f.document.Version
		if err := kept.typists(tx, w.DocumentID, w.PersonID); err != nil {
			return kept, err
		}
	} else {
		actor, err := login.Actor(tx, w.PersonID, s.officeDate())
		if err != nil {
			return kept, err
		}
		if _, _, err := s.issuerFor(tx, actor, w.IssuerID, nil, s.officeDate()); err != nil {
			return kept, err
		}
	}
	kept.Working, err = document.KeepWorking(tx, w)
	return kept, err
}

func (k *Kept) typists(tx *store.Tx, documentID, but string) (err error) {
	if k.Others, err = document.Typists(tx, documentID, but); err != nil {
		return err
	}
	ids := make([]string, len(k.Others))
	for i, o := range k.Others {
		ids[i] = o.PersonID
	}
	k.People, err = peopleNames(tx, ids)
	return err
}

// Working finds what a person was typing: of a document, or, with documentID "", the text with an id.
func (s *Service) Working(ctx context.Context, personID, documentID, id string) (kept Kept, found bool, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if documentID != "" {
			f, err := s.load(tx, personID, documentID)
			if err != nil {
				return err
			}
			kept.Version = f.document.Version
			if err := kept.typists(tx, documentID, personID); err != nil {
				return err
			}
		}
		kept.Working, found, err = document.WorkingOf(tx, personID, documentID, id)
		return err
	})
	return kept, found, s.refused(ctx, personID, authz.DocumentRead, documentID, err)
}

// Workings are what a person began and never made a document of, the newest first, without the forms.
func (s *Service) Workings(ctx context.Context, personID string) (list []document.Working, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		list, err = document.Workings(tx, personID)
		return err
	})
	return list, err
}

// DropWorking throws away what a person was typing.
func (s *Service) DropWorking(ctx context.Context, personID, id string) error {
	return s.store.Update(ctx, func(tx *store.Tx) error { return document.DropWorking(tx, personID, id) })
}

// loadWorking looks whether the drafter has typed on after the newest version: what nobody made a version of would be
// left behind by a submission.
func (f *facts) loadWorking(tx *store.Tx, transitions []Transition) error {
	for _, t := range transitions {
		if t.Action == "submit" {
			_, found, err := document.WorkingOf(tx, f.actor.PersonID, f.document.ID, "")
			f.typing = found
			return err
		}
	}
	return nil
}

var unsaved = fault.Reason{
	Code: "WORKING_UNSAVED", Detail: "Còn nội dung đang soạn chưa lưu thành phiên bản. Hãy mở trang sửa dự thảo để lưu hoặc bỏ phần đó.",
}

const workingKey = 100 // bytes of an id that a page chose

var errWorkingKey = fault.New(fault.Malformed, "WORKING_WITHOUT_KEY", "Nội dung đang soạn thiếu khóa nhận biết, hãy tải lại trang.")

// cleanWorking refuses what may not be kept anywhere.
func cleanWorking(w *document.Working) error {
	if w.ID == "" || len(w.ID) > workingKey {
		return errWorkingKey
	}
	for _, text := range w.Form {
		if err := document.RefuseSecret(text, ""); err != nil {
			return err
		}
		if err := normalize(&text); err != nil { // neither NUL nor broken UTF-8 can be kept
			return err
		}
	}
	subject := []rune(strings.Join(strings.Fields(w.Subject), " "))
	w.Subject = string(subject[:min(len(subject), subjectLimit)])
	return nil
}
