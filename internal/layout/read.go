package layout

import (
	"regexp"
	"strings"
	"unicode"

	"trinhky/internal/directory"
	"trinhky/internal/document"
)

// Known is what the reader of a text may rely on. The zero value is enough.
type Known struct {
	// Regime of the organ that the text is read for; "" = judge by the text.
	Regime string
	// Organs are names as printed in a header; they tell where the superior ends and the issuer begins.
	Organs []string
}

// Reading is what a text says, part by part, in the words of the text. A part that the text does not have is empty:
// nothing is made up. Every word of the text is in some part; what fits none is in Unplaced.
type Reading struct {
	Regime  string // party | state; "" = the text does not tell
	Kind    string // "notice"; "" = it names none
	Subkind string // "notice.conclusion"

	PartyTitle    bool     // "ĐẢNG CỘNG SẢN VIỆT NAM" stands in the header
	NationalTitle bool     // "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" does
	Superior      []string // printed lines
	Issuer        []string
	NumberLine    string // what stands behind "Số": "05-TB/VPTU", "      /BC-UBND"
	HasNumberLine bool
	Symbol        document.Symbol // zero when NumberLine holds no whole symbol
	Place         string          // "Phan Thiết"
	Date          string          // ISO; "" = none, or not filled in
	DateLine      string          // as written
	Urgency       string          // "KHẨN"
	Circulation   string          // "LƯU HÀNH NỘI BỘ"
	Draft         string          // "Dự thảo lần 2"

	KindName    string // as written: "THÔNG BÁO"
	Subject     string // trích yếu, its lines joined, letters as written
	AddressWord string // "Kính gửi" | "Kính trình"
	Addressees  []string
	Body        document.Body

	HasRecipients  bool
	RecipientsText string   // the lines behind "Nơi nhận:", as written
	Formula        []string // "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"
	SignerName     string
	SignatureState string   // "stated": the copy says that it was signed; never proof of a signature
	Typist         string   // "PL.(300)", under Nơi nhận
	Contact        string   // the address line at the foot of page 1
	Recorder       *Signer  // biên bản: who signs on the left
	Copy           *Copy    // the block of a bản sao behind the document
	Unplaced       []string // lines behind the signature or in the header that fit no part

	Images  map[string][]byte // of the body's pictures, by SHA-256 in hexadecimal
	Look    *Look             // of the pages of a Word file; nil for a text
	Remarks []Remark          // what reading changed or left out
}

// Stated is the signature state of a copy that shows "(đã ký và đóng dấu)" or "(Đã ký)".
const Stated = "stated"

// ReadText takes a text apart: the header if there is one, the name of the kind, trích yếu, Kính gửi, the body, Nơi nhận
// and the signature block. A text that bears a mark of secrecy is refused before it is read (SECRET_REFUSED); the other
// faults are those of document.Normalize.
func ReadText(raw []byte, known Known) (Reading, error) {
	text, err := document.Normalize(raw)
	if err != nil {
		return Reading{}, err
	}
	if err := document.RefuseSecret(text, ""); err != nil {
		return Reading{}, err
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	var r Reading
	kind := findKindLine(lines)
	body := r.readTop(lines, kind, known)
	original := findCopy(lines, body)
	r.readCopy(lines[original:], known)
	lines = lines[:original]
	appendix := findAppendices(lines, body, nil)
	end := r.readTail(lines[:appendix], body)
	r.judge(known)
	r.Body = readBody(lines[body:end])
	r.Body.Blocks = append(r.Body.Blocks, readBody(lines[appendix:]).Blocks...)
	unmark(r.Body.Blocks)
	return r, nil
}

// readTop reads everything above the body and returns the line that the body starts at.
func (r *Reading) readTop(lines []string, kind kindLine, known Known) int {
	if kind.line < 0 {
		address := findAddress(lines, 30)
		if address < 0 && !startsWithHeader(lines) {
			return 0
		}
		if address < 0 {
			return r.readHeader(lines, len(lines), known)
		}
		r.readHeader(lines, address, known)
		var at int
		r.AddressWord, r.Addressees, at = readAddress(lines, address)
		return at
	}
	r.KindName = kind.name
	r.readHeader(lines, kind.line, known)
	at := r.readSubject(lines, kind)
	if address := findAddress(lines[at:], 1); address >= 0 {
		r.AddressWord, r.Addressees, at = readAddress(lines, at+address)
	}
	return at
}

// judge settles the regime, the kind and the subkind once all parts are known.
func (r *Reading) judge(known Known) {
	r.Regime = known.Regime
	if r.Regime == "" {
		r.Regime = r.regime()
	}
	regimes := []string{r.Regime}
	if r.Regime == "" {
		regimes = []string{string(directory.Party), string(directory.State)}
	}
	for _, regime := range regimes {
		kind, ok := document.KindByName(regime, r.KindName)
		if r.KindName == "" && (r.AddressWord != "" || r.Symbol.Form == document.LetterForm || r.Symbol.Type == "CV") {
			letter, err := document.KindByID(regime, "official_letter")
			kind, ok = letter, err == nil
		}
		if ok {
			r.Kind, r.Subkind = kind.ID, kind.SubkindOf(r.Subject)
			return
		}
	}
}

var (
	partySigns = regexp.MustCompile(`^(?:T/M|K/T|T/L)(?:[^\p{L}]|$)`)
	stateSigns = regexp.MustCompile(`^(?:TM|KT|TL|TUQ)\.`)
	partyFiled = regexp.MustCompile(`(?m)^\s*[-–]?\s*Lưu\s+(?:Văn phòng\s+)?(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng|Trung ương|VPTU|VPĐU|VPHU|VPTW)`)
	stateFiled = regexp.MustCompile(`(?m)^\s*[-–]?\s*Lưu\s*:?\s*VT(?:[^\p{L}]|$)`)
	partyWords = regexp.MustCompile(`(?i)(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng)\s+(?:ủy|uỷ)|Chi bộ|Bí thư`)
	stateWords = regexp.MustCompile(`(?i)UBND|Ủy ban nhân dân|Uỷ ban nhân dân|(?:^|\s)Sở\s|Giám đốc`)
)

// regime weighs what the text shows: the title and the symbol decide, then the signature, the last line of Nơi nhận and
// the names in the trích yếu.
func (r *Reading) regime() string {
	party, state := 0, 0
	add := func(n int, isParty, isState bool) {
		if isParty {
			party += n
		}
		if isState {
			state += n
		}
	}
	add(8, r.PartyTitle, r.NationalTitle)
	add(8, r.Symbol.Form == document.PartyForm, r.Symbol.Form == document.StateForm || r.Symbol.Form == document.LetterForm)
	formula := strings.Join(r.Formula, "\n")
	add(4, partySigns.MatchString(formula), stateSigns.MatchString(formula))
	add(4, partyFiled.MatchString(r.RecipientsText), stateFiled.MatchString(r.RecipientsText))
	add(2, r.AddressWord == "Kính trình", false)
	head := strings.Join(append(append(append([]string{r.Subject}, r.Issuer...), r.Superior...), formula), "\n")
	add(1, partyWords.MatchString(head), stateWords.MatchString(head))
	switch {
	case party > state:
		return string(directory.Party)
	case state > party:
		return string(directory.State)
	}
	return ""
}
