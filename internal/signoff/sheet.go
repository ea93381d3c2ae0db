package signoff

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// forPages loads a document for somebody who looks at its pages: with the formula, as far as the signer has one.
func (s *Service) forPages(ctx context.Context, personID, id string) (f *facts, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		if f, err = s.load(tx, personID, id); err != nil {
			return err
		}
		return f.entitle(tx)
	})
	return f, s.refused(ctx, personID, authz.DocumentRead, id, err)
}

// sheet gathers what the pages show.
func (s *Service) sheet(ctx context.Context, f *facts) (layout.Sheet, error) {
	sheet := layout.Sheet{
		Regime: f.document.Regime, On: f.on, Issuer: printed(f.issuer), Symbol: f.kind.SymbolFor(f.issuer.Code, f.unit.Code),
		Place: f.document.Place, Subject: f.content.Subject, Addressees: f.content.Addressees, AddressWord: f.content.AddressWord,
		Body: f.content.Body, Recipients: recipientLines(f.content.RecipientsText), Formula: f.formula.Lines,
		SignerName: f.signerName, Urgency: document.UrgencyStamp(f.document.Urgency), Year: fmt.Sprint(f.on.Year()),
		Author: f.issuer.Name, Created: f.document.CreatedAt, Contact: f.contact(),
	}
	if f.kind.PrintsName {
		sheet.KindName = strings.ToUpper(f.kind.Name)
	}
	err := s.store.View(ctx, func(tx *store.Tx) (err error) {
		if f.kind.ID == minutesKind {
			drafter, _, err := directory.PersonByID(tx, f.document.DrafterID)
			if err != nil {
				return err
			}
			words := minutesWords[f.document.Regime]
			sheet.Recorder = &layout.Signer{Formula: words.recorder, Name: drafter.Name}
			sheet.Formula = words.chair
		}
		sheet.Superior, err = printedAbove(tx, f.issuer)
		return err
	})
	if err != nil {
		return sheet, err
	}
	sheet.Images, err = s.images(ctx, f.content.Body)
	return sheet, err
}

const minutesKind = "minutes"

// minutesWords stand above the two names of a biên bản: who drafts it is who wrote it down, who signs it presided
// (36-HD/VPTW; NĐ 30/2020 Phụ lục III, mẫu 1.10).
var minutesWords = map[string]struct{ recorder, chair []string }{
	string(directory.Party): {[]string{"NGƯỜI GHI BIÊN BẢN"}, []string{"CHỦ TRÌ HỘI NGHỊ"}},
	string(directory.State): {[]string{"THƯ KÝ"}, []string{"CHỦ TỌA"}},
}

// contactKinds are the papers that go to people outside: those bear the organ's address (NĐ 30/2020 Phụ lục I, box 13).
var contactKinds = []string{"official_letter", "official_note", "invitation", "introduction", "transfer_slip", "dispatch_slip", "notification_slip"}

// contact is the address line, as far as the directory knows one. The mark of the typist and the number of copies have
// no place there: an office's data does not hold them.
func (f *facts) contact() string {
	if f.issuer.Address == "" || !slices.Contains(contactKinds, f.kind.ID) {
		return ""
	}
	line := "Địa chỉ: " + f.issuer.Address
	if f.issuer.Email != "" {
		line += "; thư điện tử: " + f.issuer.Email
	}
	return line
}

func printed(o directory.Organ) []string { return strings.Split(o.PrintedName, "\n") }

// printedAbove is the printed name of the organ above another; nil where none is.
func printedAbove(tx *store.Tx, o directory.Organ) ([]string, error) {
	if o.SuperiorID == "" {
		return nil, nil
	}
	superior, err := directory.OrganByID(tx, o.SuperiorID)
	return printed(superior), err
}

func recipientLines(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// preview renders a draft, marked as such, without keeping it.
func (s *Service) preview(ctx context.Context, f *facts, name string) (Bytes, error) {
	sheet, err := s.sheet(ctx, f)
	if err != nil {
		return Bytes{}, err
	}
	sheet.Draft = fmt.Sprintf("Dự thảo lần %d", f.document.ContentVersion)
	rendition, err := heavy(ctx, s, f.actor.PersonID, func() (layout.Rendition, error) { return layout.Render(sheet) })
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: nopCloser{bytes.NewReader(rendition.PDF)}, Name: name}, nil
}

type nopCloser struct{ io.ReadSeeker }

// Close has nothing to close.
func (nopCloser) Close() error { return nil }

// fileName is what a browser saves the PDF as.
func fileName(f *facts) string { return baseName(f) + ".pdf" }

func baseName(f *facts) string {
	name := f.kind.Name
	if f.document.Symbol != "" {
		name += " " + strings.NewReplacer("/", "-").Replace(f.document.Symbol)
	}
	return name
}

// noForce marks the Word file of a document that is signed. NĐ 30/2020 Phụ lục VI asks that texts can be exported; what
// is exported has neither number, date nor signature, and says so, since the signed PDF alone is the document.
const noForce = "Bản Word không có giá trị pháp lý"

// DOCX gives the newest text as a Word file, to go on working on: of a draft marked as one, of a signed document marked
// as being no document.
func (s *Service) DOCX(ctx context.Context, personID, id string) (Bytes, error) {
	f, err := s.forPages(ctx, personID, id)
	if err != nil {
		return Bytes{}, err
	}
	sheet, err := s.sheet(ctx, f)
	if err != nil {
		return Bytes{}, err
	}
	if sheet.Draft = fmt.Sprintf("Dự thảo lần %d", f.document.ContentVersion); f.document.Signed != "" {
		sheet.Draft = noForce
	}
	file, err := heavy(ctx, s, personID, func() ([]byte, error) { return layout.RenderDOCX(sheet) })
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: nopCloser{bytes.NewReader(file)}, Name: baseName(f) + ".docx"}, nil
}

// verifyStored checks the stored bytes whose signatures a transition's guards ask about. It reads and verifies outside
// any transaction: bytes named by their hash do not change.
func (s *Service) verifyStored(ctx context.Context, f *facts, t Transition) error {
	f.verified = map[string]string{}
	for _, g := range t.Guards {
		sha := map[string]string{"signature_valid": f.document.Signed, "seal_valid": f.document.Sealed}[g]
		if sha == "" {
			continue
		}
		stored, err := s.readStored(ctx, sha)
		if err != nil {
			return err
		}
		report := signature.Verify(stored, signature.VerifyOptions{Roots: s.keys.Roots()})
		if report.Verdict != signature.Valid {
			f.verified[sha] = strings.Join(report.Reasons, "; ")
			return fault.New(fault.Unmet, "CONDITIONS_UNMET", "Chưa thể thực hiện bước này.", f.bytesVerified(sha)...)
		}
	}
	return nil
}

// told is what an event keeps beside its fields: the hashes and the symbol, never text.
func (f *facts) told() map[string]any {
	details := map[string]any{"content_version": f.document.ContentVersion, "content_sha256": f.content.SHA256}
	for name, value := range map[string]string{
		"rendition": f.document.Rendition, "signed": f.document.Signed, "sealed": f.document.Sealed,
		"symbol": f.document.Symbol, "case_file": f.document.CaseFile,
	} {
		if value != "" {
			details[name] = value
		}
	}
	if n := len(f.recipients.Recipients); f.document.State == document.Issued && n > 0 {
		details["recipients"] = n
	}
	f.tellForm(details)
	maps.Copy(details, f.noted)
	return details
}
