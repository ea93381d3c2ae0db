package signoff

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/format"
	"trinhky/internal/layout"
	"trinhky/internal/signature"
	"trinhky/internal/store"
)

// urgencyStamps are the words of the red box (NĐ 30/2020 Phụ lục I).
var urgencyStamps = map[string]string{"khan": "KHẨN", "thuong_khan": "THƯỢNG KHẨN", "hoa_toc": "HỎA TỐC"}

// sheet gathers what the pages show.
func (s *Service) sheet(ctx context.Context, f *facts) (layout.Sheet, error) {
	sheet := layout.Sheet{
		Regime: f.document.Regime, On: f.on, Issuer: printed(f.issuer), Symbol: f.kind.SymbolFor(f.issuer.Code, f.unit.Code),
		Place: f.document.Place, Subject: f.content.Subject, Addressees: f.content.Addressees, AddressWord: f.content.AddressWord,
		Body: f.content.Body, Recipients: recipientLines(f.content.RecipientsText), Formula: f.formula.Lines,
		SignerName: f.signerName, Urgency: urgencyStamps[f.document.Urgency], Year: fmt.Sprint(f.on.Year()),
		Author: f.issuer.Name, Created: f.document.CreatedAt,
	}
	if f.kind.PrintsName {
		sheet.KindName = strings.ToUpper(f.kind.Name)
	}
	if f.issuer.SuperiorID == "" {
		return sheet, nil
	}
	err := s.store.View(ctx, func(tx *store.Tx) error {
		superior, err := directory.OrganByID(tx, f.issuer.SuperiorID)
		sheet.Superior = printed(superior)
		return err
	})
	return sheet, err
}

func printed(o directory.Organ) []string { return strings.Split(o.PrintedName, "\n") }

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
	rendition, err := layout.Render(sheet)
	if err != nil {
		return Bytes{}, err
	}
	return Bytes{Reader: nopCloser{bytes.NewReader(rendition.PDF)}, Name: name}, nil
}

type nopCloser struct{ io.ReadSeeker }

// Close has nothing to close.
func (nopCloser) Close() error { return nil }

// fileName is what a browser saves the PDF as.
func fileName(f *facts) string {
	name := f.kind.Name
	if f.document.Symbol != "" {
		name += " " + strings.NewReplacer("/", "-").Replace(f.document.Symbol)
	}
	return name + ".pdf"
}

// toCheck is the document as the checker of thể thức looks at it.
func (f *facts) toCheck() format.Content {
	return format.Content{
		Regime: f.document.Regime, Kind: f.kind, Subject: f.content.Subject, AddressWord: f.content.AddressWord,
		Addressees: f.content.Addressees, Body: f.content.Body, RecipientsText: f.content.RecipientsText,
		IssuerClass: f.issuer.Class,
	}
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
	if f.document.State == document.Issued {
		details["recipients"] = len(f.recipients.Recipients)
	}
	return details
}
