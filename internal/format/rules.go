package format

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"trinhky/internal/directory"
	"trinhky/internal/distribution"
	"trinhky/internal/document"
)

// subjectLimit is the longest trích yếu (NĐ 30/2020 Phụ lục VI), in characters.
const subjectLimit = 500

var newSentence = regexp.MustCompile(`\p{Ll}{3,}[.!?]\s+\p{Lu}`)

// subject is F06: the type is named, the trích yếu is there, short, and one sentence.
func (f *findings) subject(kind document.Kind, subject string) {
	const where = "Trích yếu"
	if kind.ID == "" {
		f.add("F06", LevelError, "KIND_MISSING", "Tên loại", "Không thấy tên loại văn bản.")
	}
	switch {
	case strings.TrimSpace(subject) == "" && kind.ID != "" && kind.PrintsName && kind.Recipients == document.Required:
		f.add("F06", LevelError, "SUBJECT_MISSING", where, "Chưa có trích yếu nội dung.")
	case strings.TrimSpace(subject) == "":
		f.add("F06", LevelWarning, "SUBJECT_MISSING", where, "Chưa có trích yếu nội dung.")
	case utf8.RuneCountInString(subject) > subjectLimit:
		f.add("F06", LevelError, "SUBJECT_TOO_LONG", where, "Trích yếu dài quá %d ký tự.", subjectLimit)
	case newSentence.MatchString(subject):
		f.add("F06", LevelWarning, "SUBJECT_NOT_ONE_SENTENCE", where, "Trích yếu phải là một câu.")
	}
}

// citations holds F08 and F09.
func (f *findings) citations(text string, cited []document.Citation) {
	for _, broken := range document.BrokenSymbols(text, cited) {
		f.add("F08", LevelWarning, "SYMBOL_UNREADABLE", broken, "Số, ký hiệu viện dẫn “%s” không đúng cách ghi.", broken)
	}
	for _, c := range cited {
		if len(c.Expected) > 0 {
			f.add("F08", LevelWarning, "ISSUER_CODE_MISMATCH", c.Raw, "“%s” mang ký hiệu %s nhưng được ghi là của %s (ký hiệu %s).",
				c.Symbol, c.Parsed.Issuer, c.Issuer, strings.Join(c.Expected, " hoặc "))
		}
	}
	var told []string
	for _, c := range cited {
		if key := directory.Fold(c.Raw); c.Short && c.ShortOf < 0 && !slices.Contains(told, key) {
			told = append(told, key)
			f.add("F09", LevelWarning, "SHORT_WITHOUT_FULL", c.Raw, "“%s” được viện dẫn tắt khi chưa nêu đầy đủ số, ký hiệu ở trên.", c.Raw)
		}
	}
}

// ending is F11: the text ends with "./." (State) or with "." (Party, where the older "./." is accepted too).
func (f *findings) ending(c Content) {
	blocks := c.Body.Blocks
	if c.Kind.Recipients == document.None || c.Kind.ID == "" {
		return
	}
	if len(blocks) == 0 {
		f.add("F11", LevelError, "BODY_EMPTY", "Nội dung", "Văn bản chưa có nội dung.")
		return
	}
	for _, b := range blocks[:len(blocks)-1] {
		if strings.HasSuffix(strings.TrimSpace(b.Text()), "./.") {
			f.add("F11", LevelWarning, "TEXT_AFTER_ENDING", excerpt(b), "Sau dấu kết thúc “./.” còn nội dung.")
		}
	}
	last := blocks[len(blocks)-1]
	text := strings.TrimRight(strings.TrimSpace(last.Text()), "”\"*")
	switch {
	case last.Kind == document.Table:
	case c.Regime == string(directory.State) && !strings.HasSuffix(text, "./."):
		f.add("F11", LevelWarning, "ENDING_MARK", excerpt(last), "Nội dung phải kết thúc bằng dấu “./.”.")
	case !strings.HasSuffix(text, "."):
		f.add("F11", LevelWarning, "ENDING_MARK", excerpt(last), "Nội dung phải kết thúc bằng dấu chấm.")
	}
}

// barring are the faults of a Nơi nhận that bar the way: nobody could tell from it who receives.
var barring = []string{"RECIPIENTS_EMPTY", "ARCHIVE_MISSING", "ARCHIVE_NOT_LAST", "REF_WITHOUT_ADDRESSEES"}

// recipients is F13, without the look-up of names.
func (f *findings) recipients(c Content, block distribution.Block) {
	if c.Kind.Recipients != document.Required && strings.TrimSpace(c.RecipientsText) == "" {
		return
	}
	const where = "Nơi nhận"
	for _, e := range block.Errors {
		level, place := LevelWarning, where
		if slices.Contains(barring, e.Code) {
			level = LevelError
		}
		if e.N > 0 {
			place += ", dòng " + strconv.Itoa(e.N)
		}
		f.add("F13", level, e.Code, place, e.Detail)
	}
	for _, line := range block.Lines {
		for _, n := range line.Articles {
			if !hasArticle(c.Body, n) {
				f.add("F13", LevelError, "REF_WITHOUT_ARTICLE", where+", dòng "+strconv.Itoa(line.N), "“%s”: văn bản không có Điều %d.", line.Text, n)
			}
		}
	}
	if n := len(block.Lines); n > 0 && c.Regime == string(directory.State) {
		if last := block.Lines[n-1]; last.Kind == distribution.Archive && !slices.Contains(last.Archive, "VT") {
			f.add("F13", LevelWarning, "ARCHIVE_FORM", where+", dòng "+strconv.Itoa(n), "Dòng cuối phải ghi “Lưu: VT, đơn vị soạn thảo”.")
		}
	}
}

func hasArticle(body document.Body, n int) bool {
	want := "Điều " + strconv.Itoa(n)
	return slices.ContainsFunc(body.Blocks, func(b document.Block) bool {
		return strings.EqualFold(strings.TrimRight(b.Ordinal, ".:"), want)
	})
}

// address is F14: Kính gửi on công văn, tờ trình and reports upward; Kính trình on a Party tờ trình (05-HD/VPTW 9.2.4).
func (f *findings) address(c Content) {
	if c.Kind.ID == "" {
		return
	}
	const where = "Kính gửi"
	switch {
	case len(c.Addressees) == 0 && c.Kind.Addressed == document.Required:
		f.add("F14", LevelError, "ADDRESSEES_MISSING", where, "%s phải có nơi %s.", c.Kind.Name, strings.ToLower(c.Kind.AddressWord))
	case len(c.Addressees) > 0 && c.Kind.Addressed == document.None:
		f.add("F14", LevelWarning, "ADDRESSEES_UNEXPECTED", where, "%s không có phần kính gửi.", c.Kind.Name)
	case len(c.Addressees) > 0 && c.AddressWord != "" && c.Kind.AddressWord != "" && c.AddressWord != c.Kind.AddressWord:
		f.add("F14", LevelWarning, "ADDRESS_WORD", where, "%s dùng chữ “%s”.", c.Kind.Name, c.Kind.AddressWord)
	}
}
