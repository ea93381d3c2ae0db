package layout

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"trinhky/internal/document"
)

var update = flag.Bool("update", false, "write the golden pages")

// specimen is a short document of one kind in testdata/<regime>.yaml.
type specimen struct {
	From        string `yaml:"from"` // the office whose header, signer and Nơi nhận it has; "" = default
	As          string `yaml:"as"`   // the kind that a copy copies
	Superior    []string
	Issuer      []string
	Code        string
	Unit        string
	Place       string
	Subject     string
	Address     []string
	Body        []string
	Recipients  []string
	Formula     []string
	Name        string
	Recorder    []string // formula and name
	Urgency     string
	Circulation string
	Draft       string
	Typist      string
	Contact     string
	Copied      *struct {
		Form, Symbol, Place, Date, Name string
		Issuer, Recipients, Formula     []string
	}
}

// specimens gives the documents of a regime, by the id of their kind.
func specimens(t *testing.T, regime string) map[string]specimen {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + regime + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Offices map[string]specimen `yaml:"offices"`
		Kinds   map[string]specimen `yaml:"kinds"`
	}
	if err := yaml.UnmarshalWithOptions(raw, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for id, s := range file.Kinds {
		office, ok := file.Offices[cmp.Or(s.From, "default")]
		if !ok {
			t.Fatalf("%s: there is no office %q", id, s.From)
		}
		file.Kinds[id] = s.of(office)
	}
	return file.Kinds
}

// of fills what a specimen leaves to its office; an empty list of recipients is its own.
func (s specimen) of(office specimen) specimen {
	s.Superior, s.Issuer, s.Code, s.Unit, s.Place = office.Superior, office.Issuer, office.Code, office.Unit, office.Place
	if s.Recipients == nil {
		s.Recipients = office.Recipients
	}
	if s.Formula == nil {
		s.Formula = office.Formula
	}
	if s.Name == "" {
		s.Name = office.Name
	}
	return s
}

func (s specimen) sheet(t *testing.T, k document.Kind) Sheet {
	t.Helper()
	if s.As != "" {
		as, err := document.KindByID(k.Regime, s.As)
		if err != nil {
			t.Fatal(err)
		}
		k = as
	}
	sheet := Sheet{
		Regime: k.Regime, On: "2026-06-10", Superior: s.Superior, Issuer: s.Issuer, Symbol: k.SymbolFor(s.Code, s.Unit), Place: s.Place,
		Subject: s.Subject, Addressees: s.Address, AddressWord: cmp.Or(k.AddressWord, "Kính gửi"), Body: specimenBody(s.Body),
		Recipients: s.Recipients, Formula: s.Formula, SignerName: s.Name, Urgency: s.Urgency, Circulation: s.Circulation, Draft: s.Draft,
		Typist: s.Typist, Contact: s.Contact, Year: "2026", Created: made,
	}
	if k.PrintsName {
		sheet.KindName = strings.ToUpper(k.Name)
	}
	if len(s.Recorder) == 2 {
		sheet.Recorder = &Signer{Formula: s.Recorder[:1], Name: s.Recorder[1]}
	}
	if c := s.Copied; c != nil {
		sheet.Copy = &Copy{Form: c.Form, Issuer: c.Issuer, Symbol: c.Symbol, Place: c.Place, Date: c.Date, Recipients: c.Recipients, Formula: c.Formula, SignerName: c.Name}
	}
	return sheet
}

// specimenBody reads the lines of a specimen: "= " a heading, "- " and "+ " an item, "| " a row of a table, "**" bold.
func specimenBody(lines []string) document.Body {
	var body document.Body
	for _, line := range lines {
		mark, rest, _ := strings.Cut(line, " ")
		switch last := len(body.Blocks) - 1; {
		case mark == "=":
			body.Blocks = append(body.Blocks, specimenHeading(rest))
		case mark == "-" || mark == "+":
			body.Blocks = append(body.Blocks, item(mark, rest))
		case mark == "|" && last >= 0 && body.Blocks[last].Kind == document.Table:
			body.Blocks[last].Rows = append(body.Blocks[last].Rows, cells(strings.Split(rest, " | ")...))
		case mark == "|":
			body.Blocks = append(body.Blocks, document.Block{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{cells(strings.Split(rest, " | ")...)}})
		default:
			b := document.Block{Kind: document.Paragraph}
			for i, run := range strings.Split(line, "**") {
				if run != "" {
					b.Runs = append(b.Runs, document.Run{Text: run, Bold: i%2 == 1})
				}
			}
			body.Blocks = append(body.Blocks, b)
		}
	}
	return body
}

func specimenHeading(text string) document.Block {
	words := strings.Fields(text)
	switch {
	case words[0] == "Chương":
		return document.Block{Kind: document.Heading, Level: 1, Ordinal: text, Runs: []document.Run{{Text: "QUY ĐỊNH CHUNG"}}}
	case words[0] == "Điều":
		return heading(3, words[0]+" "+words[1], strings.Join(words[2:], " "))
	case strings.HasSuffix(words[0], "-") || strings.HasSuffix(words[0], "."):
		return heading(1, words[0], strings.Join(words[1:], " "))
	}
	return heading(1, "", text)
}

func TestOnePageOfEachKind(t *testing.T) {
	t.Parallel()
	for _, regime := range []string{"party", "state"} {
		all := specimens(t, regime)
		for _, k := range document.Kinds(regime) {
			t.Run(regime+"/"+k.ID, func(t *testing.T) {
				t.Parallel()
				s, ok := all[k.ID]
				if !ok {
					t.Fatalf("no specimen of %s in testdata/%s.yaml", k.ID, regime)
				}
				sheet := s.sheet(t, k)
				rules, err := Rules(sheet.Regime, sheet.On)
				if err != nil {
					t.Fatal(err)
				}
				b := issued(t, rules, sheet, NumberText(regime, "7"), DateText(regime, sheet.Place, "2026-06-10"))
				compare(t, filepath.Join("testdata", "pages", regime+"-"+strings.ReplaceAll(k.ID, "_", "-")+".png"), shot(t, b))
			})
		}
	}
}

// shot renders the first page at 50 dots per inch in sixteen greys.
func shot(t *testing.T, b []byte) *image.Paletted {
	t.Helper()
	raw := popplerOf(t, b, "pdftoppm", "-r", "50", "-gray", "-f", "1", "-l", "1")
	var width, height, most int
	if _, err := fmt.Sscanf(raw, "P5\n%d %d\n%d\n", &width, &height, &most); err != nil {
		t.Fatalf("pdftoppm: %v", err)
	}
	pixels := raw[len(raw)-width*height:]
	palette := make(color.Palette, 16)
	for i := range palette {
		palette[i] = color.Gray{Y: uint8(i * 17)}
	}
	img := image.NewPaletted(image.Rect(0, 0, width, height), palette)
	for i := range width * height {
		img.Pix[i] = uint8((int(pixels[i]) + 8) / 17)
	}
	return img
}

// compare holds a page against its golden: poppler's versions differ in how they smooth a letter, so a page is the same
// when its pixels differ little on the whole and the mean grey of every square of 8 × 8 pixels is nearly the same. Another
// engine (cairo) differs by 0.033 and 0.095, another name or symbol by 0.09 and more in its square.
func compare(t *testing.T, name string, got *image.Paletted) {
	t.Helper()
	if *update {
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, got); err != nil {
			t.Fatal(err)
		}
		if out.Len() > 25<<10 {
			t.Errorf("%s takes %d bytes", name, out.Len())
		}
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v (write it with -update)", err)
	}
	golden, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if golden.Bounds() != got.Bounds() {
		t.Fatalf("%s: %v, the golden is %v", name, got.Bounds(), golden.Bounds())
	}
	if said := differ(golden, got); said != "" {
		t.Errorf("%s: %s", name, said)
	}
}

// differ says how two pages of one size differ, in shares of the way from black to white.
func differ(a, b image.Image) string {
	const ofPage, ofSquare, edge = 0.03, 0.08, 8
	bounds := a.Bounds()
	total, count, worst, at := 0.0, 0, 0.0, image.Point{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y += edge {
		for x := bounds.Min.X; x < bounds.Max.X; x += edge {
			sum, n := 0.0, 0
			for j := y; j < min(y+edge, bounds.Max.Y); j++ {
				for i := x; i < min(x+edge, bounds.Max.X); i++ {
					d := grey(a, i, j) - grey(b, i, j)
					sum, n = sum+d, n+1
					total, count = total+math.Abs(d), count+1
				}
			}
			if mean := math.Abs(sum) / float64(n); mean > worst {
				worst, at = mean, image.Point{x, y}
			}
		}
	}
	if mean := total / float64(count); mean > ofPage {
		return fmt.Sprintf("the pages differ by %.3f, more than %.3f", mean, ofPage)
	}
	if worst > ofSquare {
		return fmt.Sprintf("the square at %v differs by %.2f, more than %.2f", at, worst, ofSquare)
	}
	return ""
}

func grey(m image.Image, x, y int) float64 {
	return float64(color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y) / 255
}

func TestAGoldenPageTellsAMissingWord(t *testing.T) {
	t.Parallel()
	page := func(change func(*Sheet)) image.Image {
		s := partyNotice(prose(2))
		change(&s)
		return shot(t, mustRender(t, s).PDF)
	}
	as := page(func(*Sheet) {})
	for name, change := range map[string]func(*Sheet){
		"a name":          func(s *Sheet) { s.SignerName = "Trần Đức" },
		"a symbol":        func(s *Sheet) { s.Symbol = "TB/TU" },
		"a line lower":    func(s *Sheet) { s.Issuer = append(s.Issuer, "PHÒNG TỔNG HỢP") },
		"no trailing row": func(s *Sheet) { s.Recipients = s.Recipients[:5] },
	} {
		if differ(as, page(change)) == "" {
			t.Errorf("%s: the pages are the same", name)
		}
	}
	if said := differ(as, page(func(*Sheet) {})); said != "" {
		t.Errorf("the same page: %s", said)
	}
}
