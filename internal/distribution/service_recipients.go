package distribution

import (
	"context"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
)

// What a preview may cost: the bytes of its text, and how many receivers are listed.
const (
	mostPreviewText = 64 << 10
	mostListed      = 5000
	mostGuesses     = 10 // unknown names for which something like them is looked for
	guessesEach     = 3
)

// The refusals of completion and preview.
var (
	ErrLookUpForbidden = fault.New(fault.Forbidden, "FORBIDDEN", "Không có quyền tra danh bạ.")
	ErrQueryTooLong    = fault.New(fault.Unmet, "QUERY_TOO_LONG", "Từ cần tìm không quá 200 ký tự.")
	ErrPreviewTooLong  = fault.New(fault.TooLarge, "RECIPIENTS_TOO_LONG", "Nơi nhận dài quá 64 KB, không xem trước được.")
)

// Complete offers what may be typed into the Nơi nhận of an issuer, at most 20, the likeliest first; with accents or without,
// by abbreviation or initials. Only what stands on the date is offered; the full name of a closed organ offers its successors.
// On "" is the office's date.
//
// Refused with ErrLookUpForbidden, ErrQueryTooLong, ORGAN_UNKNOWN or ORGAN_CLOSED of the issuer.
func (s *Service) Complete(ctx context.Context, a authz.Actor, issuerID, q string, on store.Date) (found []Suggestion, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		issuer, on, err := s.writer(tx, a, issuerID, on)
		if err != nil {
			return err
		}
		if utf8.RuneCountInString(q) > mostQuery {
			return ErrQueryTooLong
		}
		found, err = complete(tx, issuer, norm.NFC.String(q), on)
		return err
	})
	return found, s.refused(ctx, a, authz.DirectoryRead, "", err)
}

// Draft is what a preview reads: the block as typed, and what stands elsewhere in the document.
type Draft struct {
	IssuerID   string
	Text       string
	Addressees []string
	Body       document.Body
	On         store.Date // "" = the office's date
}

// Preview is who would get a document that were issued on the date, line by line.
type Preview struct {
	On       store.Date
	Lines    []LinePreview
	Problems []Problem      // of the block as a whole
	Warnings []fault.Reason // nothing bars
	Total    int            // receivers, each once
	Ready    bool           // nothing bars the submission
	Cut      bool           // not all receivers are listed
}

// LinePreview is one line: how it was read and whom it reaches.
type LinePreview struct {
	Line
	Recipients []Recipient
	PassedOver []Passed
	Problems   []Problem
}

// Preview reads and resolves a block as submit will, and writes nothing.
//
// Refused with ErrLookUpForbidden, ErrPreviewTooLong, a secret in the text, ORGAN_UNKNOWN or ORGAN_CLOSED of the issuer. What
// is wrong with the block is no refusal: it is in Problems.
func (s *Service) Preview(ctx context.Context, a authz.Actor, d Draft) (p Preview, err error) {
	err = s.store.View(ctx, func(tx *store.Tx) error {
		issuer, on, err := s.writer(tx, a, d.IssuerID, d.On)
		if err != nil {
			return err
		}
		size := len(d.Text)
		for _, name := range d.Addressees {
			size += len(name)
		}
		if size > mostPreviewText {
			return ErrPreviewTooLong
		}
		text := norm.NFC.String(d.Text)
		if err := document.RefuseSecret(text, ""); err != nil {
			return err
		}
		r, err := Resolve(tx, ParseWith(text, ContextOf(d.Body)), Env{Issuer: issuer, On: on, Addressees: d.Addressees, Body: d.Body})
		if err := fault.System(err); err != nil {
			return err
		}
		if err := guess(tx, r.Problems, issuer, on); err != nil {
			return err
		}
		p = previewOf(r)
		p.On = on
		return nil
	})
	return p, s.refused(ctx, a, authz.DirectoryRead, "", err)
}

// writer is the issuer for whom somebody who may look the directory up writes a Nơi nhận, and the date.
func (s *Service) writer(tx *store.Tx, a authz.Actor, issuerID string, on store.Date) (directory.Organ, store.Date, error) {
	actor, err := s.actor(tx, a)
	if err != nil {
		return directory.Organ{}, on, err
	}
	if s.policy.Reach(actor, authz.DirectoryRead).None() {
		return directory.Organ{}, on, ErrLookUpForbidden
	}
	if on == "" {
		on = s.today()
	}
	issuer, err := directory.OrganAt(tx, issuerID, on)
	return issuer, on, err
}

// guess puts names like the unknown ones beside them.
func guess(tx *store.Tx, problems []Problem, issuer directory.Organ, on store.Date) error {
	left := mostGuesses
	for i := range problems {
		p := &problems[i]
		if p.Code != "RECIPIENT_UNKNOWN" || len(p.Suggestions) > 0 || left == 0 {
			continue
		}
		left--
		found, err := like(tx, issuer, p.Words, on)
		if err != nil {
			return err
		}
		p.Suggestions = found
	}
	return nil
}

func previewOf(r Resolution) Preview {
	p := Preview{Warnings: r.Warnings, Total: len(r.Recipients), Ready: len(r.Problems) == 0}
	byLine := map[int][]Recipient{}
	listed := 0
	for _, n := range r.Recipients {
		for _, l := range n.Lines {
			if listed++; listed > mostListed {
				p.Cut = true
				break
			}
			byLine[l] = append(byLine[l], n)
		}
	}
	for _, l := range r.Lines {
		p.Lines = append(p.Lines, LinePreview{
			Line: l, Recipients: byLine[l.N],
			PassedOver: slices.DeleteFunc(slices.Clone(r.PassedOver), func(o Passed) bool { return o.Line != l.N }),
			Problems:   slices.DeleteFunc(slices.Clone(r.Problems), func(o Problem) bool { return o.Line != l.N }),
		})
	}
	p.Problems = slices.DeleteFunc(slices.Clone(r.Problems), func(o Problem) bool { return o.Line != 0 })
	return p
}
