package document

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/fault"
)

// SecretRefusal is what a person reads when a document bears a mark of secrecy: Luật Bảo vệ bí mật nhà nước
// 117/2025/QH15 Art. 5 forbids to draft or keep it on a networked computer.
const SecretRefusal = "Văn bản bí mật nhà nước không được soạn thảo, lưu giữ trên hệ thống này"

// RefuseSecret is the fault SECRET_REFUSED when a text or the name of its file bears a mark of secrecy, else nil. It
// must be asked before anything is stored or logged.
func RefuseSecret(text, fileName string) error {
	if reasons := ScanSecrecy(text, fileName); len(reasons) > 0 {
		return fault.New(fault.Unmet, "SECRET_REFUSED", SecretRefusal+".", reasons...)
	}
	return nil
}

// ScanSecrecy looks for the stamps MẬT, TỐI MẬT, TUYỆT MẬT that stand alone on a line or in a column of the header, for
// "Độ mật:" lines, and for the stamps in a file name. Running text about secrets is not a stamp, nor are XEM XONG TRẢ
// LẠI, LƯU HÀNH NỘI BỘ, TÀI LIỆU HỘI NGHỊ and /nb. The reasons never repeat the text (domain rule F18).
func ScanSecrecy(text, fileName string) []fault.Reason {
	var reasons []fault.Reason
	for line := range strings.Lines(norm.NFKC.String(strings.Map(seenRune, newlines.Replace(text)))) {
		if reason, found := secretLine(line); found && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	if secretName(fileName) {
		reasons = append(reasons, fault.Reason{Code: "SECRET_FILE_NAME", Detail: "Tên tệp mang dấu chỉ độ mật."})
	}
	return reasons
}

// seenRune drops what no eye sees, so that nothing stands unseen between the letters of a stamp. The compatibility form
// (NFKC) then makes wide letters plain ones, and every kind of space a space.
func seenRune(r rune) rune {
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0: // joiner and fillers without a shape, which are no format characters
		return -1
	case 0x2800: // the empty pattern of braille
		return ' '
	}
	return keepRune(r)
}

var (
	// The last three are MẬT in the letters of TCVN3 (small ones for its fonts of capitals) and of VNI, which no Unicode
	// text has.
	secretStamp = regexp.MustCompile(`^(?:MẬT|(?i:TỐI\s*MẬT|TUYỆT\s*MẬT)|(?:TèI\s*|TUYÖT\s*)?MËT|(?:tèi\s*|tuyÖt\s*)?mËt|(?:TOÁI\s*|TUYEÄT\s*)?MAÄT)$`)
	secretLevel = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:mức\s+)?độ\s+mật\s*[:：]\s*["“(\[]*\s*(?:tối\s*|tuyệt\s*)?mật(?:[^\p{L}]|$)`)
	// The stamp typed behind the number: "Số 05-BC/TU MẬT".
	secretTail = regexp.MustCompile(`^\s*[Ss]ố\s*:?\s*(?:\d\S*|[-/]\S+)\s+(?:TỐI\s+|TUYỆT\s+)?MẬT\s*$`)
	// The stamp in brackets before or behind a trích yếu: "Về việc … (MẬT)".
	secretBrackets = regexp.MustCompile(`^\s*[(\[]\s*(?:TỐI\s+|TUYỆT\s+)?MẬT\s*[)\]]|[(\[]\s*(?:TỐI\s+|TUYỆT\s+)?MẬT\s*[)\]]\s*[.;]?\s*$`)
	columnGap      = regexp.MustCompile(`\t+|[\s\x{00A0}]{2,}`)
)

func secretLine(line string) (fault.Reason, bool) {
	if !strings.ContainsAny(line, "ẬậËÄ") { // every stamp has the letter, or its sign in a legacy font: the quick way out
		return fault.Reason{}, false
	}
	if secretLevel.MatchString(line) {
		return fault.Reason{Code: "SECRET_LEVEL", Detail: "Văn bản ghi độ mật."}, true
	}
	stamp := fault.Reason{Code: "SECRET_STAMP", Detail: "Văn bản mang dấu chỉ độ mật."}
	if secretTail.MatchString(line) || secretBrackets.MatchString(line) {
		return stamp, true
	}
	for _, cell := range append(columnGap.Split(line, -1), line) {
		if secretStamp.MatchString(bareStamp(cell)) {
			return stamp, true
		}
	}
	return fault.Reason{}, false
}

// bareStamp takes the frame off a stamp (brackets, asterisks, box lines) and closes letters that are set apart.
func bareStamp(cell string) string {
	cell = strings.TrimFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("[](){}<>*_|#=\"“”'!:.", r) || r >= 0x2500 && r <= 0x25FF
	})
	words := strings.Fields(cell)
	if len(words) > 2 && !slices.ContainsFunc(words, func(w string) bool { return len([]rune(w)) > 1 }) {
		return strings.Join(words, "")
	}
	return strings.Join(words, " ")
}

var (
	secretNameWords = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:tối|tuyệt|toi|tuyet)[\s_.\-]*(?:mật|mat)(?:[^\p{L}]|$)`)
	nameWord        = regexp.MustCompile(`[\p{L}\p{N}]+`)
)

// secretName: "TỐI MẬT" in any spelling; "MẬT" in capitals, unless it ends a word such as BÍ MẬT or BẢO MẬT.
func secretName(fileName string) bool {
	name := norm.NFC.String(fileName)
	name = strings.TrimSuffix(name, path.Ext(name))
	if secretNameWords.MatchString(name) {
		return true
	}
	before := ""
	for _, word := range nameWord.FindAllString(name, -1) {
		if word == "MẬT" && !slices.Contains([]string{"bí", "bảo", "cơ"}, strings.ToLower(before)) {
			return true
		}
		before = word
	}
	return false
}
