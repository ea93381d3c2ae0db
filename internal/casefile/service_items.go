package casefile

import (
	"context"
	"fmt"

	"trinhky/internal/authz"
	"trinhky/internal/blob"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

// pagesOf counts the pages of a stored PDF; outside any transaction. Nothing laid out yet has none.
func (s *Service) pagesOf(ctx context.Context, sha string) (int, error) {
	return CountPages(ctx, s.Blobs, sha)
}

// CountPages counts the pages of a stored PDF; "" has none. It reads the whole file: never inside a transaction.
func CountPages(ctx context.Context, blobs blob.Store, sha string) (int, error) {
	if sha == "" {
		return 0, nil
	}
	bytes, err := blob.ReadAll(ctx, blobs, sha)
	if err != nil {
		return 0, err
	}
	file, err := pdf.Open(bytes)
	if err != nil {
		return 0, fmt.Errorf("count the pages of a PDF: %w", err)
	}
	return file.Pages(), nil
}

// PutDocument puts a document that the actor may read into a file (casefile.put). It stays where it is: the same document
// may lie in many files. Put in again, it is brought up to date.
func (s *Service) PutDocument(ctx context.Context, a authz.Actor, fileID, documentID, note string) (File, error) {
	var d document.Document
	err := s.Store.View(ctx, func(tx *store.Tx) (err error) {
		d, err = s.readableDocument(tx, a, documentID)
		return err
	})
	if err != nil {
		return File{}, s.refused(ctx, a, authz.CaseFilePut, documentID, err)
	}
	counted := d.PDF()
	pages, err := s.pagesOf(ctx, counted)
	if err != nil {
		return File{}, err
	}
	return s.change(ctx, a, authz.CaseFilePut, fileID, 0, func(tx *store.Tx, at *desk) error {
		now, err := s.readableDocument(tx, a, documentID)
		if err != nil {
			return err
		}
		if now.PDF() != counted {
			return document.ErrStale
		}
		p, err := PaperOf(tx, now, pages)
		if err != nil {
			return err
		}
		if p.Note, err = clean("ghi chú", note, noteLimit, false); err != nil {
			return err
		}
		return Put(tx, at.by, at.file, p)
	})
}

func (s *Service) readableDocument(tx *store.Tx, a authz.Actor, id string) (document.Document, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return document.Document{}, err
	}
	place, err := document.PlaceOf(tx, id)
	if err != nil {
		return document.Document{}, err
	}
	if !s.Policy.Can(actor, authz.DocumentRead, place) {
		return document.Document{}, document.ErrNotFound
	}
	return document.Load(tx, id)
}

// PutArrival puts an arrival that the actor may see into a file (casefile.put).
func (s *Service) PutArrival(ctx context.Context, a authz.Actor, fileID, arrivalID, note string) (File, error) {
	if s.Arrival == nil {
		return File{}, fault.New(fault.NotFound, "ARRIVAL_NOT_FOUND", "Không tìm thấy văn bản đến.")
	}
	return s.change(ctx, a, authz.CaseFilePut, fileID, 0, func(tx *store.Tx, at *desk) error {
		p, err := s.Arrival(tx, at.actor, arrivalID)
		if err != nil {
			return err
		}
		p.Source, p.ID = FromArrival, arrivalID
		if p.Note, err = clean("ghi chú", note, noteLimit, false); err != nil {
			return err
		}
		return Put(tx, at.by, at.file, p)
	})
}

// PutPaper writes down a paper that lies in the file on paper only (casefile.put).
func (s *Service) PutPaper(ctx context.Context, a authz.Actor, fileID string, p Paper) (File, error) {
	return s.change(ctx, a, authz.CaseFilePut, fileID, 0, func(tx *store.Tx, at *desk) (err error) {
		clear := Paper{Source: OnPaper, Date: p.Date, Pages: p.Pages}
		for _, field := range []struct {
			what   string
			from   string
			to     *string
			limit  int
			needed bool
		}{
			{"số, ký hiệu", p.Symbol, &clear.Symbol, symbolLimit, false}, {"tên loại", p.KindName, &clear.KindName, 100, false},
			{"trích yếu", p.Subject, &clear.Subject, titleLimit, true}, {"tác giả văn bản", p.Author, &clear.Author, authorLimit, false},
			{"ghi chú", p.Note, &clear.Note, noteLimit, false},
		} {
			if *field.to, err = clean(field.what, field.from, field.limit, field.needed); err != nil {
				return err
			}
		}
		if clear.Date != "" && (!clear.Date.Valid() || clear.Date > s.Today()) {
			return ErrDate
		}
		if clear.Pages < 0 || clear.Pages > 100_000 {
			return fault.New(fault.Unmet, "CASE_FILE_PAGES", "Số trang phải từ 0 đến 100.000.")
		}
		return Put(tx, at.by, at.file, clear)
	})
}

// TakeOut takes a paper out of an open file, with the reason; its row and the event stay (casefile.put).
func (s *Service) TakeOut(ctx context.Context, a authz.Actor, fileID, itemID, reason string) (File, error) {
	return s.change(ctx, a, authz.CaseFilePut, fileID, 0, func(tx *store.Tx, at *desk) error {
		reason, err := clean("lý do", reason, noteLimit, false)
		if err != nil {
			return err
		}
		if reason == "" {
			return ErrReason
		}
		if at.file.State != Open {
			return ErrNotOpen
		}
		item, err := itemOf(tx, fileID, itemID)
		if err != nil {
			return err
		}
		if err := removeItem(tx, itemID, at.by.ID, reason); err != nil {
			return err
		}
		return record(tx, at.file, "take_out", at.by, reason, map[string]any{"item": itemID, "source": item.Source, "paper": item.Paper.ID, "symbol": item.Symbol})
	})
}

// Share opens a file to a person or an organ: to read, or to work on it (casefile.close). It opens no document.
func (s *Service) Share(ctx context.Context, a authz.Actor, fileID, personOrOrgan string, work bool) (File, error) {
	return s.change(ctx, a, authz.CaseFileClose, fileID, 0, func(tx *store.Tx, at *desk) error {
		access := Access{CaseFileID: fileID, Why: authz.Addressed}
		if work {
			access.Why = authz.Handler
		}
		unknown := fault.New(fault.Unmet, "CASE_FILE_SHARE_UNKNOWN", "Không tìm thấy người hoặc đơn vị để chia sẻ hồ sơ.")
		person, known, err := directory.PersonByID(tx, personOrOrgan)
		if err != nil {
			return err
		}
		if known {
			posts, err := directory.HoldingsOf(tx, person.ID, s.Today())
			if err != nil {
				return err
			}
			if len(posts) == 0 {
				return unknown
			}
			access.PersonID = person.ID
		} else {
			organ, err := directory.OrganAt(tx, personOrOrgan, s.Today())
			if err != nil {
				return unknown.Because(err)
			}
			access.OrganID = organ.ID
		}
		given, err := grant(tx, access, at.by.ID)
		if err != nil || !given {
			return err
		}
		return record(tx, at.file, "share", at.by, "", map[string]any{"person": access.PersonID, "organ": access.OrganID, "why": access.Why})
	})
}

// Unshare takes back what Share gave (casefile.close).
func (s *Service) Unshare(ctx context.Context, a authz.Actor, fileID, personOrOrgan string) (File, error) {
	return s.change(ctx, a, authz.CaseFileClose, fileID, 0, func(tx *store.Tx, at *desk) error {
		for _, access := range at.access {
			if personOrOrgan == "" || access.PersonID != personOrOrgan && access.OrganID != personOrOrgan {
				continue
			}
			if _, err := revoke(tx, access); err != nil {
				return err
			}
			return record(tx, at.file, "unshare", at.by, "", map[string]any{"person": access.PersonID, "organ": access.OrganID})
		}
		return fault.New(fault.NotFound, "CASE_FILE_SHARE_UNKNOWN", "Hồ sơ không được chia sẻ cho người hoặc đơn vị này.")
	})
}

// Filing is a paper on its way into a file, as part of a step of its own way: a document that is issued, an arrival that was
// dealt with.
type Filing struct {
	Policy   *authz.Policy
	Actor    authz.Actor // with the roles of the day
	Capacity string
	OrganID  string // whose files
	Paper    Paper
	Date     store.Date // the office's day
}

// FileAway puts a paper into the open file of an office that a code names, inside the caller's transaction, and gives the
// code as the file has it. An office that has issued no list for the year keeps files outside this system: then the code
// stays the text it is. Refused: CASE_FILE_UNKNOWN, ErrNotOpen, CASE_FILE_NOT_YOURS.
func FileAway(tx *store.Tx, f Filing, code string) (string, error) {
	code, err := clean("số và ký hiệu hồ sơ", code, titleLimit, true)
	if err != nil {
		return "", err
	}
	file, found, err := byCode(tx, f.OrganID, code)
	if err != nil {
		return "", err
	}
	if !found {
		keeps, err := KeepsPlan(tx, f.OrganID, f.Date.Year())
		if err != nil {
			return "", err
		}
		if keeps {
			return "", fault.New(fault.Unmet, "CASE_FILE_UNKNOWN", fmt.Sprintf("Cơ quan không có hồ sơ “%s” đang lập. Hãy chọn một hồ sơ trong danh mục.", code))
		}
		return code, nil
	}
	access, err := accessOf(tx, file.ID)
	if err != nil {
		return "", err
	}
	if !f.Policy.Can(f.Actor, authz.CaseFilePut, file.place(access)) {
		return "", fault.New(fault.Unmet, "CASE_FILE_NOT_YOURS", fmt.Sprintf("Hồ sơ “%s” do người khác lập, chỉ người ấy và văn thư được đưa văn bản vào. Hãy nhờ văn thư, hoặc chọn hồ sơ khác.", file.Code))
	}
	return file.Code, Put(tx, By{ID: f.Actor.PersonID, Name: f.Actor.Name, Capacity: f.Capacity}, file, f.Paper)
}

// MostOffered is how many files Offer lists.
const MostOffered = 200

// Offer lists the open files of an organ into which the actor may put papers: for forms. At most MostOffered, newest year first.
func (s *Service) Offer(ctx context.Context, a authz.Actor, organID string) (files []File, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		actor, err := s.actor(tx, a)
		if err != nil {
			return err
		}
		files, err = listFiles(tx, Filter{OrganID: organID, State: Open}, s.Policy.Reach(actor, authz.CaseFilePut), nil, MostOffered)
		return err
	})
	return files, err
}
