package signature

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"trinhky/internal/store"
)

func serialText(c *x509.Certificate) string { return fmt.Sprintf("%X", c.SerialNumber) }

// mayDigitallySign says whether the certificate's key is for signing documents: digitalSignature or nonRepudiation,
// and not a CA's.
func mayDigitallySign(c *x509.Certificate) bool {
	return !c.IsCA && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
}

// subjectUserID is the UID attribute of the subject, "" when there is none.
func subjectUserID(c *x509.Certificate) string { return subjectAttribute(c, oidUserID) }

func subjectAttribute(c *x509.Certificate, oid asn1.ObjectIdentifier) string {
	for _, name := range c.Subject.Names {
		if value, ok := name.Value.(string); ok && name.Type.Equal(oid) {
			return value
		}
	}
	return ""
}

// judgeCertificate checks the signing certificate by itself and against the roots, at the time of signing
// (NĐ 68/2024 Art. 31, 32).
func judgeCertificate(s *SignatureReport, cert *x509.Certificate, others []*x509.Certificate, o VerifyOptions) {
	if !mayDigitallySign(cert) {
		s.refuse("chứng thư số không được cấp để ký văn bản.")
	}
	if s.Time.Before(cert.NotBefore) || s.Time.After(cert.NotAfter) {
		s.refuse("thời gian ký " + clock(s.Time) + " nằm ngoài thời hạn của chứng thư số (" + clock(cert.NotBefore) + " – " + clock(cert.NotAfter) + ").")
	} else if o.At.After(cert.NotAfter) {
		s.note("Chứng thư số đã hết hạn vào lúc kiểm tra; thời gian ký do người ký khai, chưa có dấu thời gian.")
	}
	if s.Time.After(o.At.Add(clockSkew)) {
		s.refuse("thời gian ký " + clock(s.Time) + " ở sau thời điểm kiểm tra.")
	}
	judgeHolder(s, cert)
	if o.Roots == nil {
		s.doubt("chưa có chứng thư gốc để kiểm tra nguồn gốc của chứng thư số.")
		return
	}
	pool := x509.NewCertPool()
	for _, c := range others {
		pool.AddCert(c)
	}
	chains, err := cert.Verify(x509.VerifyOptions{
		Roots: o.Roots, Intermediates: pool, CurrentTime: s.Time, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		s.refuse(chainSentence(err))
		return
	}
	s.Trusted = true
	judgeRevocation(s, chains)
}

// judgeHolder keeps a person's certificate out of the organ's place and the other way round, where the certificate
// says whose it is.
func judgeHolder(s *SignatureReport, cert *x509.Certificate) {
	s.HolderID = subjectUserID(cert)
	switch {
	case s.Kind == KindOrgan && strings.HasPrefix(s.HolderID, string(OfPerson)+":"):
		s.refuse("chứng thư số của cá nhân được đặt vào chỗ ký của cơ quan.")
	case s.Kind == KindPersonal && strings.HasPrefix(s.HolderID, string(OfOrgan)+":"):
		s.refuse("chứng thư số của cơ quan được đặt vào chỗ ký của người có thẩm quyền.")
	}
}

// judgeRevocation: a certificate that names no CRL and no OCSP cannot be revoked anywhere, so its authority answers
// for it. One that does name a source is undecided, since nothing is fetched here: evidence that was not seen, or
// that is older than the signature, never makes a signature valid (attack 27).
func judgeRevocation(s *SignatureReport, chains [][]*x509.Certificate) {
	silent := slices.ContainsFunc(chains, func(chain []*x509.Certificate) bool {
		return !slices.ContainsFunc(chain[:max(len(chain)-1, 0)], func(c *x509.Certificate) bool {
			return len(c.CRLDistributionPoints) > 0 || len(c.OCSPServer) > 0
		})
	})
	if silent {
		s.note("Chứng thư số không nêu nơi công bố danh sách thu hồi (CRL, OCSP); tình trạng thu hồi theo tổ chức cấp chứng thư.")
		return
	}
	s.doubt("không tra cứu được tình trạng thu hồi của chứng thư số tại nơi mà chứng thư nêu (CRL, OCSP).")
}

func chainSentence(err error) string {
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &unknown):
		return "chứng thư số không do tổ chức cấp chứng thư được tin cậy cấp."
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "chứng thư của tổ chức cấp chứng thư không có hiệu lực vào thời điểm ký."
	}
	return "đường dẫn chứng thực không hợp lệ."
}

func clock(t time.Time) string { return t.In(store.Hanoi).Format("02/01/2006 15:04:05") }
