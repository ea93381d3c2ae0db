package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sampleCMS stands for a signature: any DER sequence; making a real one is the signature room's.
var sampleCMS = []byte{0x30, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x00}

var italic = Style{Italic: true}

// drawSample draws a page as layout does: a number field within a line, a date field, two signature fields, a table.
func drawSample() *Writer {
	w := New(Meta{Title: "Thông báo kết luận", Author: "Văn phòng", Subject: "Về <việc> & thử", Created: time.Unix(1402358400, 0)})
	w.AddPage(595.28, 841.89)
	w.Begin("P")
	w.Text(72, 80, Style{}, 13, "Số:")
	x := 72 + Width(Style{}, 13, "Số: ")
	w.TextField(Field{Name: "so", Tooltip: "Số của văn bản", Rect: LineRect(x, 80, 40, 13), Size: 13, Align: Center})
	w.Text(x+40, 80, Style{}, 13, "-TB/VPTU")
	w.End()
	w.Line(72, 84, 200, 84, 0.5)
	w.Begin("P")
	w.TextField(Field{Name: "ngay", Tooltip: "Ngày ban hành", Rect: LineRect(300, 80, 220, 13), Style: italic, Size: 13})
	w.End()
	w.Begin("H1")
	w.Text(72, 120, Style{Bold: true}, 14, "THÔNG BÁO")
	w.End()
	w.Begin("Table")
	for r, row := range [][]string{{"Đơn vị", "Việc"}, {"Sở Tài chính", "Thẩm định"}} {
		w.Begin("TR")
		for i, cell := range row {
			w.Begin("TD")
			w.Text(72+150*float64(i), 160+20*float64(r), Style{}, 12, cell)
			w.End()
		}
		w.End()
	}
	w.End()
	w.AddPage(595.28, 841.89)
	w.Begin("P")
	w.Text(72, 80, Style{}, 13, "Nơi nhận:")
	w.End()
	w.Begin("Artifact")
	w.Text(300, 40, Style{}, 13, "2")
	w.End()
	w.SignatureField(Field{Name: "nguoi_ky", Tooltip: "Chữ ký của người có thẩm quyền", Rect: Rect{300, 250, 150, 60}})
	w.SignatureField(Field{Name: "co_quan", Tooltip: "Chữ ký số của cơ quan", Rect: Rect{250, 240, 100, 100}})
	return w
}

func sample(t testing.TB) []byte {
	t.Helper()
	b, err := drawSample().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// signedSample is the sample certified by its signer, P=2.
func signedSample(t testing.TB) []byte {
	t.Helper()
	return sign(t, sample(t), "nguoi_ky", SignatureSpec{Certify: 2, Signer: "Lê Tấn Lai"}, nil)
}

// sign signs a field, after filling the given values in the same update.
func sign(t testing.TB, b []byte, field string, s SignatureSpec, values map[string]string) []byte {
	t.Helper()
	u := open(t, b).Update()
	for _, name := range []string{"so", "ngay"} {
		if values[name] == "" {
			continue
		}
		if err := u.FillText(name, values[name]); err != nil {
			t.Fatal(err)
		}
	}
	unsigned, err := u.Sign(field, s)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := unsigned.Embed(sampleCMS)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(signed, b) {
		t.Fatal("the update changed bytes of the original")
	}
	return signed
}

func open(t testing.TB, b []byte) *File {
	t.Helper()
	f, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// run calls a program on a file with the given bytes and gives what it printed. A missing program skips the test, in CI it
// fails.
func run(t *testing.T, b []byte, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", program)
		}
		t.Skipf("%s is missing", program)
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

// streamFile is a file of another maker: a cross-reference stream with a PNG predictor, objects within an object stream, a
// text field with a foreign font, and a signature field.
func streamFile() []byte {
	packed := []struct {
		number int
		body   string
	}{
		{1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R>>"},
		{2, "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 300]>>"},
		{3, "<</Type /Page /Parent 2 0 R /Annots [4 0 R 5 0 R] /Resources <<>>>>"},
		{4, "<</Type /Annot /Subtype /Widget /FT /Tx /T (so) /DA (/Helv-Bold 11 Tf 0 g) /Q 2 /Rect [10 250 110 270] /F 4>>"},
		{5, "<</Type /Annot /Subtype /Widget /FT /Sig /T (co_quan) /Rect [200 20 300 80] /F 4>>"},
		{6, "<</Fields [4 0 R 5 0 R]>>"},
	}
	var index, bodies strings.Builder
	for _, o := range packed {
		fmt.Fprintf(&index, "%d %d ", o.number, bodies.Len())
		bodies.WriteString(o.body + "\n")
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
	holder := b.Len()
	content := deflate([]byte(index.String() + bodies.String()))
	fmt.Fprintf(&b, "7 0 obj\n<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n",
		len(packed), index.Len(), len(content), content)
	at := b.Len()
	rows := [][]byte{{0, 0, 0, 0}}
	for i := range packed {
		rows = append(rows, []byte{2, 0, 7, byte(i)})
	}
	rows = append(rows, []byte{1, byte(holder >> 8), byte(holder), 0}, []byte{1, byte(at >> 8), byte(at), 0})
	var table []byte
	above := make([]byte, 4)
	for _, row := range rows {
		table = append(table, 2) // PNG Up
		for i := range row {
			table = append(table, row[i]-above[i])
		}
		above = row
	}
	table = deflate(table)
	fmt.Fprintf(&b, "8 0 obj\n<</Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 4>> /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		len(table), table, at)
	return b.Bytes()
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, err := z.Write(b)
	if err != nil || z.Close() != nil {
		panic("a buffer does not fail")
	}
	return out.Bytes()
}
