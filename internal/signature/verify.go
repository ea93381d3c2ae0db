package signature

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"time"

	"trinhky/internal/pdf"
	"trinhky/internal/signature/pades"
)

// VerifyOptions says whom to trust and when the check takes place. Roots nil = nobody named: the verdict is then at
// best unknown. At zero = now.
type VerifyOptions struct {
	Roots *x509.CertPool
	At    time.Time
}

// mostSignatures bounds the work on a hostile file: each signature means reading the file twice.
const mostSignatures = 50

// Verify judges every signature of a PDF and everything that was done to it afterwards (NĐ 30/2020 Art. 21). It needs no
// network and never fails: what cannot be read is a verdict too.
func Verify(b []byte, o VerifyOptions) Report {
	if o.At.IsZero() {
		o.At = time.Now()
	}
	r := Report{Signatures: []SignatureReport{}, Reasons: []string{}}
	values, err := pdf.Signatures(b) // the sound ones, also beside an error
	if err != nil {
		r.refuse("Cấu trúc tệp PDF hoặc của chữ ký số không hợp lệ.")
	}
	if len(values) == 0 && err == nil {
		if bytes.Contains(b, []byte("/ByteRange")) { // only signature dictionaries have this key
			r.refuse("Tệp từng có chữ ký số nhưng chữ ký đã bị gỡ bỏ hoặc làm hỏng.")
		} else {
			r.say("Tệp không có chữ ký số.")
		}
	}
	if len(values) > mostSignatures {
		r.refuse("Tệp có quá nhiều chữ ký số.")
		return r
	}
	for _, v := range values {
		r.Signatures = append(r.Signatures, judge(b, v, o))
	}
	judgeOrder(&r)
	judgeChanges(&r, b, values)
	for i := range r.Signatures {
		r.Signatures[i].Valid = !r.Signatures[i].wrong
	}
	r.conclude()
	return r
}

// judge checks one signature over its own bytes; what came later is judgeChanges' business.
func judge(b []byte, v pdf.SignatureValue, o VerifyOptions) SignatureReport {
	s := SignatureReport{
		Field: v.Field, Kind: kindOf(v.Field), Signer: v.Signer, Time: v.Time, Reason: v.Reason,
		Notes: []string{}, Reasons: []string{},
	}
	content, ok := covered(b, v)
	if !ok {
		s.refuse("phạm vi byte được ký (ByteRange) không hợp lệ.")
		return s
	}
	s.CoversWholeFile = v.ByteRange[2]+v.ByteRange[3] == int64(len(b))
	if v.SubFilter != "ETSI.CAdES.detached" && v.SubFilter != "adbe.pkcs7.detached" {
		s.refuse("kiểu chữ ký “" + v.SubFilter + "” không được chấp nhận.")
		return s
	}
	c, err := pades.Check(v.CMS, content)
	if c.Certificate != nil {
		s.describe(c)
	}
	if err != nil {
		s.refuse(containerSentence(err))
		return s
	}
	if !c.NamesItself {
		if v.SubFilter == "ETSI.CAdES.detached" {
			s.refuse("chữ ký không gắn với chứng thư số của mình (thiếu signing-certificate).")
			return s
		}
		s.note("Chữ ký theo kiểu cũ, không gắn chứng thư số vào phần được ký.")
	}
	if s.Time.IsZero() {
		s.doubt("không nêu thời gian ký.")
		s.Time = o.At
	}
	judgeCertificate(&s, c.Certificate, c.Intermediates, o)
	return s
}

// describe takes names from the certificate, never from the PDF, where anyone may write any name.
func (s *SignatureReport) describe(c pades.Checked) {
	s.Signer = c.Certificate.Subject.CommonName
	s.Serial = serialText(c.Certificate)
	s.Algorithm = c.Algorithm
	if len(c.Certificate.Subject.Organization) > 0 {
		s.Organ = c.Certificate.Subject.Organization[0]
	}
	if !c.SigningTime.IsZero() {
		s.Time = c.SigningTime
	}
}

// covered gives the signed bytes. The range must start at the first byte and leave out one thing only: the
// hexadecimal value of this very signature, padded with zeros (signature wrapping, universal forgery: attack 25).
func covered(b []byte, v pdf.SignatureValue) ([]byte, bool) {
	r, size := v.ByteRange, int64(len(b))
	if r[0] != 0 || r[1] <= 0 || r[2] <= r[1] || r[3] < 0 || r[2] > size || r[3] > size-r[2] {
		return nil, false
	}
	hole := b[r[1]:r[2]]
	if len(hole) < 2 || hole[0] != '<' || hole[len(hole)-1] != '>' {
		return nil, false
	}
	value := make([]byte, hex.DecodedLen(len(hole)-2))
	if _, err := hex.Decode(value, hole[1:len(hole)-1]); err != nil || !bytes.HasPrefix(value, v.CMS) {
		return nil, false
	}
	if len(bytes.Trim(value[len(v.CMS):], "\x00")) > 0 {
		return nil, false
	}
	return bytes.Join([][]byte{b[:r[1]], b[r[2] : r[2]+r[3]]}, nil), true
}

func containerSentence(err error) string {
	switch {
	case errors.Is(err, pades.ErrAltered):
		return "nội dung được ký đã bị thay đổi."
	case errors.Is(err, pades.ErrForged):
		return "giá trị chữ ký không khớp với chứng thư số."
	case errors.Is(err, pades.ErrWeak):
		return "thuật toán hoặc độ dài khóa không còn an toàn."
	case errors.Is(err, pades.ErrCertificate):
		return "thiếu chứng thư số của người ký hoặc chứng thư không đúng."
	}
	return "cấu trúc chữ ký (CMS) không hợp lệ."
}

// judgeOrder: the person signs before the organ, each once (NĐ 30/2020 Art. 5).
func judgeOrder(r *Report) {
	seen := map[Kind]int{}
	var personal *SignatureReport
	for i := range r.Signatures {
		s := &r.Signatures[i]
		seen[s.Kind]++
		switch {
		case s.Kind != KindOther && seen[s.Kind] > 1:
			s.refuse("có hai chữ ký ở cùng một chỗ ký.")
		case s.Kind == KindPersonal && i > 0:
			s.refuse("được ký sau một chữ ký khác.")
		case s.Kind == KindOrgan && personal == nil:
			s.refuse("không có chữ ký số của người có thẩm quyền ở trước.")
		case s.Kind == KindOrgan && s.Time.Before(personal.Time):
			s.refuse("thời gian ký ở trước chữ ký số của người có thẩm quyền.")
		}
		if s.Kind == KindPersonal {
			personal = s
		}
	}
	if personal != nil && seen[KindOrgan] == 0 {
		personal.note("Chưa có chữ ký số của cơ quan: văn bản chưa được phát hành.")
	}
}

func kindOf(field string) Kind {
	switch field {
	case FieldPersonal:
		return KindPersonal
	case FieldOrgan:
		return KindOrgan
	}
	return KindOther
}
