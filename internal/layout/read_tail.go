package layout

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trinhky/internal/directory"
)

var (
	recipientsHead = regexp.MustCompile(`^[\s\x{00A0}*_]*N[ơƠ][iI]\s+[nN](?:hận|HẬN)[*_]*\s*(?::|$)[*_]*`)
	wideGap        = regexp.MustCompile(`\t+|[ \x{00A0}]{3,}`)
	archiveLine    = regexp.MustCompile(`^[-–+•\s\x{00A0}]*Lưu(?:[\s:.]|$)`)
	signedMark     = regexp.MustCompile(`^[(\[]?\s*(?i:đã ký(?:[\s,]+(?:tên|số|điện tử|và|đã|đóng|dấu))*)\s*[)\]]?\.?$`)
	typistLine     = regexp.MustCompile(`^\p{Lu}[\p{L}.]{0,7}[ .]?\(\d{1,4}\)$`)
	contactLine    = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:điện thoại|đt|tel|fax|e-?mail|thư điện tử|website|trang thông tin điện tử|địa chỉ|trụ sở)\s*:`)
	personName     = regexp.MustCompile(`^\p{Lu}[\p{L}.'’]*(?:[ \x{00A0}-]+\p{Lu}[\p{L}.'’]*){1,6}$`)
	positionWords  = regexp.MustCompile(`(?:^|[^\p{L}])(?:T/M|K/T|T/L|TUQ|T/U/Q|TM|KT|TL|Q|BÍ THƯ|CHỦ TỊCH|CHÁNH|PHÓ|TRƯỞNG|GIÁM ĐỐC|CHỦ NHIỆM|CỤC|BỘ TRƯỞNG|THỦ TƯỚNG|TỔNG|ỦY VIÊN|UỶ VIÊN|CHỦ TỌA|THƯ KÝ|CHỦ TRÌ|NGƯỜI|HIỆU TRƯỞNG|VIỆN|THƯỜNG TRỰC|BAN|ĐỘI|CHỈ HUY|CHÍNH ỦY|KẾ TOÁN)(?:[^\p{L}]|$)`)
)

// readTail reads Nơi nhận and the signature block at the end of the lines, in either order, and returns where the body
// ends. Two columns on one line are told apart by the gap.
func (r *Reading) readTail(lines []string, from int) int {
	lines, recorder := r.readRecorder(lines, from)
	return min(recorder, r.readClosing(lines, from))
}

// recorderHead is the position of who wrote the minutes and signs on the left (biên bản).
var recorderHead = regexp.MustCompile(`^(?:NGƯỜI (?:GHI|LẬP) BIÊN BẢN|THƯ KÝ(?: (?:HỘI NGHỊ|CUỘC HỌP|KỲ HỌP|ĐẠI HỘI))?)$`)

// readRecorder reads the left of two signature blocks side by side. It gives the lines without it, and where it begins;
// their end when there is none.
func (r *Reading) readRecorder(lines []string, from int) ([]string, int) {
	for i := len(lines) - 1; i >= max(from, len(lines)-40); i-- {
		left, right := splitColumns(lines[i], false)
		if !recorderHead.MatchString(bare(left)) || right == "" && !slices.ContainsFunc(lines[i:], func(s string) bool { return strings.HasPrefix(s, "\t\t") }) {
			continue
		}
		rest := slices.Clone(lines)
		r.Recorder = &Signer{}
		for j := i; j < len(lines) && !recipientsHead.MatchString(lines[j]); j++ {
			left, right := splitColumns(lines[j], false)
			switch s := bare(left); {
			case s == "" || signedMark.MatchString(s):
			case r.Recorder.Name == "" && personName.MatchString(s) && (!allCaps(s) || !positionWords.MatchString(s)):
				r.Recorder.Name = s
			case allCaps(s) && r.Recorder.Name == "":
				r.Recorder.Formula = append(r.Recorder.Formula, s)
			default:
				continue
			}
			if rest[j] = ""; right != "" {
				rest[j] = "\t\t" + right
			}
		}
		return rest, i
	}
	return lines, len(lines)
}

// readClosing reads what is left when the recorder's block is taken away.
func (r *Reading) readClosing(lines []string, from int) int {
	head := -1
	for i := len(lines) - 1; i >= from; i-- {
		if recipientsHead.MatchString(lines[i]) {
			head = i
			break
		}
	}
	if head < 0 {
		return r.readSignatureAbove(lines, from, len(lines))
	}
	r.HasRecipients = true
	left, right := r.readRecipients(lines[head:])
	r.RecipientsText = strings.Join(left, "\n")
	r.readSignature(right)
	if len(r.Formula) > 0 || r.SignerName != "" {
		return head
	}
	loose := r.Unplaced
	r.Unplaced = nil
	end := r.readSignatureAbove(lines, from, head)
	r.Unplaced = append(r.Unplaced, loose...)
	return end
}

// readRecipients parts the lines from Nơi nhận on into the list and the rest.
func (r *Reading) readRecipients(lines []string) (left, right []string) {
	word := recipientsHead.FindString(lines[0])
	lines = append([]string{lines[0][len(word):]}, lines[1:]...)
	open, blank := true, false
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			blank = i > 0
			continue
		}
		a, b := splitColumns(l, i == 0)
		item := strings.HasPrefix(a, "-") || strings.HasPrefix(a, "–") || strings.HasPrefix(a, "•") || strings.HasPrefix(a, "+")
		if a != "" && open && !item && endsList(left, a, blank) {
			open = false
		}
		switch {
		case a == "":
		case len(left) > 0 && r.Typist == "" && typistLine.MatchString(a):
			r.Typist = a
		case open:
			left = append(left, a)
			open = !(archiveLine.MatchString(a) && strings.Contains(a, "."))
		default:
			right = append(right, a)
		}
		if b != "" {
			right = append(right, b)
		}
		blank = false
	}
	return left, right
}

// splitColumns parts a line at its widest kind of gap. A line that begins far to the right is a right column.
func splitColumns(l string, headLine bool) (left, right string) {
	trimmed := strings.TrimFunc(l, unicode.IsSpace)
	indent := utf8.RuneCountInString(l) - utf8.RuneCountInString(strings.TrimLeftFunc(l, unicode.IsSpace))
	if indent >= 16 || strings.HasPrefix(l, "\t\t") || headLine && (indent >= 3 || strings.HasPrefix(l, "\t")) {
		return "", bare(trimmed)
	}
	if gap := wideGap.FindStringIndex(trimmed); gap != nil {
		return trimmed[:gap[0]], bare(trimmed[gap[1]:])
	}
	return trimmed, ""
}

// endsList says whether a line without a bullet stands behind the list: after a whole line of it, or in capitals.
func endsList(list []string, line string, blank bool) bool {
	s := bare(line)
	if signedMark.MatchString(s) || allCaps(s) && positionWords.MatchString(s) {
		return true
	}
	if len(list) == 0 {
		return false
	}
	last := strings.TrimSpace(list[len(list)-1])
	if archiveLine.MatchString(last) && (blank || strings.HasSuffix(last, ".")) {
		return true
	}
	return blank && strings.HasSuffix(last, ".")
}

// readSignature reads formula, statement of signing and name from the lines of a signature block; what is left over is
// unplaced.
func (r *Reading) readSignature(lines []string) {
	for i, l := range lines {
		s := bare(l)
		switch {
		case s == "" || rulesOnly.MatchString(l):
		case r.Typist == "" && typistLine.MatchString(s):
			r.Typist = s
		case r.Contact == "" && contactLine.MatchString(s):
			r.Contact = s
		case signedMark.MatchString(s):
			r.SignatureState = Stated
		case r.SignerName == "" && r.isName(s, i == len(lines)-1):
			r.SignerName = s
		case r.SignerName == "" && allCaps(s) && r.SignatureState == "":
			r.Formula = append(r.Formula, s)
		default:
			r.Unplaced = append(r.Unplaced, s)
		}
	}
}

// isName tells the signer's name from a position: written small, or in capitals behind a position and without any of a
// position's words.
func (r *Reading) isName(s string, last bool) bool {
	if !personName.MatchString(s) || len(r.Formula) == 0 && r.SignatureState == "" {
		return false
	}
	if !allCaps(s) {
		return true
	}
	return (last || r.SignatureState != "") && !positionWords.MatchString(s)
}

// readSignatureAbove looks for a signature block that ends where lines[:end] ends: capitals that name a position, then
// perhaps a statement of signing and a name. It returns where the block begins, end when there is none.
func (r *Reading) readSignatureAbove(lines []string, from, end int) int {
	var block []string
	start, found, notes := end, false, 0
	for i := end - 1; i >= from && len(block) < 10; i-- {
		s := bare(lines[i])
		switch {
		case s == "" || rulesOnly.MatchString(lines[i]):
			continue
		case !found && (typistLine.MatchString(s) || contactLine.MatchString(s)):
			notes++ // they stand below the name
		case signedMark.MatchString(s) && !found:
		case personName.MatchString(s) && !allCaps(s) && len(block) == notes:
		case personName.MatchString(s) && len(block) == notes && !positionWords.MatchString(s):
		case allCaps(s) && positionWords.MatchString(s) && utf8.RuneCountInString(s) <= 80 && !looksNumbered(s):
			found = true
		default:
			i = from // the body ends here
			continue
		}
		block = append([]string{s}, block...)
		start = i
	}
	if !found {
		return end
	}
	r.readSignature(block)
	return start
}

func looksNumbered(s string) bool {
	ordinal, _ := cutOrdinal(directory.Fold(s))
	other, _ := cutOrdinal(s)
	return ordinal != "" || other != ""
}
