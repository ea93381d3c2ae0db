package layout

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"

	"trinhky/internal/document"
	"trinhky/internal/layout/docx"
)

// proseWriter writes office prose: sentences put together from what such papers speak of, the same for the same seed.
type proseWriter struct{ rand *rand.Rand }

func newProse(seed uint64) proseWriter {
	return proseWriter{rand.New(rand.NewPCG(seed, 2026))}
}

func (p proseWriter) one(of ...string) string { return of[p.rand.IntN(len(of))] }

func (p proseWriter) number(low, high int) string { return fmt.Sprint(low + p.rand.IntN(high-low)) }

// word gives what stands for a slot of a sentence.
func (p proseWriter) word(slot string) string {
	switch slot {
	case "organ":
		return p.one("Ban Thường vụ Đảng ủy xã", "Ủy ban nhân dân các xã, phường", "Sở Nội vụ", "Sở Khoa học và Công nghệ", "Văn phòng Ủy ban nhân dân tỉnh", "Ban Tổ chức Tỉnh ủy", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Sở Tài chính", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Quản lý các khu công nghiệp", "Trung tâm Phục vụ hành chính công", "Sở Nông nghiệp và Môi trường", "Công an tỉnh", "Đảng ủy các cơ quan Đảng tỉnh")
	case "field":
		return p.one("công tác văn thư, lưu trữ", "cải cách hành chính", "chuyển đổi số", "quản lý đất đai và trật tự xây dựng", "giải ngân vốn đầu tư công", "chăm lo đời sống người có công với cách mạng", "phòng, chống thiên tai và tìm kiếm cứu nạn", "phát triển kinh tế tập thể", "xây dựng nông thôn mới nâng cao", "bảo vệ, chăm sóc sức khỏe nhân dân", "đào tạo nghề cho lao động nông thôn", "tiếp công dân, giải quyết khiếu nại, tố cáo", "kiểm tra, giám sát và kỷ luật của Đảng")
	case "verb":
		return p.one("tập trung lãnh đạo, chỉ đạo", "rà soát, bổ sung", "đẩy mạnh", "tổ chức thực hiện nghiêm", "kịp thời tháo gỡ khó khăn trong", "nâng cao chất lượng", "tăng cường kiểm tra, đôn đốc", "chủ động tham mưu về", "sơ kết, đánh giá", "phối hợp chặt chẽ trong")
	case "result":
		return p.one("đạt nhiều kết quả tích cực", "có chuyển biến rõ nét", "cơ bản hoàn thành chỉ tiêu đề ra", "còn chậm so với yêu cầu", "được nhân dân đồng tình, ủng hộ", "tiếp tục được giữ vững", "chưa đồng đều giữa các địa bàn", "từng bước đi vào nền nếp")
	case "cause":
		return p.one("một số nơi chưa thật sự quyết liệt", "nguồn lực còn hạn hẹp", "cơ sở dữ liệu chưa được kết nối, liên thông", "thời tiết diễn biến bất thường", "cán bộ phụ trách phải kiêm nhiệm nhiều việc", "quy định của pháp luật có điểm chưa thống nhất", "giá vật tư, nguyên liệu tăng cao")
	case "act":
		return p.one("Chỉ thị số 23-CT/TU", "Nghị quyết số 57-NQ/TW", "Kế hoạch số 77-KH/TU", "Quyết định số 1846/QĐ-UBND", "Nghị định số 30/2020/NĐ-CP", "Hướng dẫn số 05-HD/VPTW", "Công văn số 412/SNV-CCHC", "Thông báo số 118-TB/VPTU", "Luật Lưu trữ số 33/2024/QH15", "Nghị quyết số 12/2025/NQ-HĐND")
	case "day":
		return fmt.Sprintf("%02d/%d/2026", 1+p.rand.IntN(28), 3+p.rand.IntN(10))
	case "percent":
		return fmt.Sprintf("%d,%d%%", 41+p.rand.IntN(58), p.rand.IntN(10))
	case "count":
		return fmt.Sprintf("%d.%03d", 1+p.rand.IntN(48), p.rand.IntN(1000))
	case "n":
		return p.number(2, 96)
	case "unit":
		return p.one("hồ sơ", "lượt người", "hộ gia đình", "văn bản", "héc-ta", "cuộc kiểm tra", "lớp bồi dưỡng", "thủ tục hành chính")
	case "term":
		return p.one("năm 2026", "quý III/2026", "6 tháng đầu năm", "giai đoạn 2026 - 2030", "nhiệm kỳ 2025 - 2030")
	}
	return slot
}

// sentence fills one of the patterns.
func (p proseWriter) sentence() string {
	pattern := p.one(
		"{organ} {verb} {field}; đến ngày {day}, toàn tỉnh đã thực hiện {count} {unit}, đạt {percent} kế hoạch {term}.",
		"Thực hiện {act}, {organ} đã ban hành {n} văn bản hướng dẫn về {field}, qua đó {field} {result}.",
		"Bên cạnh kết quả đạt được, việc {verb} {field} {result}, nguyên nhân chủ yếu là {cause}.",
		"Giao {organ} chủ trì, phối hợp với {organ} {verb} {field}, báo cáo kết quả trước ngày {day}.",
		"Trong {term}, {field} {result}.",
		"Qua kiểm tra {n} đơn vị, tỷ lệ chấp hành quy định về {field} đạt {percent} – tăng {n} điểm so với cùng kỳ – song vẫn còn {n} đơn vị chưa gửi báo cáo đúng hạn.",
		"Đối với {field}, {organ} cần {verb} các nhiệm vụ đã nêu tại {act} và {act}, không để phát sinh điểm nóng.",
		"Tổng số {unit} tiếp nhận là {count}, trong đó trực tuyến {count} (chiếm {percent}); đã giải quyết đúng hạn và trước hạn {percent}.",
		"Công tác tuyên truyền được đổi mới về nội dung, hình thức (“mưa dầm thấm lâu”, “đi từng ngõ, gõ từng nhà”); {organ} đã mở {n} chuyên mục, đăng {n} tin, bài về {field}.",
		"{organ} theo dõi, đôn đốc việc thực hiện; định kỳ hằng tháng, quý tổng hợp tình hình, kịp thời báo cáo những khó khăn, vướng mắc vượt thẩm quyền.",
		"Về phát triển kinh tế - xã hội: thu ngân sách nhà nước trên địa bàn đạt {count} tỷ đồng, bằng {percent} dự toán; giải ngân vốn đầu tư công đạt {percent}.",
		"Nơi nào {cause} thì người đứng đầu phải trực tiếp làm việc với cơ sở, xác định rõ việc, rõ người, rõ thời hạn và rõ kết quả.",
	)
	for {
		open := strings.IndexByte(pattern, '{')
		if open < 0 {
			return capitalised(pattern)
		}
		end := open + strings.IndexByte(pattern[open:], '}')
		pattern = pattern[:open] + p.word(pattern[open+1:end]) + pattern[end+1:]
	}
}

func (p proseWriter) text(sentences int) string {
	all := make([]string, sentences)
	for i := range all {
		all[i] = p.sentence()
	}
	return strings.Join(all, " ")
}

// paragraph is one to five sentences, at times with a stretch in bold or italics, or a footnote.
func (p proseWriter) paragraph(ordinal string) document.Block {
	b := document.Block{Kind: document.Paragraph, Ordinal: ordinal}
	switch p.rand.IntN(8) {
	case 0:
		b.Runs = append(b.Runs, document.Run{Text: "Về " + p.word("field") + ":", Bold: true, Italic: true}, document.Run{Text: " "})
	case 1:
		b.Runs = append(b.Runs, document.Run{Text: capitalised(p.word("field")), Italic: true}, document.Run{Text: ": "})
	}
	b.Runs = append(b.Runs, document.Run{Text: p.text(1 + p.rand.IntN(5))})
	return b
}

func (p proseWriter) noted(ordinal string) document.Block {
	b := p.paragraph(ordinal)
	last := &b.Runs[len(b.Runs)-1]
	last.Note = p.sentence()
	b.Runs = append(b.Runs, document.Run{Text: " " + p.sentence()})
	return b
}

// table is a table with a header, of n rows.
func (p proseWriter) table(n int) document.Block {
	t := document.Block{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{cells("TT", "Cơ quan, đơn vị", "Nhiệm vụ", "Tổng số", "Tỷ lệ", "Thời hạn")}}
	for i := range n {
		t.Rows = append(t.Rows, cells(fmt.Sprint(i+1), p.word("organ"), capitalised(p.word("verb"))+" "+p.word("field"), p.word("count"), p.word("percent"), p.word("day")))
	}
	return t
}

// spans is a table with cells that cover columns and rows.
func (p proseWriter) spans(n int) document.Block {
	c := func(text string, span, down int) document.Cell {
		return document.Cell{Runs: []document.Run{{Text: text}}, Span: span, Down: down}
	}
	t := document.Block{Kind: document.Table, HeaderRows: 2, Widths: []float64{0.08, 0.36, 0.14, 0.14, 0.28}, Rows: [][]document.Cell{
		{c("TT", 1, 2), c("Chỉ tiêu", 1, 2), c("Thực hiện", 2, 1), c("Ghi chú", 1, 2)},
		{c("Năm 2025", 1, 1), c("Năm 2026", 1, 1)},
	}}
	for i := range n {
		t.Rows = append(t.Rows, cells(fmt.Sprint(i+1), capitalised(p.word("field")), p.word("count"), p.word("count"), p.word("cause")))
	}
	return t
}

// picture is a drawn chart.
func (p proseWriter) picture(width, height float64) (document.Block, map[string][]byte) {
	img := image.NewRGBA(image.Rect(0, 0, int(width*4), int(height*4)))
	for x := range img.Rect.Dx() {
		for y := range img.Rect.Dy() {
			img.Set(x, y, color.White)
		}
	}
	for bar := range 6 {
		tall := int(float64(img.Rect.Dy()) * (0.2 + 0.7*p.rand.Float64()))
		for x := bar*img.Rect.Dx()/6 + 8; x < (bar+1)*img.Rect.Dx()/6-8; x++ {
			for y := img.Rect.Dy() - tall; y < img.Rect.Dy(); y++ {
				img.Set(x, y, color.RGBA{B: 120, G: 60, A: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	sum := sha256.Sum256(b.Bytes())
	name := hex.EncodeToString(sum[:])
	figure := document.Block{Kind: document.Figure, Picture: &document.Picture{SHA256: name, MediaType: "image/png", Width: width, Height: height, Alt: "Biểu đồ kết quả theo tháng"}}
	return figure, map[string][]byte{name: b.Bytes()}
}

// party is a body in the Party's manner, of so many parts.
func (p proseWriter) party(parts, paragraphs int) []document.Block {
	blocks := []document.Block{p.paragraph("")}
	for i := range parts {
		blocks = append(blocks, heading(1, docx.Roman(i+1)+"-", strings.ToUpper(p.word("field"))))
		for j := range paragraphs {
			if j%4 == 0 {
				blocks = append(blocks, heading(2, fmt.Sprintf("%d.", j/4+1), capitalised(p.word("verb"))+" "+p.word("field")))
			}
			blocks = append(blocks, p.paragraph(fmt.Sprintf("%d.%d-", j/4+1, j%4+1)))
			if j%3 == 2 {
				blocks = append(blocks, item("-", p.sentence()), item("-", p.sentence()))
			}
		}
	}
	return append(blocks, p.paragraph(""))
}

// articles is a body in articles, clauses and points.
func (p proseWriter) articles(chapters, articles int) []document.Block {
	blocks := []document.Block{
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"}}},
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"}}},
		{Kind: document.Paragraph, Runs: []document.Run{{Text: "Theo đề nghị của Giám đốc Sở Nội vụ."}}},
	}
	article := 0
	for c := range chapters {
		blocks = append(blocks, document.Block{Kind: document.Heading, Level: 2, Ordinal: "Chương " + docx.Roman(c+1), Runs: []document.Run{{Text: strings.ToUpper(p.word("field"))}}})
		for range articles {
			article++
			blocks = append(blocks, document.Block{Kind: document.Heading, Level: 5, Ordinal: fmt.Sprintf("Điều %d.", article), Runs: []document.Run{{Text: capitalised(p.word("verb")) + " " + p.word("field")}}})
			for k := range 2 + p.rand.IntN(3) {
				blocks = append(blocks, p.paragraph(fmt.Sprintf("%d.", k+1)))
			}
			for _, letter := range []string{"a)", "b)", "c)", "d)", "đ)", "e)"}[:2+p.rand.IntN(5)] {
				b := p.paragraph(letter)
				b.Runs = []document.Run{{Text: p.sentence()}}
				blocks = append(blocks, b)
			}
		}
	}
	return blocks
}

// comparedSheet is a document that is printed by us and by LibreOffice.
type comparedSheet struct {
	name  string
	sheet Sheet
}

// comparedSheets are ten documents of 1 to 40 pages, of both regimes.
func comparedSheets(seed uint64) []comparedSheet {
	p := newProse(seed)
	short := stateLetter(p.paragraph(""), p.paragraph(""))
	short.Contact = "Số 12 đường Trần Phú, phường Vĩnh An, tỉnh Sông Lam; điện thoại: 0209 3 555 123; thư điện tử: skhcn@songlam.example.vn"
	short.Typist = "PL.(300)"

	notice := partyNotice(p.party(2, 3)...)
	notice.Urgency, notice.Draft = "KHẨN", "Dự thảo lần 2"

	invitation := partyNotice(p.paragraph(""), p.paragraph("1."), p.paragraph("2."), p.paragraph("3."))
	invitation.KindName, invitation.Subject, invitation.Symbol = "", "chuẩn bị hội nghị sơ kết công tác xây dựng Đảng 6 tháng đầu năm", "CV/VPTU"
	invitation.AddressWord, invitation.Addressees = "Kính gửi", []string{"Ban Thường vụ các đảng ủy trực thuộc Tỉnh ủy"}

	report := stateReport(append(p.party(3, 4), p.table(14), p.paragraph(""))...)
	report.Copy = copiedSheet().Copy

	decision := stateReport(p.articles(3, 4)...)
	decision.KindName, decision.Symbol, decision.Addressees = "QUYẾT ĐỊNH", "QĐ-UBND", nil
	decision.Subject, decision.Circulation = "Ban hành Quy chế công tác văn thư, lưu trữ của các cơ quan nhà nước tỉnh Sông Lam", "LƯU HÀNH NỘI BỘ"

	figure, images := p.picture(120, 60)
	chart := partyNotice(p.paragraph(""), p.noted("1."), p.noted("2."), p.paragraph("3."), figure,
		document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: "Hình 1. Số hồ sơ tiếp nhận theo tháng"}}}, p.paragraph("4."), p.noted("5."), p.paragraph(""))
	chart.Images, chart.KindName, chart.Subject = images, "BÁO CÁO", "kết quả chuyển đổi số trong các cơ quan Đảng"

	appendix := stateReport(p.paragraph(""), p.paragraph("1."), p.paragraph("2."), p.paragraph(""),
		document.Block{Kind: document.Appendix, Ordinal: "Phụ lục I", Landscape: true, Runs: []document.Run{{Text: "Danh mục nhiệm vụ trọng tâm"}}}, p.table(30),
		document.Block{Kind: document.Appendix, Ordinal: "Phụ lục II", Runs: []document.Run{{Text: "Các chỉ tiêu chủ yếu"}}}, p.paragraph("1."), p.spans(18), p.paragraph("2."))

	minutes := partyNotice(p.party(1, 5)...)
	minutes.KindName, minutes.Subject, minutes.Symbol = "BIÊN BẢN", "Hội nghị Ban Chấp hành Đảng bộ tỉnh lần thứ bảy", "BB/TU"
	minutes.Formula, minutes.Recorder = []string{"CHỦ TRÌ HỘI NGHỊ"}, &Signer{Formula: []string{"NGƯỜI GHI BIÊN BẢN"}, Name: "Hoàng Thu Thủy"}

	long := partyNotice(p.party(6, 16)...)
	for i := 5; i < len(long.Body.Blocks); i += 11 {
		if b := &long.Body.Blocks[i]; b.Kind == document.Paragraph {
			b.Runs[len(b.Runs)-1].Note = p.sentence()
		}
	}
	longest := stateReport(append(p.party(7, 20), p.table(60), p.paragraph(""))...)
	return []comparedSheet{
		{"1-cong-van", short}, {"2-thong-bao", notice}, {"3-giay-moi", invitation}, {"4-bao-cao", report}, {"5-quyet-dinh", decision},
		{"6-hinh-chu-thich", chart}, {"7-phu-luc-ngang", appendix}, {"8-bien-ban", minutes}, {"9-bao-cao-dai", long}, {"10-tong-ket", longest},
	}
}
