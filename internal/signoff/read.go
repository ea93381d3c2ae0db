package signoff

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
)

// readText reads a whole text into fields: header, kind, trích yếu, Nơi nhận and signature block leave the body. What
// the person gave beside the text wins.
func readText(in *DraftInput, text string) (document.Content, error) {
	reading, err := ReadText(text)
	if err != nil {
		return document.Content{}, err
	}
	return fromReading(in, reading)
}

// ReadText is layout.ReadText for what a person types: a whole document, or the text between its trích yếu and its
// signature alone. There the first tên loại on a line of its own is no tên loại, but the “QUYẾT ĐỊNH:” or “QUYẾT NGHỊ:”
// between the căn cứ and Điều 1.
func ReadText(text string) (layout.Reading, error) {
	reading, err := layout.ReadText([]byte(text), layout.Known{})
	if err != nil || !strings.HasSuffix(reading.KindName, ":") {
		return reading, err
	}
	reading, err = layout.ReadText([]byte("QUYẾT ĐỊNH\nvề nội dung\n\n"+text), layout.Known{})
	reading.Kind, reading.Subkind, reading.KindName, reading.Subject = "", "", "", ""
	return reading, err
}

// readTaken is readText for a file; its body is bounded as a client's is, and it also says how urgent the document is
// and who signs it.
func readTaken(in *DraftInput, reading layout.Reading) (document.Content, error) {
	given := *in
	if given.Body = &reading.Body; reading.Subject != "" && given.Subject == "" {
		given.Subject = reading.Subject
	}
	if given.RecipientsText == "" {
		given.RecipientsText = reading.RecipientsText
	}
	if len(given.Addressees) == 0 {
		given.Addressees = reading.Addressees
	}
	if err := given.bounded(); err != nil {
		return document.Content{}, err
	}
	if in.Urgency == "" {
		in.Urgency = document.UrgencyOf(reading.Urgency)
	}
	in.signerName = reading.SignerName
	return fromReading(in, reading)
}

func fromReading(in *DraftInput, reading layout.Reading) (document.Content, error) {
	if in.Kind == "" {
		in.Kind, in.Subkind = reading.Kind, reading.Subkind
	}
	if in.Place == "" {
		in.Place = reading.Place
	}
	in.header = slices.Concat(reading.Superior, reading.Issuer)
	c := document.Content{Subject: in.Subject, RecipientsText: in.RecipientsText, Addressees: in.Addressees, Body: reading.Body}
	if c.Subject == "" {
		c.Subject = reading.Subject
	}
	if c.RecipientsText == "" {
		c.RecipientsText = reading.RecipientsText
	}
	if len(c.Addressees) == 0 {
		c.Addressees, c.AddressWord = reading.Addressees, reading.AddressWord
	}
	return normalized(c)
}

const (
	subjectLimit    = 500     // characters (NĐ 30/2020 Phụ lục VI)
	recipientsLimit = 1 << 20 // bytes, of Nơi nhận as of Kính gửi
	lineLimit       = 6000    // lines of Nơi nhận
	addresseeLimit  = 1000
	idLimit         = 200   // bytes
	pieceLimit      = 50000 // blocks, rows, cells and runs together
)

var errTooLarge = fault.New(fault.TooLarge, "TEXT_TOO_LARGE", "Văn bản quá dài (tối đa 5 MB chữ), hệ thống không nhận.")

// errIDTooLong spares everybody an answer that repeats a megabyte of nonsense.
var errIDTooLong = fault.New(fault.Unmet, "ID_TOO_LONG", "Mã loại văn bản, cơ quan, người ký, độ khẩn hoặc thời hạn dài quá 200 ký tự.")

// bounded refuses what is longer than any document, before anything looks through it.
func (in *DraftInput) bounded() error {
	for _, id := range []string{in.Kind, in.Subkind, in.Issuer, in.OnBehalfOf, in.Signer, in.Urgency, string(in.Due)} {
		if len(id) > idLimit {
			return errIDTooLong
		}
	}
	size := len(in.Text)
	if in.Body != nil {
		if in.Body.Pieces() > pieceLimit {
			return errTooLarge
		}
		if err := in.Body.Bounded(); err != nil {
			return err
		}
		size += len(in.Body.Text())
	}
	if size > document.MaxText || len(in.Subject) > recipientsLimit || len(in.RecipientsText) > recipientsLimit ||
		strings.Count(in.RecipientsText, ";")+strings.Count(in.RecipientsText, ",") > lineLimit || strings.Count(in.RecipientsText, "\n") > lineLimit ||
		len(in.Addressees) > addresseeLimit || len(strings.Join(in.Addressees, "")) > recipientsLimit {
		return errTooLarge
	}
	return nil
}

// normalized gives content in NFC; body text that a client sent is treated as a text is.
func normalized(c document.Content) (document.Content, error) {
	for _, field := range []*string{&c.Subject, &c.RecipientsText} {
		if err := normalize(field); err != nil {
			return c, err
		}
	}
	c.Subject = strings.Join(strings.Fields(c.Subject), " ")
	if len([]rune(c.Subject)) > subjectLimit {
		return c, fault.New(fault.Unmet, "SUBJECT_TOO_LONG", "Trích yếu dài quá 500 ký tự.")
	}
	if c.Subject != "" && !strings.ContainsFunc(c.Subject, unicode.IsLetter) {
		return c, fault.New(fault.Unmet, "SUBJECT_WITHOUT_WORDS", "Trích yếu phải viết bằng chữ, không chỉ gồm số, dấu hoặc biểu tượng.")
	}
	for i := range c.Addressees {
		if err := normalize(&c.Addressees[i]); err != nil {
			return c, err
		}
	}
	for i := range c.Body.Blocks {
		if err := normalizeBlock(&c.Body.Blocks[i]); err != nil {
			return c, err
		}
	}
	return c, document.RefuseSecret(c.Body.Text(), "")
}

func normalizeBlock(b *document.Block) error {
	if err := b.Check(); err != nil {
		return err
	}
	if err := normalize(&b.Ordinal); err != nil {
		return err
	}
	if b.Picture != nil {
		if err := normalize(&b.Picture.Alt); err != nil {
			return err
		}
	}
	runs := [][]document.Run{b.Runs}
	for _, row := range b.Rows {
		for _, cell := range row {
			runs = append(runs, cell.Runs)
		}
	}
	for _, run := range runs {
		for i := range run {
			for _, text := range []*string{&run[i].Text, &run[i].Note} {
				if err := normalize(text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// normalize is document.Normalize for a field that may be empty and keeps its outer spaces.
func normalize(s *string) error {
	if strings.TrimSpace(*s) == "" {
		*s = norm.NFC.String(*s)
		return nil
	}
	text, err := document.Normalize([]byte(*s))
	if err != nil && fault.Of(err).Code != "TEXT_EMPTY" { // nothing but marks that no eye sees is nothing
		return err
	}
	*s = text
	return nil
}
