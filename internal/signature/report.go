package signature

import (
	"slices"
	"strings"
	"time"
)

// Verdict is the result of a check on receipt (NĐ 30/2020 Art. 21): HỢP LỆ, KHÔNG HỢP LỆ, KHÔNG XÁC ĐỊNH.
type Verdict string

// The three verdicts. Unknown means that nothing is wrong as far as could be seen, but something could not be seen.
const (
	Valid   Verdict = "valid"
	Invalid Verdict = "invalid"
	Unknown Verdict = "unknown"
)

// Label is the verdict as a person reads it.
func (v Verdict) Label() string {
	switch v {
	case Valid:
		return "HỢP LỆ"
	case Invalid:
		return "KHÔNG HỢP LỆ"
	}
	return "KHÔNG XÁC ĐỊNH"
}

// Report is what a check found. Reasons say, in sentences, why the verdict is not "valid".
type Report struct {
	Verdict    Verdict           `json:"verdict"`
	Signatures []SignatureReport `json:"signatures"`
	Reasons    []string          `json:"reasons"`
}

// SignatureReport is one signature of the file, in the order of signing. Valid says that the signature matches its
// bytes and its certificate, and that nothing was done to the document afterwards that it does not permit; Trusted,
// that the certificate leads to one of the given roots. Reasons make the document invalid or unknown, Notes do not.
type SignatureReport struct { //nolint:revive // Report is the report of a whole file
	Field           string    `json:"field"`
	Kind            Kind      `json:"kind"`
	Signer          string    `json:"signer"`
	Organ           string    `json:"organ,omitempty"`
	HolderID        string    `json:"holder_id,omitempty"` // the subject's UID, e.g. "person:…", "MST:…"
	Time            time.Time `json:"time"`
	Reason          string    `json:"reason,omitempty"`
	Serial          string    `json:"serial"`
	Algorithm       string    `json:"algorithm"`
	Valid           bool      `json:"valid"`
	Trusted         bool      `json:"trusted"`
	CoversWholeFile bool      `json:"covers_whole_file"`
	Notes           []string  `json:"notes"`
	Reasons         []string  `json:"reasons"`

	wrong     bool // a reason that makes the document invalid
	uncertain bool // a reason that leaves the document undecided
}

func (s *SignatureReport) refuse(sentence string) {
	s.wrong = true
	s.say(sentence)
}

func (s *SignatureReport) doubt(sentence string) {
	s.uncertain = true
	s.say(sentence)
}

func (s *SignatureReport) say(sentence string) {
	if !slices.Contains(s.Reasons, sentence) {
		s.Reasons = append(s.Reasons, sentence)
	}
}

func (s *SignatureReport) note(sentence string) { s.Notes = append(s.Notes, sentence) }

// title names the signature in a sentence of the report.
func (s *SignatureReport) title() string {
	name := s.Signer
	if name == "" {
		name = s.Field
	}
	switch s.Kind {
	case KindPersonal:
		return "Chữ ký số của người có thẩm quyền (" + name + ")"
	case KindOrgan:
		return "Chữ ký số của cơ quan (" + name + ")"
	}
	return "Chữ ký số “" + name + "”"
}

// conclude draws the verdict: one wrong signature makes the document invalid, one doubt makes it unknown.
func (r *Report) conclude() {
	doubt := len(r.Signatures) == 0
	for i := range r.Signatures {
		s := &r.Signatures[i]
		for _, reason := range s.Reasons {
			r.say(s.title() + ": " + reason)
		}
		if s.wrong {
			r.Verdict = Invalid
		}
		doubt = doubt || s.uncertain
	}
	if r.Verdict == "" && doubt {
		r.Verdict = Unknown
	}
	if r.Verdict == "" {
		r.Verdict = Valid
	}
}

func (r *Report) refuse(sentence string) {
	r.Verdict = Invalid
	r.say(sentence)
}

func (r *Report) say(sentence string) {
	if !slices.Contains(r.Reasons, sentence) {
		r.Reasons = append(r.Reasons, sentence)
	}
}

func (r Report) summary() string { return string(r.Verdict) + ": " + strings.Join(r.Reasons, " · ") }
