package format

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"trinhky/internal/directory"
	"trinhky/internal/document"
)

// citations holds F08 and F09.
func (f *findings) citations(words script, cited []document.Citation) {
	from := 0
	broken := func(at int, raw string) {
		where := words.at(at)
		where.where, where.found = raw, raw
		f.add("F08 SYMBOL_UNREADABLE", where, "Số, ký hiệu viện dẫn “%s” không đúng cách ghi.", raw)
	}
	for _, raw := range document.BrokenSymbols(words.text, cited) {
		at := strings.Index(words.text[from:], raw) + from
		from = at + len(raw)
		broken(at, raw)
	}
	for _, m := range runTogether.FindAllStringIndex(words.text, -1) {
		if !cites(cited, m[0], m[1]) && behindType.MatchString(before(words.text, m[0])) {
			broken(m[0], words.text[m[0]:m[1]])
		}
	}
	for _, c := range cited {
		if len(c.Expected) > 0 {
			f.add("F08 ISSUER_CODE_MISMATCH", words.cited(c), "“%s” mang ký hiệu %s nhưng được ghi là của %s (ký hiệu %s).",
				c.Symbol, c.Parsed.Issuer, c.Issuer, strings.Join(c.Expected, " hoặc "))
		}
	}
	cited = append(cited, bareNumbers(words.text, cited)...)
	var told []string
	for _, c := range cited {
		if key := directory.Fold(c.Raw); c.Short && c.ShortOf < 0 && !slices.Contains(told, key) {
			told = append(told, key)
			f.add("F09 SHORT_WITHOUT_FULL", words.cited(c), "“%s” được viện dẫn tắt khi chưa nêu đầy đủ số, ký hiệu ở trên.", c.Raw)
		}
	}
}

var (
	// runTogether is a number and letters where a symbol is expected: "Chỉ thị số 23CT-TU/".
	runTogether = regexp.MustCompile(`\d{1,6}\p{Lu}{1,5}[-–/][^\s\x{00A0},;:()”"]*`)
	behindType  = regexp.MustCompile(`(?:Chỉ thị|Nghị quyết|Quyết định|Quy định|Thông tư|Nghị định|Kết luận|Hướng dẫn|Kế hoạch|Báo cáo|Thông báo|Công văn|Tờ trình|Chương trình|Đề án|Quy chế|Luật|Thông tri)[\s\x{00A0}]+số[\s\x{00A0}]+$`)
	// shortly is a number that ends a clause, or goes on as a sentence does, where nothing is counted.
	shortly = regexp.MustCompile(`(\d{1,4})(?:[\s\x{00A0}]+(?:đã|về|của|được|còn|cần|và|là|ở|tại|nêu|đề ra|ngày[\s\x{00A0}]+\d{1,2}(?:/|[\s\x{00A0}]+tháng))(?:[^\p{L}]|$)|[,.;:)”"]|\n\n|$)`)
	// enumerated: "Kế hoạch 5, 10 năm", "Nghị quyết 1.5", "Báo cáo 12/20".
	enumerated = regexp.MustCompile(`^(?:[.,/:]\d|[ \x{00A0}]*(?:,|và)[ \x{00A0}]+\d)`)
	shortType  = regexp.MustCompile(`(?:Chỉ thị|Nghị quyết|Quy định|Thông tư|Nghị định|Kết luận)[\s\x{00A0}]+$`)
	// countType are the types that also count things or plan for years (Báo cáo 6 tháng, Kế hoạch 5 năm): only a number of
	// two digits or more is that of a document. A chương trình of three digits is known by its number (Chương trình 135), and
	// so is a đề án (Đề án 06): they are no short citations.
	countType   = regexp.MustCompile(`(?:Kế hoạch|Chương trình|Báo cáo|Thông báo|Hướng dẫn|Tờ trình|Công văn|Quyết định|Quy chế|Thông tri|Công điện)[ \x{00A0}]+$`)
	knownByName = regexp.MustCompile(`Chương trình[ \x{00A0}]+$`)
)

// bareNumbers are the short citations that FindCitations, which must be sure of what they are, leaves out. Those that it
// found come in the order of the text.
func bareNumbers(text string, cited []document.Citation) (found []document.Citation) {
	passed := 0
	for _, m := range shortly.FindAllStringSubmatchIndex(text, -1) {
		number, near := text[m[2]:m[3]], before(text, m[2])
		lead := shortType.FindString(near)
		if lead == "" && len(number) > 1 && !enumerated.MatchString(text[m[3]:]) && (len(number) == 2 || !knownByName.MatchString(near)) {
			lead = countType.FindString(near)
		}
		year := len(number) == 4 && (number[:2] == "19" || number[:2] == "20")
		from := m[2] - len(lead)
		for passed < len(cited) && cited[passed].End <= from {
			passed++
		}
		if lead != "" && !year && !cites(cited[passed:min(passed+1, len(cited))], from, m[3]) {
			found = append(found, document.Citation{Raw: text[from:m[3]], Short: true, ShortOf: -1, Start: from, End: m[3]})
		}
	}
	return found
}

// before is the end of a text up to a place, long enough for the name of a type.
func before(text string, at int) string {
	from := max(0, at-60)
	for from < at && text[from]&0xC0 == 0x80 {
		from++
	}
	return text[from:at]
}

// cites says whether a citation reaches into a stretch of the text.
func cites(cited []document.Citation, from, to int) bool {
	return slices.ContainsFunc(cited, func(c document.Citation) bool { return c.Start < to && c.End > from })
}

// known is F08 against the store of the office: each document that is cited and that the office does not have, or has
// more than one of, is told once. Laws, decrees and circulars are published for all; no office keeps them among its papers.
func (f *findings) known(c Content, words script, cited []document.Citation) {
	if c.Facts == nil || len(c.Facts.Standings) != len(cited) {
		return
	}
	told := map[string]bool{}
	for i, one := range cited {
		verdict := c.Facts.Standings[i]
		if one.Symbol == "" || one.Parsed.Form == document.NormForm || told[one.Symbol] {
			continue
		}
		switch verdict.Standing {
		case document.CitationUnknown:
			told[one.Symbol] = true
			f.add("F08 CITATION_UNKNOWN", words.cited(one), "Kho văn bản không có “%s”; hãy đối chiếu với bản gốc.", one.Symbol)
		case document.CitationAmbiguous:
			told[one.Symbol] = true
			f.add("F08 CITATION_AMBIGUOUS", words.cited(one), "“%s” có thể là nhiều văn bản; hãy ghi rõ ngày và cơ quan ban hành.", one.Symbol)
		}
	}
}

var (
	groundWords = regexp.MustCompile(`^(?i:căn cứ|xét đề nghị|theo đề nghị)(?:[^\p{L}]|$)`)
	behindIt    = regexp.MustCompile(`^[\s\x{00A0},(]*(?:(?:ký|ban hành)\s+)?(?:ngày[\s\x{00A0}]+)?\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|[\s\x{00A0}]+tháng[\s\x{00A0}]+\d{1,2}[\s\x{00A0}]+năm[\s\x{00A0}]+\d{4})\)?`)
	byWhom      = regexp.MustCompile(`^[\s\x{00A0},]*(?:của|do)[\s\x{00A0}]+`)
)

// groundsOf is the run of căn cứ that opens a body, from one block up to another. A single sentence that begins with
// “Căn cứ” and goes on to say something is no such run.
func groundsOf(body document.Body) (from, to int) {
	blocks := mainBlocks(body)
	for from < len(blocks) && from < 3 && !isGround(blocks[from]) {
		from++
	}
	to = from
	for to < len(blocks) && isGround(blocks[to]) {
		to++
	}
	if to-from == 1 && !strings.HasSuffix(strings.TrimSpace(blocks[from].Text()), ";") {
		return 0, 0
	}
	return from, to
}

func isGround(b document.Block) bool {
	if b.Kind == document.Heading || b.Kind == document.Table || b.Ordinal != "" && b.Ordinal != "-" && b.Ordinal != "–" {
		return false
	}
	return groundWords.MatchString(wordsOf(b))
}

// wordsOf is a block's text without its ordinal.
func wordsOf(b document.Block) string {
	b.Ordinal = ""
	return strings.TrimSpace(b.Text())
}

// grounds is F07.
func (f *findings) grounds(c Content) {
	from, to := groundsOf(c.Body)
	if f.rules == nil || from == to {
		return
	}
	marks := f.rules.GroundsMarks
	told := map[string]bool{}
	for i := from; i < to; i++ {
		b := c.Body.Blocks[i]
		at := block(b, i)
		text := wordsOf(b)
		last, _ := utf8.DecodeLastRuneInString(text)
		allowed := []string{marks.Each}
		if i == to-1 {
			allowed = marks.Last
		}
		if !slices.Contains(allowed, string(last)) {
			f.add("F07 GROUND_MARK", at.with(string(last)).fixed(fixGround, "Kết thúc bằng “"+allowed[0]+"”"), "Căn cứ này phải kết thúc bằng “%s”.", strings.Join(allowed, "” hoặc “"))
		}
		if bulleted := b.Ordinal != ""; bulleted != (strings.TrimSpace(marks.Lead) != "") {
			how := "không có gạch đầu dòng"
			if !bulleted {
				how = "bắt đầu bằng gạch đầu dòng"
			}
			f.add("F07 GROUND_LEAD", at, "Căn cứ của hệ văn bản này %s.", how)
		}
		if strings.HasPrefix(directory.Fold(text), directory.Fold("căn cứ")) { // "Theo đề nghị của … tại Tờ trình số …" names its own
			f.groundCitations(c, at, text, told)
		}
	}
}

// groundCitations: a căn cứ names its document in full the first time.
func (f *findings) groundCitations(c Content, at spot, text string, told map[string]bool) {
	for _, one := range document.FindCitations(text, c.Issuers) {
		if one.Symbol == "" || one.Role == document.Own || told[one.Symbol] {
			continue
		}
		told[one.Symbol] = true
		here := at.with(one.Raw)
		rest := text[one.End:]
		if one.Date == "" {
			f.add("F07 GROUND_DATE", here, "Căn cứ “%s” không ghi ngày ban hành.", one.Raw)
		}
		rest = rest[len(behindIt.FindString(rest)):]
		of := byWhom.FindString(rest)
		if one.Issuer == "" && of == "" && !law33(one) {
			f.add("F07 GROUND_ISSUER", here, "Căn cứ “%s” không ghi cơ quan ban hành.", one.Raw)
		}
		rest = strings.TrimPrefix(rest[len(of):], one.Issuer)
		rest = rest[len(behindIt.FindString(rest)):]
		if len(strings.Fields(strings.Trim(rest, " ;.,:"))) < 2 && !named(text[:one.Start]) {
			f.add("F07 GROUND_SUBJECT", here, "Căn cứ “%s” không ghi trích yếu.", one.Raw)
		}
	}
}

// law33: a law is the National Assembly's by its symbol (33/2024/QH15).
func law33(c document.Citation) bool { return strings.Contains(c.Parsed.Issuer, "QH") }

// named: “Luật Lưu trữ số 33/2024/QH15” names its subject before the symbol.
func named(before string) bool {
	words := strings.Fields(strings.TrimSuffix(strings.TrimSpace(before), "số"))
	return len(words) >= 4 && directory.Fold(words[len(words)-1]) != "định" && strings.Contains(" "+directory.Fold(before)+" ", " luật ")
}
