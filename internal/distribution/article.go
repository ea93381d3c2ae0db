package distribution

import (
	"fmt"
	"regexp"
	"strings"

	"trinhky/internal/directory"
	"trinhky/internal/document"
)

var (
	article = regexp.MustCompile(`^\s*Điều\s+(\d+)\s*[.:]?\s*`)
	charged = regexp.MustCompile(`(?i)\s+(?:chịu\s+trách\s+nhiệm|có\s+trách\s+nhiệm|căn\s+cứ|thi\s+hành)(?:\s|$)`)
)

// The words of an Điều that name nobody in particular: "Thủ trưởng các cơ quan, đơn vị có liên quan", "các ông (bà) có tên
// tại Điều 1". Whom they mean is known to the văn thư, not to the directory; they are passed over.
const (
	anybody   = `(?:các|những|thủ\s+trưởng|người\s+đứng\s+đầu|cơ\s+quan|đơn\s+vị|tổ\s+chức|cá\s+nhân|tập\s+thể|địa\s+phương|doanh\s+nghiệp|hộ\s+gia\s+đình|đồng\s+chí|ông|bà|cán\s+bộ|công\s+chức|viên\s+chức|người\s+lao\s+động|đảng\s+viên)`
	between   = `[\s,()/]+(?:và\s+)?`
	toArticle = `(?:khoản\s+\d+\s*,?\s*)?(?:Điều\s+\d+(?:\s*(?:,|và)\s*Điều\s+\d+)*|danh\s+sách[^,;]*)`
	namedAt   = `(?:(?:có|được|đã)\s+)?(?:nêu|ghi|tên|họ\s+tên)(?:\s+(?:tên|nêu|ghi))?\s+(?:(?:tại|ở|trong)\s+` + toArticle + `|(?:ở\s+)?trên)`
	related   = `(?:khác\s+)?(?:có\s+)?liên\s+quan(?:\s+(?:đến|khác|trong|thuộc)[^,;]*)?`
)

var (
	unspecific = regexp.MustCompile(`(?i)(?:^|[,;]|\s+và)\s*(?:và\s+)?(?:` + anybody + between + `)+(?:` + namedAt + `|` + related + `)`)
	onlyVague  = regexp.MustCompile(`(?i)^(?:` + anybody + `[\s,()/]*(?:và\s+)?)+$`)
	// presumes is what follows a name in "ông Nguyễn Văn A có tên tại Điều 1".
	presumes = regexp.MustCompile(`(?i)\s*,?\s*` + namedAt)
	// courtesy stands before a list of positions: "Các ông (bà): Chánh Văn phòng …".
	courtesy = regexp.MustCompile(`(?i)^(?:các\s+)?(?:đồng\s+chí|ông,?\s*\(?bà\)?)\s*:?\s*`)
	// ofSome is "Giám đốc các Sở: Nội vụ, Tài chính", also without the colon, which names each of them.
	ofSome = regexp.MustCompile(`((?i:giám\s+đốc|thủ\s+trưởng|trưởng))\s+các\s+(?:((?i:sở|ban))\s*:\s*|((?i:sở))\s+)(\p{Lu})`)
	// headTitle is a position that stands for the organ whose name follows it: "Chủ tịch Ủy ban nhân dân xã", "Chánh Văn phòng".
	headTitle = regexp.MustCompile(`(?i)^(?:chánh|(?:tổng\s+)?giám\s+đốc|thủ\s+trưởng|người\s+đứng\s+đầu|(?:bộ|(?:chi\s+)?cục|viện|hiệu|vụ)\s+trưởng|trưởng|chủ\s+tịch|chủ\s+nhiệm|bí\s+thư)(?:\s+|$)`)
)

var officeWord = foldText("Văn phòng")

// ref resolves "Như trên" by the Kính gửi lines and "Như Điều n" by the bodies that the Điều charges.
func (r *resolver) ref(line Line) error {
	if len(line.Articles) > 0 {
		return r.chargedBy(line)
	}
	if len(r.env.Addressees) == 0 {
		r.add(Problem{Line: line.N, Code: "REF_WITHOUT_ADDRESSEES", Detail: fmt.Sprintf("Dòng %d “%s” chỉ dùng khi văn bản có Kính gửi hoặc Kính trình.", line.N, line.Text)})
	}
	for _, name := range r.env.Addressees {
		named := r.referred(line, name)
		for _, t := range named.Targets() {
			if vague(t) {
				continue
			}
			if err := r.target(named, t, line.Text); err != nil {
				return err
			}
		}
	}
	return nil
}

// chargedBy resolves those whom the Điều of a line charge. The head of an organ is charged for the organ: its văn thư gets it.
func (r *resolver) chargedBy(line Line) error {
	somebody := false
	for _, n := range line.Articles {
		for _, name := range articleNames(r.env.Body, n) {
			named := r.referred(line, name)
			targets := named.Targets()
			for i, t := range targets {
				if vague(t) || i+1 < len(targets) && headTitle.ReplaceAllString(t.Name, "") == "" { // "Giám đốc, Thủ trưởng các sở"
					continue
				}
				somebody = true
				ok, err := r.headed(named, t)
				if err == nil && !ok {
					err = r.target(named, t, line.Text)
				}
				if err := r.reason(named, line.Text, t, err); err != nil {
					return err
				}
			}
		}
	}
	if !somebody {
		r.add(Problem{Line: line.N, Code: "REF_ARTICLE_NAMES_NOBODY", Detail: fmt.Sprintf("Dòng %d “%s”: Điều được dẫn không nêu cơ quan, cá nhân nào.", line.N, line.Text)})
	}
	return nil
}

// referred reads words that stand elsewhere in the document as if they stood in the line.
func (r *resolver) referred(line Line, name string) Line {
	named := r.l.line(line.N, rawLine{text: strings.Trim(bullet.ReplaceAllString(name, ""), " ;.,")}, nil)
	named.Task = named.Task || line.Task
	named.Articles = line.Articles
	return named
}

// vague tells whether words name nobody in particular: "các cơ quan, đơn vị có liên quan".
func vague(t Target) bool {
	return strings.HasSuffix(foldText(t.Name), foldText("liên quan")) || onlyVague.MatchString(t.Name)
}

// articleNames takes from "Điều 3. Chánh Văn phòng, các ban … chịu trách nhiệm thi hành …" the names before the verb, without
// those that name nobody in particular.
func articleNames(body document.Body, n int) []string {
	for _, block := range body.Blocks {
		text := block.Text()
		m := article.FindStringSubmatch(text)
		if m == nil || copiesIn(m[1]) != n {
			continue
		}
		rest := text[len(m[0]):]
		at := charged.FindStringIndex(rest)
		if at == nil {
			continue
		}
		var names []string
		for part := range strings.SplitSeq(rest[:at[0]], ";") {
			part = presumes.ReplaceAllString(unspecific.ReplaceAllString(part, ""), "")
			part = courtesy.ReplaceAllString(strings.TrimLeft(part, " ,"), "")
			part = ofSome.ReplaceAllString(strings.TrimPrefix(part, "và "), "$1 $2$3 $4")
			if part = strings.Trim(part, " ,"); part != "" {
				names = append(names, part)
			}
		}
		return names
	}
	return nil
}

// headed resolves the head of organs to the organs: "Chủ tịch Ủy ban nhân dân các xã, phường". The head of our own organ, which
// does not receive its own document, gets it as a person. Not ok when the words are no such position or name no organ we know.
func (r *resolver) headed(line Line, t Target) (ok bool, err error) {
	name := bareName(t.Name)
	title := headTitle.FindString(name)
	if title == "" || len(title) == len(name) {
		return false, nil
	}
	rest := name[len(title):]
	g, isGroup, o, err := r.headedBy(rest)
	if isUnknown(err) {
		return r.headedEach(line, t, rest)
	}
	if err != nil {
		return false, err
	}
	if isGroup {
		return true, r.expand(line, t, g, line.Text)
	}
	return r.addHead(line, t, o)
}

// headedBy finds the group or the organ that a head's title goes on to name.
func (r *resolver) headedBy(words string) (g directory.Group, isGroup bool, o directory.Organ, err error) {
	targets := r.l.targets(r.l.words(words), nil)
	t := targets[0]
	if len(targets) > 1 {
		return g, false, o, r.unknown(t)
	}
	if foldText(words) == officeWord && (r.env.Issuer.OfficeID != "" || strings.HasPrefix(foldText(r.env.Issuer.Name), officeWord+" ")) {
		o, err = directory.OrganByID(r.tx, r.env.Issuer.Office()) // an organ that is served by no other has its Chánh Văn phòng inside
		return g, false, o, err
	}
	if g, isGroup, err = r.group(t); err != nil || !isGroup {
		if err == nil {
			o, err = r.organNamed(t)
		}
		return g, false, o, err
	}
	if g.Kind != directory.OneOrgan {
		return g, true, o, nil
	}
	m, err := r.membersOf(g)
	if err == nil && len(m.Organs) == 0 {
		err = r.unknown(t)
	}
	if err != nil {
		return g, false, o, err
	}
	return g, false, m.Organs[0], nil
}

// headedEach reads "Sở Nội vụ, Tài chính, Xây dựng" after "Giám đốc": the first word belongs to every name.
func (r *resolver) headedEach(line Line, t Target, words string) (bool, error) {
	first, _, _ := strings.Cut(words, " ")
	parts := strings.Split(words, ", ")
	if last := len(parts) - 1; last >= 0 {
		if before, after, ok := cutLast(parts[last], " và "); ok {
			if _, _, _, err := r.headedBy(withFirst(first, parts[last])); isUnknown(err) { // not "Nông nghiệp và Môi trường"
				parts = append(parts[:last], before, after)
			}
		}
	}
	if len(parts) < 2 {
		return false, nil
	}
	organs := make([]directory.Organ, len(parts))
	for i, part := range parts {
		_, isGroup, o, err := r.headedBy(withFirst(first, part))
		if isUnknown(err) || isGroup {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		organs[i] = o
	}
	for _, o := range organs {
		if _, err := r.addHead(line, t, o); err != nil {
			return false, err
		}
	}
	return true, nil
}

func withFirst(first, name string) string {
	if strings.HasPrefix(name, first+" ") {
		return name
	}
	return first + " " + name
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// addHead puts in the organ for its head, or the head in person when the organ is our own.
func (r *resolver) addHead(line Line, t Target, o directory.Organ) (bool, error) {
	if !r.own(o) {
		r.addOrgan(line, t, o, Required)
		return true, nil
	}
	held, err := directory.Holdings(r.tx, o.ID, r.env.On)
	if err != nil {
		return false, fmt.Errorf("resolve Nơi nhận: %w", err)
	}
	found := false
	for _, h := range held {
		if h.Standing == directory.Head || h.Standing == directory.Acting {
			r.addPerson(line, t, directory.Person{ID: h.PersonID, Name: h.Name, Username: h.Username}, Read)
			found = true
		}
	}
	return found, nil
}
