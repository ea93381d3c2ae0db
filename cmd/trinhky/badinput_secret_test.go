package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"trinhky/internal/web/client"
)

// marker stands in every text that must not be found anywhere afterwards, also decomposed or cut into words.
const marker = "ZQX7314VW"

const secretText = "TỈNH ỦY BÌNH THUẬN\nVĂN PHÒNG\n\n%s\n\nTHÔNG BÁO\nvề việc ZQX7314VW\n\nViệc ZQX7314VW giao Phòng Tổng hợp.\n"

// TestAStateSecretIsRefusedBeforeAnythingIsKept: Luật Bảo vệ bí mật nhà nước 117/2025 Art. 5; nothing of the text may stay,
// not in a row, a blob, the write-ahead log of the database, nor in our own log.
func TestAStateSecretIsRefusedBeforeAnythingIsKept(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	draft := d.draft()
	text := func(stamp string) string {
		return d.jsonOf(client.NewDocument{Text: strings.Replace(secretText, "%s", stamp, 1)})
	}
	with := func(change func(*client.NewDocument)) string {
		in := d.notice()
		in.Subject = "về việc " + marker
		change(&in)
		return d.jsonOf(in)
	}
	paragraph := func(s string) client.Block {
		return client.Block{Kind: "paragraph", Runs: []client.Run{{Text: s}}}
	}
	for _, test := range []struct{ name, method, path, body string }{
		{"the level mat", "POST", "/documents", with(func(in *client.NewDocument) { in.SecurityLevel = "mat" })},
		{"the level Tuyệt mật", "POST", "/documents", with(func(in *client.NewDocument) { in.SecurityLevel = "Tuyệt mật" })},
		{"a level nobody knows", "POST", "/documents", with(func(in *client.NewDocument) { in.SecurityLevel = "top secret" })},
		{"a stamp in the text", "POST", "/documents", text("MẬT")},
		{"a decomposed stamp", "POST", "/documents", text(norm.NFD.String("TỐI MẬT"))},
		{"a framed stamp beside the number", "POST", "/documents", text("Số 05-TB/VPTU\t\t[ TUYỆT MẬT ]")},
		{"a stamp set apart", "POST", "/documents", text("M Ậ T")},
		{"a stamp with hidden marks in it", "POST", "/documents", text("M\u200BẬ\u2060T")},
		{"Độ mật", "POST", "/documents", text("Độ mật: Tối mật")},
		{"a stamp as the trích yếu", "POST", "/documents", with(func(in *client.NewDocument) { in.Subject = "TỐI MẬT\nvề việc " + marker })},
		{"a stamp in brackets in the trích yếu", "POST", "/documents", with(func(in *client.NewDocument) { in.Subject = "Về việc " + marker + " (MẬT)" })},
		{"a stamp as a block", "POST", "/documents", with(func(in *client.NewDocument) { in.Body.Blocks = append(in.Body.Blocks, paragraph("MẬT")) })},
		{"a stamp in pieces of two styles", "POST", "/documents", with(func(in *client.NewDocument) {
			in.Body.Blocks = append(in.Body.Blocks, client.Block{Kind: "paragraph", Runs: []client.Run{{Text: "TỐI ", Bold: true}, {Text: "MẬT"}}})
		})},
		{"a stamp in a cell", "POST", "/documents", with(func(in *client.NewDocument) {
			in.Body.Blocks = append(in.Body.Blocks, client.Block{Kind: "table", Rows: [][]client.Cell{{{Runs: []client.Run{{Text: "Số"}}}, {Runs: []client.Run{{Text: "MẬT"}}}}}})
		})},
		{"a stamp in Nơi nhận", "POST", "/documents", with(func(in *client.NewDocument) { in.RecipientsText += "\nTUYỆT MẬT" })},
		{"a stamp in Kính gửi", "POST", "/documents", with(func(in *client.NewDocument) { in.Addressees = []string{"MẬT"} })},
		{"a stamp in the place", "POST", "/documents", with(func(in *client.NewDocument) { in.Place = "MẬT" })},
		{"a change to a secret text", "PATCH", "/documents/" + draft.ID, d.jsonOf(map[string]string{"text": strings.Replace(secretText, "%s", "MẬT", 1)})},
		{"a change of the trích yếu", "PATCH", "/documents/" + draft.ID, d.jsonOf(map[string]string{"subject": "TỐI MẬT\n" + marker})},
		{"a change of the place", "PATCH", "/documents/" + draft.ID, d.jsonOf(map[string]string{"place": "MẬT", "subject": marker})},
		{"a secret comment", "POST", "/documents/" + draft.ID + "/actions/cancel", d.jsonOf(client.Act{Comment: "MẬT\n" + marker})},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			d.unchanged(func() {
				d.refused(d.send(drafter, test.method, test.path, test.body, "Idempotency-Key", "mat-1"), 422, "SECRET_REFUSED")
			})
			d.forgotten()
		})
	}
}

// forgotten checks that nothing of a refused text is left.
func (d *desk) forgotten() {
	d.t.Helper()
	if where := d.traces(marker); len(where) > 0 {
		d.t.Errorf("the text is found in %q", where)
	}
}

func TestASecretAttachmentIsRefusedBeforeAnythingIsKept(t *testing.T) {
	t.Parallel()
	d := openDesk(t, demoDay)
	draft := d.draft()
	long := strings.Repeat("Phòng Tổng hợp trực đêm thứ hai, thứ tư.\n", 500)
	words := "MẬT\n" + marker + "\n"
	for _, test := range []struct {
		name, file string
		content    []byte
	}{
		{"in the name", "Báo cáo " + marker + " (MẬT).txt", []byte(marker)},
		{"in the name, without signs", marker + "_toi_mat.pdf", []byte("%PDF-1.7 " + marker)},
		{"in the text", marker + ".txt", []byte(words)},
		{"in a text, far behind", marker + ".txt", []byte(long + words)},
		{"in a decomposed text", marker + ".txt", []byte(norm.NFD.String(words))},
		{"in a text of UTF-16", marker + ".txt", utf16le(words)},
		{"in a Word file", marker + ".docx", officeFile(t, "word/document.xml", words)},
		{"in a Word file's header", marker + ".docx", officeFile(t, "word/header1.xml", words)},
		{"in a LibreOffice file", marker + ".odt", officeFile(t, "content.xml", words)},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := d.under(t)
			d.unchanged(func() { d.refused(d.attach(draft.ID, test.file, test.content), 422, "SECRET_REFUSED") })
			d.forgotten()
		})
	}
}

// TestWhatIsNoSecretIsTaken: words about secrets, and marks that only look like one.
func TestWhatIsNoSecretIsTaken(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := openDesk(t, demoDay)
	in := d.notice()
	in.Subject = "về việc thực hiện Luật Bảo vệ bí mật nhà nước"
	in.SecurityLevel = "thuong"
	for _, line := range []string{"LƯU HÀNH NỘI BỘ", "Không soạn thảo văn bản mật trên máy tính nối mạng.", "XEM XONG TRẢ LẠI"} {
		in.Body.Blocks = append(in.Body.Blocks, client.Block{Kind: "paragraph", Runs: []client.Run{{Text: line}}})
	}
	made, err := d.as(drafter).Create(ctx, in)
	d.must(err)
	for name, content := range map[string][]byte{
		"Quy chế bảo mật.txt": []byte("Quy chế bảo mật của Văn phòng Tỉnh ủy.\n"),
		"Quy chế.docx":        officeFile(t, "word/document.xml", "Quy chế bảo vệ bí mật nhà nước.\n"),
		"hỏng.docx":           officeFile(t, "word/document.xml", "Quy chế.\n")[:200],
		"trống.txt":           nil,
	} {
		if a := d.attach(made.ID, name, content); a.StatusCode != http.StatusCreated {
			t.Errorf("%s: %d %s", name, a.StatusCode, a.body)
		}
	}
}

// attach uploads a file as the drafter.
func (d *desk) attach(id, name string, content []byte, headers ...string) answer {
	d.t.Helper()
	body, contentType := form(d.t, name, content)
	request, err := http.NewRequest("POST", d.url+"/api/v1/documents/"+id+"/attachments", bytes.NewReader(body))
	d.must(err)
	request.Header.Set("Authorization", "Bearer "+d.as(drafter).Token)
	request.Header.Set("Content-Type", contentType)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	d.must(err)
	return d.read(response)
}

// form is a multipart body with one file, whose name goes over the wire as it is.
func form(t testing.TB, name string, content []byte) (body []byte, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}, "Content-Type": {"application/octet-stream"},
	})
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

func utf16le(s string) []byte {
	b := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// officeFile is a file of Word, or of LibreOffice, with some lines in one of its parts, a paragraph each.
func officeFile(t testing.TB, part, lines string) []byte {
	t.Helper()
	parts := map[string]string{part: paragraphs(lines)}
	first, kind := "[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	if part == "content.xml" {
		first, kind = "mimetype", "application/vnd.oasis.opendocument.text"
	} else if part != "word/document.xml" {
		parts["word/document.xml"] = paragraphs("Thông báo.")
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	write := func(name, content string, method uint16) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write(first, kind, zip.Store)
	for name, content := range parts {
		write(name, content, zip.Deflate)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func paragraphs(lines string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="urn:w"><w:body>`)
	for line := range strings.Lines(lines) {
		b.WriteString("<w:p><w:r><w:t>")
		if err := xml.EscapeText(&b, []byte(strings.TrimSpace(line))); err != nil {
			panic(err)
		}
		b.WriteString("</w:t></w:r></w:p>")
	}
	return b.String() + "</w:body></w:document>"
}
