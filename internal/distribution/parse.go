package distribution

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Parse reads a Nơi nhận block as printed, with or without its heading. It needs no database and never fails: what cannot be
// read is in Errors, and a name that is no known phrase is an organ whose existence Resolve will judge.
//
// A line ends at ";" or ".", not at the newline (NĐ 30/2020 Phụ lục I II.9; 05-HD/VPTW 9.2.5).
func Parse(text string) Block { return ParseWith(text, Context{}) }

// ParseWith reads a block in the light of the rest of its document: who is given a task, whose collectives are our own.
func ParseWith(text string, c Context) Block {
	l := embedded()
	raw, mark, extra := l.readLines(text)
	b := Block{Lines: make([]Line, 0, len(raw)), Errors: []Error{}, TypistMark: mark, Copies: copiesIn(mark)}
	rd := &reading{own: map[string]bool{}, left: affordable}
	for _, name := range append([]string{c.IssuerOffice}, c.Own...) {
		rd.own[folded(l.words(name))] = true
	}
	tasked := l.tasksIn(c)
	for i, r := range raw {
		line := l.line(i+1, r, rd)
		line.Task = line.Task || tasked.names(line)
		b.Lines = append(b.Lines, line)
	}
	if rd.left < 0 {
		b.Errors = append(b.Errors, Error{Code: "RECIPIENTS_TOO_LONG", Detail: "Nơi nhận quá dài, không đọc hết được."})
	}
	b.marks()
	b.judge(c, extra)
	return b
}

// mostPurposes is how many brackets at the end of a line are looked at.
const mostPurposes = 4

// lastBrackets cuts "Sở Nội vụ (t/h)" before the brackets that end it; the typist may have left them open.
func lastBrackets(text string) (rest, inside string, ok bool) {
	text = strings.TrimSpace(text)
	open := strings.LastIndexByte(text, '(')
	if open <= 0 {
		return text, "", false
	}
	inside, after, _ := strings.Cut(text[open+1:], ")")
	if after != "" {
		return text, "", false
	}
	return strings.TrimSpace(text[:open]), inside, true
}

var purposeJoint = regexp.MustCompile(`[,;]|\s+và\s+`)

// line reads one line: purpose off the end, then the receivers.
func (l *lexicon) line(n int, r rawLine, rd *reading) Line {
	line := Line{N: n, Text: r.text, End: r.end}
	text := r.text
	if isArchive(text) {
		l.archive(&line)
		return line
	}
	for range mostPurposes {
		rest, inside, ok := lastBrackets(text)
		keys := l.purposesOf(inside)
		if !ok || keys == nil {
			break
		}
		line.Purposes = append(keys, line.Purposes...)
		text = rest
	}
	line.Task = slices.Contains(line.Purposes, "execute")
	ws := l.words(text)
	if l.ref(&line, ws) {
		return line
	}
	l.receivers(&line, l.targets(ws, rd))
	return line
}

// purposesOf reads "để b/c, chỉ đạo"; nil when a word is no purpose.
func (l *lexicon) purposesOf(text string) []string {
	if key, ok := l.purposes[foldText(text)]; ok {
		return []string{key}
	}
	var keys []string
	for _, part := range purposeJoint.Split(text, -1) {
		key, ok := l.purposes[foldText(part)]
		if !ok {
			return nil
		}
		keys = append(keys, key)
	}
	return keys
}

// receivers puts the targets into the line: one as the line's own kind, several as a compound with what scope they share.
func (l *lexicon) receivers(line *Line, targets []Target) {
	if len(targets) == 1 {
		t := targets[0]
		line.Kind, line.Key, line.Scope, line.single = t.Kind, t.Key, t.Scope, t
		line.Ack = ackOf(t.Kind)
		return
	}
	line.Kind, line.Ack, line.Parts = Compound, Each, targets
	shared := targets[0].Scope
	for _, t := range targets {
		if t.Scope != shared {
			return
		}
	}
	line.Scope = shared
	for i := range line.Parts {
		line.Parts[i].Scope = ""
	}
}

func ackOf(k Kind) Acknowledgement {
	switch k {
	case Org, Collective:
		return Required
	case PersonGroup, Person:
		return Read
	case Archive:
		return None
	}
	return Each
}

// ref reads "Như trên", "Như Kính gửi", "Như Điều 2, 3".
func (l *lexicon) ref(line *Line, ws []word) bool {
	text := folded(ws)
	i := strings.Index(text+" ", " "+foldText("như")+" ")
	if i < 0 || i > 0 && !startsWith(text, []string{" " + foldText("các"), " " + foldText("cơ quan")}) {
		return false
	}
	rest := text[i+len(" "+foldText("như")):]
	target := Target{Kind: Ref, Text: line.Text, Name: long(ws)}
	switch {
	case startsWith(rest, foldAll([]string{"trên"})):
		target.Key = "nhu_tren"
	case startsWith(rest, foldAll([]string{"kính gửi", "kính trình"})):
		target.Key = "nhu_kinh_gui"
	case strings.Contains(rest+" ", " "+foldText("điều")+" "):
		target.Key = "nhu_dieu"
		_, after, _ := strings.Cut(rest+" ", " "+foldText("điều")+" ")
		for _, n := range copiesMark.FindAllString(after, 20) {
			if article, err := strconv.Atoi(n); err == nil {
				line.Articles = append(line.Articles, article)
			}
		}
		if len(line.Articles) == 0 {
			return false
		}
		target.Scope = "Điều " + strings.Join(copiesMark.FindAllString(after, 20), ", ")
	default:
		return false
	}
	line.Kind, line.Key, line.Scope, line.Ack, line.single = Ref, target.Key, target.Scope, Each, target
	return true
}

var (
	archiveStart  = regexp.MustCompile(`^\s*[^\s:]+\s*:?\s*`) // "Lưu:", "Lưu :"
	archiveCopies = regexp.MustCompile(`\(\s*(\d+)\s*(?:b|bản)?\s*\)\s*$`)
)

// archive reads "Lưu: VT, HC (2)" into codes and copies, "Lưu Văn phòng Tỉnh ủy" into the organ's key.
func (l *lexicon) archive(line *Line) {
	rest := archiveStart.ReplaceAllString(line.Text, "")
	if m := archiveCopies.FindStringSubmatchIndex(rest); m != nil {
		line.Copies = copiesIn(rest[m[2]:m[3]])
		rest = rest[:m[0]]
	}
	for _, code := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == '(' || r == ')' }) {
		if code = strings.TrimSpace(code); code != "" {
			line.Archive = append(line.Archive, code)
		}
	}
	ws := l.words(rest)
	target := Target{Kind: Archive, Text: line.Text, Name: long(ws)}
	if len(line.Archive) > 0 && startsWith(" "+foldText(line.Archive[0]), []string{" vt", " " + foldText("văn thư")}) {
		target.Key = "van_thu"
	} else if len(line.Archive) > 0 {
		if t, ok := l.whole(l.words(line.Archive[0]), nil); ok {
			target.Key = t.Key
		}
	}
	line.Kind, line.Key, line.Ack, line.single = Archive, target.Key, None, target
}

// marks finds the separator that most lines end with, and the terminator of the last.
func (b *Block) marks() {
	count := map[string]int{}
	for _, line := range b.Lines {
		if line.N < len(b.Lines) {
			count[line.End]++
		} else if line.End == "." {
			b.Terminator = "."
		}
	}
	b.Separator = ";"
	if count[","] > count[";"] {
		b.Separator = ","
	}
}

// judge names what is wrong with the block as text (domain rule F13).
func (b *Block) judge(c Context, extra string) {
	add := func(n int, code, detail string) { b.Errors = append(b.Errors, Error{N: n, Code: code, Detail: detail}) }
	if len(b.Lines) == 0 {
		add(0, "RECIPIENTS_EMPTY", "Chưa có nơi nhận.")
		return
	}
	for i, line := range b.Lines {
		last := i == len(b.Lines)-1
		switch {
		case last && line.End != ".":
			add(line.N, "LAST_LINE_NOT_DOT", "Dòng nơi nhận cuối cùng phải kết thúc bằng dấu chấm.")
		case !last && line.End == "":
			add(line.N, "LINE_NOT_ENDED", "Dòng nơi nhận “"+line.Text+"” chưa có dấu chấm phẩy ở cuối.")
		case !last && line.End == ".":
			add(line.N, "DOT_BEFORE_LAST_LINE", "Chỉ dòng nơi nhận cuối cùng kết thúc bằng dấu chấm: “"+line.Text+"”.")
		}
		if line.Kind == Archive && !last {
			add(line.N, "ARCHIVE_NOT_LAST", "Dòng “Lưu” phải là dòng cuối cùng của nơi nhận.")
		}
		if c.KnownAddressees && len(c.Addressees) == 0 && (line.Key == "nhu_tren" || line.Key == "nhu_kinh_gui") {
			add(line.N, "REF_WITHOUT_ADDRESSEES", "“"+line.Text+"” chỉ dùng khi văn bản có Kính gửi hoặc Kính trình.")
		}
	}
	if !slices.ContainsFunc(b.Lines, func(l Line) bool { return l.Kind == Archive }) {
		add(0, "ARCHIVE_MISSING", "Nơi nhận chưa có dòng “Lưu”.")
	}
	if extra != "" {
		add(0, "TEXT_AFTER_END", "Sau dòng “Lưu” còn nội dung không thuộc nơi nhận.")
	}
}
