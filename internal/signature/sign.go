package signature

import (
	"errors"
	"fmt"
	"time"

	"trinhky/internal/fault"
	"trinhky/internal/pdf"
	"trinhky/internal/store"
)

// Personal is what the person's signature says beside the certificate: why, where, when. Signer defaults to the
// key's holder and must not differ from it. Image is the handwritten signature, a PNG with a transparent ground, in
// blue (NĐ 30/2020 Phụ lục I, II.7); without one the signature shows its data in blue.
type Personal struct {
	Signer string
	Title  string
	Organ  string
	Reason string
	Place  string
	Time   time.Time // the real clock's; zero = now
	Image  []byte
}

// Organ is what the organ's signature says: the number and the date that fill the fields so and ngay, then why,
// where, when. Image is the red seal in true size (NĐ 30/2020 Phụ lục I, II.8).
type Organ struct {
	Number   string // as printed: "Số: 12/BC-UBND"
	DateText string // as printed: "Bình Thuận, ngày 05 tháng 3 năm 2026"
	Name     string
	Reason   string
	Place    string
	Time     time.Time
	Image    []byte
}

// certifyLevel is DocMDP P: later changes may fill in form fields and sign, nothing else (ISO 32000-1 table 254).
const certifyLevel = 2

var (
	blue = [3]float64{0, 0.2, 0.7}
	red  = [3]float64{0.8, 0, 0}
)

// Certify puts the person's signature into the field nguoi_ky of a rendition and permits only what seal will do. The
// input is a prefix of the result. Faults: ALREADY_SIGNED, SIGNATURE_ORDER, SIGNER_MISMATCH.
func Certify(rendition []byte, key *Key, p Personal) ([]byte, error) {
	if key.Holder.Kind != OfPerson || (p.Signer != "" && p.Signer != key.Holder.Name) {
		return nil, fault.New(fault.Unmet, "SIGNER_MISMATCH", "Khóa ký số không phải của người ký văn bản này.")
	}
	at, err := moment(p.Time)
	if err != nil {
		return nil, err
	}
	file, fields, err := openFields(rendition)
	if err != nil {
		return nil, err
	}
	if err := mayBeSigned(fields, FieldPersonal); err != nil {
		return nil, err
	}
	for _, name := range []string{FieldNumber, FieldDate} {
		if f, ok := fields[name]; !ok || f.Value != "" {
			return nil, fmt.Errorf("signature: field %q is missing or filled before the signature", name)
		}
	}
	for _, f := range fields {
		if f.Signed {
			return nil, wrongOrder()
		}
	}
	look := appearance(fields[FieldPersonal].Rect, blue, p.Image, []string{
		"Ký bởi: " + key.Holder.Name, line("Chức vụ: ", p.Title), line("Cơ quan: ", p.Organ), stamp(at),
	})
	signed, err := embed(file.Update(), FieldPersonal, key, pdf.SignatureSpec{
		Certify: certifyLevel, Signer: key.Holder.Name, Reason: p.Reason, Location: p.Place, Time: at, Look: look,
	})
	if err != nil {
		return nil, err
	}
	return signed, holds(signed, key, FieldPersonal)
}

// Seal fills the number and the date and puts the organ's signature into the field co_quan, over a document whose
// personal signature verifies (I5). The input is a prefix of the result. Faults: ALREADY_SIGNED, SIGNATURE_ORDER,
// PERSONAL_SIGNATURE_INVALID, SIGNER_MISMATCH.
func Seal(signed []byte, key *Key, o Organ) ([]byte, error) {
	if key.Holder.Kind != OfOrgan {
		return nil, fault.New(fault.Unmet, "SIGNER_MISMATCH", "Khóa ký số không phải của cơ quan ban hành văn bản này.")
	}
	if o.Number == "" || o.DateText == "" {
		return nil, fault.New(fault.Unmet, "NUMBER_MISSING", "Văn bản chưa có số và ngày, chưa thể đóng dấu.")
	}
	at, err := moment(o.Time)
	if err != nil {
		return nil, err
	}
	file, fields, err := openFields(signed)
	if err != nil {
		return nil, err
	}
	if err := mayBeSigned(fields, FieldOrgan); err != nil {
		return nil, err
	}
	if !fields[FieldPersonal].Signed {
		return nil, wrongOrder()
	}
	if err := holds(signed, key, FieldPersonal); err != nil {
		return nil, err
	}
	update := file.Update()
	for _, f := range []struct{ name, value string }{{FieldNumber, o.Number}, {FieldDate, o.DateText}} {
		if fields[f.name].Value != "" {
			return nil, alreadySigned(KindOrgan)
		}
		if err := update.FillText(f.name, f.value); err != nil {
			return nil, fmt.Errorf("signature: fill %s: %w", f.name, err)
		}
	}
	look := seal(fields[FieldOrgan].Rect, red, o.Image, []string{key.Holder.Name, stamp(at)})
	sealed, err := embed(update, FieldOrgan, key, pdf.SignatureSpec{
		Signer: key.Holder.Name, Reason: o.Reason, Location: o.Place, Time: at, Look: look,
	})
	if err != nil {
		return nil, err
	}
	return sealed, holds(sealed, key, FieldPersonal, FieldOrgan)
}

// moment gives the time of a signature: the real clock's, whole seconds as a PDF keeps them. A caller that holds the
// act's moment may pass it, but no office date and no date of a test ever gets into a signature.
func moment(t time.Time) (time.Time, error) {
	now := time.Now()
	if t.IsZero() {
		t = now
	}
	if d := now.Sub(t); d > clockSkew || d < -clockSkew {
		return t, fmt.Errorf("signature: the time %s is not the clock's", t.Format(time.RFC3339))
	}
	return t.In(store.Hanoi).Truncate(time.Second), nil
}

func openFields(b []byte) (*pdf.File, map[string]pdf.FieldInfo, error) {
	file, err := pdf.Open(b)
	if err != nil {
		return nil, nil, fmt.Errorf("signature: open: %w", err)
	}
	list, err := file.Fields()
	if err != nil {
		return nil, nil, fmt.Errorf("signature: fields: %w", err)
	}
	fields := make(map[string]pdf.FieldInfo, len(list))
	for _, f := range list {
		fields[f.Name] = f
	}
	return file, fields, nil
}

func mayBeSigned(fields map[string]pdf.FieldInfo, name string) error {
	f, ok := fields[name]
	if !ok {
		return fmt.Errorf("signature: the rendition has no field %q", name)
	}
	if f.Signed {
		return alreadySigned(kindOf(name))
	}
	return nil
}

func embed(u *pdf.Update, field string, key *Key, spec pdf.SignatureSpec) ([]byte, error) {
	hole, err := u.Sign(field, spec)
	if err != nil {
		return nil, fmt.Errorf("signature: prepare %s: %w", field, err)
	}
	cms, err := key.sign(hole.Digest())
	if err != nil {
		return nil, err
	}
	out, err := hole.Embed(cms)
	if err != nil {
		return nil, fmt.Errorf("signature: embed %s: %w", field, err)
	}
	return out, nil
}

// holds refuses a file in which a wanted signature is missing or does not verify: before the organ signs, and before
// any signed bytes leave this room. A certificate whose revocation cannot be asked here does not stand in the way.
func holds(b []byte, key *Key, fields ...string) error {
	report := Verify(b, VerifyOptions{Roots: key.roots})
	good := map[string]bool{}
	for _, s := range report.Signatures {
		good[s.Field] = s.Valid && (s.Trusted || key.roots == nil)
	}
	for _, f := range fields {
		if !good[f] || report.Verdict == Invalid {
			return fault.New(fault.Unmet, "PERSONAL_SIGNATURE_INVALID", "Chữ ký số trên văn bản không hợp lệ, không thể tiếp tục.").
				Because(errors.New(report.summary()))
		}
	}
	return nil
}
