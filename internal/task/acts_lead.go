package task

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// File is an uploaded piece of evidence.
type File struct {
	Name   string
	Reader io.Reader
	SHA256 string // once it is kept
}

const (
	evidenceLimit = 64 << 20 // bytes
	fileNameLimit = 200
)

// keepFile stores evidence before the transaction, for whoever may report now; bytes of a refused report are harmless.
func (s *Service) keepFile(ctx context.Context, a authz.Actor, id string, does act, f *File) error {
	if does.name != Report {
		return fault.New(fault.Unmet, "FILE_NOT_TAKEN", "Thao tác này không kèm tệp.")
	}
	err := s.store.View(ctx, func(tx *store.Tx) error {
		d, err := s.open(tx, a, id)
		if err != nil {
			return err
		}
		return d.refuses(does)
	})
	if err != nil {
		return err
	}
	if f.Name, err = line("Tên tệp", filepath.Base(strings.ReplaceAll(f.Name, `\`, "/")), fileNameLimit); err != nil {
		return err
	}
	if f.Name == "" || f.Name == "." || f.Name == "/" || strings.ContainsAny(f.Name, "\n\t\"") {
		return fault.New(fault.Unmet, "NAME_INVALID", "Tên tệp không hợp lệ.")
	}
	head, err := io.ReadAll(io.LimitReader(f.Reader, document.MaxScan))
	if err != nil {
		return fault.New(fault.Malformed, "UPLOAD_CUT", "Tệp tải lên bị đứt giữa chừng, chưa lưu gì. Hãy tải lại.").Because(err)
	}
	if err := document.RefuseSecretFile(head, mimetype.Detect(head).String(), f.Name); err != nil {
		return err
	}
	info, err := s.blobs.Put(ctx, io.MultiReader(bytes.NewReader(head), f.Reader), evidenceLimit)
	f.SHA256 = info.SHA256
	return err
}

// assign gives the task to a person of the lead organ, who then sees the document too.
func assign(tx *store.Tx, d *desk, in Input) error {
	staff, err := d.handlers(tx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(staff, func(h directory.HoldingView) bool { return h.PersonID == in.Person }) {
		return fault.New(fault.Unmet, "HANDLER_UNKNOWN", fmt.Sprintf("Người được phân công không thuộc %s hoặc không được giao việc.", d.task.LeadName))
	}
	if err := revoke(tx, aTask, d.task.ID, authz.Handler); err != nil {
		return err
	}
	d.task.HandlerID = in.Person
	handler := authz.Place{Persons: []authz.Relation{{ID: in.Person, Why: authz.Handler}}}
	if err := grant(tx, aTask, d.task.ID, handler); err != nil {
		return err
	}
	return document.Grant(tx, document.Access{DocumentID: d.task.DocumentID, PersonID: in.Person, Why: authz.Handler})
}

// handlers are the people of the lead organ and of its office to whom a task may be given, each once.
func (d *desk) handlers(tx *store.Tx) (out []directory.HoldingView, err error) {
	organs := []string{d.task.LeadID}
	if d.task.LeadOfficeID != d.task.LeadID {
		organs = append(organs, d.task.LeadOfficeID)
	}
	for _, organ := range organs {
		staff, err := directory.Staff(tx, organ, d.today)
		if err != nil {
			return nil, err
		}
		for _, h := range staff {
			known := slices.ContainsFunc(out, func(o directory.HoldingView) bool { return o.PersonID == h.PersonID })
			if !known && d.service.policy.Grants(h.Role, authz.TaskReport, authz.Handler) {
				out = append(out, h)
			}
		}
	}
	return out, nil
}

// reportDone takes the evidence: the number of a document, or a file.
func reportDone(tx *store.Tx, d *desk, in Input) error {
	if in.Document == "" && in.File == nil {
		return fault.New(fault.Unmet, "EVIDENCE_REQUIRED", "Báo cáo kết quả phải kèm số, ký hiệu văn bản hoặc tệp minh chứng.")
	}
	t := &d.task
	t.EvidenceSymbol, t.EvidenceDocument, t.EvidenceBlob, t.EvidenceName = in.Document, "", "", ""
	if in.Document != "" {
		id, err := d.ours(tx, in.Document)
		if err != nil {
			return err
		}
		t.EvidenceDocument = id
	}
	if in.File != nil {
		t.EvidenceBlob, t.EvidenceName = in.File.SHA256, in.File.Name
	}
	t.ReportedOn, t.ReportedBy = d.today, d.actor.PersonID
	if t.Extension == "requested" { // nobody has to decide it any more
		t.Extension = "refused"
	}
	return nil
}

// ours finds a document of this system by its number, among those that the reporter sees; "" for one from elsewhere.
func (d *desk) ours(tx *store.Tx, symbol string) (string, error) {
	page, err := document.List(tx, document.Filter{
		Box: "all", Query: symbol, PersonID: d.actor.PersonID, See: d.service.policy.Reach(d.actor, authz.DocumentRead), Limit: 200,
	})
	if err != nil {
		return "", err
	}
	var found []string
	for _, doc := range page.Documents {
		if doc.IssuedAt != nil && directory.Fold(doc.Symbol) == directory.Fold(symbol) {
			found = append(found, doc.ID)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return "", nil // two years' documents of one number: the number stands as it was written
}

// extendable: only a task with a date of its own is extended, and one request waits at a time.
func extendable(d *desk) error {
	switch {
	case d.task.Due == "":
		return fault.New(fault.Unmet, "NO_DEADLINE", "Nhiệm vụ không nêu thời hạn nên không có hạn để gia hạn.")
	case d.task.Extension == "requested":
		return fault.New(fault.Unmet, "EXTENSION_WAITS", "Đã có đề nghị gia hạn đang chờ quyết định.")
	}
	return nil
}

func askExtension(_ *store.Tx, d *desk, in Input) error {
	if err := future("Hạn mới", in.To, d.today); err != nil {
		return err
	}
	if in.To <= d.task.Due {
		return fault.New(fault.Unmet, "EXTENSION_BACKWARD", fmt.Sprintf("Hạn mới phải sau hạn hiện tại %s.", dayText(d.task.Due)))
	}
	t := &d.task
	t.Extension, t.ExtensionTo, t.ExtensionBy, t.ExtensionReason = "requested", in.To, d.actor.PersonID, in.Note
	return nil
}
