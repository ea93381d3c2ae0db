package distribution

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// sample is one line of the collection with the reading that a văn thư would give it.
type sample struct{ regime, text, want string }

// collection reads both files: the lines of the parser's author, and those of a second reader.
func collection(t *testing.T) []sample {
	t.Helper()
	return slices.Concat(samplesOf(t, "corpus.txt"), samplesOf(t, "corpus_second.txt"))
}

func samplesOf(t *testing.T, file string) (list []sample) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	regime, text := "", ""
	for l := range strings.Lines(string(raw)) {
		l = strings.TrimRight(l, "\n")
		switch want, read := strings.CutPrefix(l, "= "); {
		case strings.HasPrefix(l, "## "):
			regime = l[3:]
		case strings.HasPrefix(l, "#") || l == "":
		case read:
			list = append(list, sample{regime, text, want})
			text = ""
		default:
			text += l + "\n"
		}
	}
	return list
}

// TestTheCollection: lines of both regimes by two hands, at most one in a hundred misread; what is misread is printed.
func TestTheCollection(t *testing.T) {
	t.Parallel()
	list := collection(t)
	count, missed := map[string]int{}, 0
	for _, s := range list {
		count[s.regime]++
		b := Parse("Nơi nhận:\n" + s.text)
		got := readingOf(b)
		if got != s.want {
			missed++
			t.Logf("%s\n got %s\nwant %s", strings.TrimSpace(s.text), got, s.want)
		}
	}
	right := 100 * float64(len(list)-missed) / float64(len(list))
	t.Logf("%d lines (%d Party, %d State): %.1f %% right", len(list), count["party"], count["state"], right)
	if len(list) < 200 || count["party"] != count["state"] || right < 99 {
		t.Errorf("want 200 lines, half of them Party, and 99 %% right")
	}
}

// readingOf writes all that was read as the collection does.
func readingOf(b Block) string {
	var lines []string
	for _, l := range b.Lines {
		lines = append(lines, asInCollection(b, l))
	}
	return strings.Join(lines, " || ")
}

// asInCollection writes a line as the collection does.
func asInCollection(b Block, l Line) string {
	var s strings.Builder
	s.WriteString(string(l.Kind))
	if l.Kind != Compound {
		s.WriteString(" " + called(l.Targets()[0]))
	}
	if l.Scope != "" {
		s.WriteString(" @" + l.Scope)
	}
	s.WriteString(" !" + string(l.Ack))
	if len(l.Purposes) > 0 {
		s.WriteString(" #" + strings.Join(l.Purposes, ","))
	}
	if l.Kind == Archive {
		s.WriteString(" [" + strings.Join(l.Archive, "; ") + "]")
		if l.Copies > 0 {
			fmt.Fprintf(&s, " x%d", l.Copies)
		}
		if b.TypistMark != "" {
			s.WriteString(" mark=" + b.TypistMark)
		}
	}
	for i, p := range l.Parts {
		s.WriteString([]string{": ", " + "}[min(i, 1)] + string(p.Kind) + " " + called(p))
		if p.Scope != "" {
			s.WriteString(" @" + p.Scope)
		}
	}
	return s.String()
}

func called(t Target) string {
	if t.Key != "" {
		return t.Key
	}
	name := `"` + t.Name + `"`
	if t.shared != "" {
		name += " ~" + t.shared
	}
	return name
}

// TestNoWordIsDropped: every word of a line belongs to a receiver, to the head of a list, to a purpose or to the archive.
func TestNoWordIsDropped(t *testing.T) {
	t.Parallel()
	for _, s := range collection(t) {
		for _, l := range Parse("Nơi nhận:\n" + s.text).Lines {
			everyWordRead(t, l)
		}
	}
}

func everyWordRead(t *testing.T, l Line) {
	t.Helper()
	var read []string
	for _, target := range l.Targets() {
		read = append(read, wordsOf(target.Text)...)
		read = append(read, wordsOf(target.Head)...)
	}
	text := l.Text
	for range l.Purposes {
		if rest, _, ok := lastBrackets(text); ok {
			text = rest
		}
	}
	if l.Kind == Archive {
		read = append(wordsOf("Lưu"), read...)
	}
	for _, w := range wordsOf(text) {
		if !slices.Contains(read, w) && !slices.Contains(wordsOf("và các"), w) {
			t.Errorf("%s: %q belongs to nobody (%q)", l.Text, w, read)
		}
	}
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" ,;:.()–-+", r) })
}

// TestWhoIsUnknownIsTold: whatever the issuer, each receiver of each line is found, or named in a fault or a warning.
func TestWhoIsUnknownIsTold(t *testing.T) {
	t.Parallel()
	list := collection(t)
	body := document.Body{Blocks: []document.Block{paragraph("Điều 3. Sở Nội vụ chịu trách nhiệm thi hành.")}}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		found, told := 0, 0
		for _, issuer := range []string{"Văn phòng Tỉnh ủy Lâm Đồng", "Ủy ban nhân dân tỉnh Lâm Đồng", "Đảng ủy xã Tuy Phong", "Ủy ban nhân dân xã Bắc Bình"} {
			for _, sample := range list {
				r, err := o.resolve(issuer, sample.text, Env{Addressees: []string{"Sở Nội vụ"}, Body: body})
				var said []string
				for _, reason := range fault.Of(orNone(err)).Reasons {
					said = append(said, reason.Detail)
				}
				for _, w := range r.Warnings {
					said = append(said, w.Detail)
				}
				line := r.Lines[0]
				if line.Kind == Archive || line.Kind == Ref {
					continue
				}
				for _, target := range line.Targets() {
					named := slices.ContainsFunc(r.Recipients, func(n Recipient) bool { return slices.Contains(n.Capacities, target.Words()) })
					complained := slices.ContainsFunc(said, func(d string) bool { return strings.Contains(d, target.Words()) })
					if !named && !complained && !slices.ContainsFunc(r.PassedOver, func(p Passed) bool { return p.Words == target.Words() }) {
						t.Errorf("%s: %q of %q is lost", issuer, target.Text, line.Text)
					}
					if named {
						found++
					} else {
						told++
					}
				}
			}
		}
		t.Logf("%d receivers found, %d told as unknown, closed or our own", found, told)
	})
}

func orNone(err error) error {
	if err == nil {
		return fault.New(fault.Unmet, "NONE", "")
	}
	return err
}
