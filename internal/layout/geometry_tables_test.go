package layout

// The faces of a page, and the red of an urgency stamp.
const (
	upright    = "Serif"
	bold       = "Serif-Bold"
	italic     = "Serif-Italic"
	boldItalic = "Serif-BoldItalic"
	red        = "0.78 0.00 0.00"
)

// geometry is what each rule set must show: the Party's two sets differ in their source and their allowed ranges, not on
// the pages that we make.
var geometry = map[string][]expected{
	"party-36hd": {partyPage, partyLetterPage, partyMinutesPage, partyCopyPage, partyStructuredPage},
	"party-05hd": {partyPage, partyLetterPage, partyMinutesPage, partyCopyPage, partyStructuredPage},
	"state-nd30": {statePage, stateLetterPage, stateMinutesPage, stateCopyPage, stateStructuredPage},
}

// bodyGaps are the same in both regimes: lines 18 pt apart (the Party: exactly 18 or more; the State: 1.12 of a line of
// 14 pt), 6 pt more between paragraphs, 10 pt more above a heading.
var bodyGaps = []wantGap{
	{from: "Thực hiện chương trình", to: "với các ban,", points: 18},
	{from: "với các ban,", to: "văn thư, lưu trữ tại", points: 18},
	{from: "SỰ CẦN THIẾT", to: "Việc ban hành là cần thiết.", points: 24},
	{from: "địa phương trong tỉnh.", to: "SỰ CẦN THIẾT", points: 28},
	{from: "Việc ban hành là cần thiết.", to: "Gạch đầu dòng", points: 24},
}

// partyPage is domain §3.1: 14 pt, tiêu đề 15, tên loại 16, trích yếu công văn and Nơi nhận 12. The left column is
// 30–102 mm, the right 105–195.
var partyPage = expected{
	sheet: partyGeometry, number: "05", date: "05 tháng 3 năm 2026",
	texts: []wantText{
		{text: "TỈNH ỦY SÔNG LAM", page: 1, middle: 66.6, top: 20.3, size: 14, face: upright},
		{text: "VĂN PHÒNG", page: 1, middle: 66.6, top: 26.3, size: 14, face: bold},
		{text: "*", page: 1, middle: 66.6, top: 32.1, size: 14, face: upright},
		{text: "Số 05 -TTr/VPTU", page: 1, middle: 66.6, top: 38.1, size: 14, face: upright},
		{text: "ĐẢNG CỘNG SẢN VIỆT NAM", page: 1, middle: 150.1, top: 20.2, size: 15, face: bold},
		{text: "Vĩnh An, ngày 05 tháng 3 năm 2026", page: 1, left: 113.2, top: 32.4, size: 14, face: italic},
		{text: "THƯỢNG KHẨN", page: 1, middle: 66.6, top: 50.4, size: 13, face: bold, ink: red},
		{text: "LƯU HÀNH NỘI BỘ", page: 1, middle: 150.1, top: 50.4, size: 13, face: bold},
		{text: "Dự thảo lần 2", page: 1, middle: 150.1, top: 58.8, size: 14, face: italic},
		{text: "TỜ TRÌNH", page: 1, middle: 112.5, top: 69.5, size: 16, face: bold},
		{text: "về việc ban hành quy định về công tác văn", page: 1, middle: 112.5, top: 76.8, size: 14, face: bold},
		{text: "thư, lưu trữ trong các cơ quan của Đảng", page: 1, middle: 112.5, top: 83.1, size: 14, face: bold},
		{text: "‐‐‐‐‐", page: 1, middle: 112.5, top: 88.8, size: 14, face: upright},
		{text: "Kính trình: Ban Thường vụ Tỉnh ủy", page: 1, middle: 112.5, top: 98.8, size: 14, face: upright},
		{text: "Căn cứ Chương trình công tác năm 2026", page: 1, left: 40, size: 14, face: upright},
		{text: "Thực hiện chương trình công tác năm 2026,", page: 1, left: 40, size: 14, face: upright},
		{text: "với các ban, cơ quan tham mưu,", page: 1, left: 30, size: 14, face: upright},
		{text: "I- SỰ CẦN THIẾT", page: 1, left: 40, size: 14, face: bold},
		{text: "- Gạch đầu dòng thứ nhất", page: 1, left: 40, size: 14, face: upright},
		{text: "Địa chỉ: số 12 đường Lê Lợi, phường Vĩnh An", page: 1, middle: 112.5, top: 280.7, size: 11, face: upright},
		{text: "2", page: 2, middle: 112.5, top: 9.4, size: 14, face: upright}, // the page number, in the top margin
		{text: "Nơi nhận:", page: 2, left: 30, size: 14, face: upright},
		{text: "- Như trên;", page: 2, left: 30, size: 12, face: upright},
		{text: "- Lưu Văn phòng Tỉnh ủy.", page: 2, left: 30, size: 12, face: upright},
		{text: "NTH-12b", page: 2, left: 30, size: 12, face: upright},
		{text: "K/T CHÁNH VĂN PHÒNG", page: 2, middle: 149.8, size: 14, face: bold},
		{text: "PHÓ CHÁNH VĂN PHÒNG", page: 2, middle: 149.8, size: 14, face: upright},
		{text: "Trần Hữu Đức", page: 2, middle: 149.8, size: 14, face: bold},
	},
	gaps: append([]wantGap{
		{from: "Văn phòng Tỉnh ủy kính trình.", to: "K/T CHÁNH VĂN PHÒNG", mm: 11.3},
		{from: "Văn phòng Tỉnh ủy kính trình.", to: "Nơi nhận:", mm: 11.3},
		{from: "K/T CHÁNH VĂN PHÒNG", to: "PHÓ CHÁNH VĂN PHÒNG", mm: 6.35},
		{from: "PHÓ CHÁNH VĂN PHÒNG", to: "Trần Hữu Đức", mm: 6.35 + 28}, // a line, and the room to sign
		{from: "- Như trên;", to: "- Lưu Văn phòng Tỉnh ủy.", mm: 5.1},
		{from: "- Lưu Văn phòng Tỉnh ủy.", to: "NTH-12b", mm: 6.5},
	}, bodyGaps...),
	rules: []wantRule{
		{under: "ĐẢNG CỘNG SẢN VIỆT NAM", least: 1, most: 1, drop: 6.9},
		{under: "Nơi nhận:", least: 0.98, most: 1, drop: 5.1},
		{under: "Địa chỉ: số 12", wide: true, drop: -0.7},
	},
	boxes: []wantBox{{around: "THƯỢNG KHẨN", width: 40, height: 8, ink: red}, {around: "LƯU HÀNH NỘI BỘ", height: 8}},
}

var partyLetterPage = expected{
	sheet: partyLetter, number: "1234", date: "15 tháng 12 năm 2026",
	texts: []wantText{
		{text: "-CV/VPTU", page: 1, top: 38.1, size: 14, face: upright},
		{text: "triển khai quy định mới", page: 1, middle: 66.6, top: 45.5, size: 12, face: italic},
		{text: "về công tác văn thư", page: 1, middle: 66.6, top: 50.5, size: 12, face: italic},
		{text: "HỎA TỐC", page: 1, middle: 66.6, top: 61.7, size: 13, face: bold, ink: red},
		{text: "Kính gửi:", page: 1, left: 40, top: 73.1, size: 14, face: upright},
		{text: "- Các ban của Tỉnh ủy;", page: 1, left: 60.2, top: 73.1, size: 14, face: upright},
		{text: "- Đảng ủy các xã, phường.", page: 1, left: 60.2, top: 79.8, size: 14, face: upright},
		{text: "CHÁNH VĂN PHÒNG", page: 2, middle: 149.8, size: 14, face: upright},
	},
	gaps:  []wantGap{{from: "CHÁNH VĂN PHÒNG", to: "Trần Hữu Đức", mm: 6.35 + 28}},
	boxes: []wantBox{{around: "HỎA TỐC", width: 30, height: 8, ink: red}},
}

// partyMinutesPage has the recorder on the left, the chair on the right (domain §3.4), Nơi nhận under them.
var partyMinutesPage = expected{
	sheet: partyMinutes, number: "123", date: "15 tháng 12 năm 2026",
	texts: []wantText{
		{text: "KHẨN", page: 1, middle: 66.6, size: 13, face: bold, ink: red},
		{text: "NGƯỜI GHI BIÊN BẢN", page: 2, middle: 70.3, size: 14, face: bold},
		{text: "CHỦ TRÌ HỘI NGHỊ", page: 2, middle: 154.8, size: 14, face: bold},
		{text: "Phạm Thị Thu", page: 2, middle: 70.3, size: 14, face: bold},
		{text: "Trần Hữu Đức", page: 2, middle: 154.8, size: 14, face: bold},
		{text: "Nơi nhận:", page: 2, left: 30, size: 14, face: upright},
	},
	gaps: []wantGap{
		{from: "NGƯỜI GHI BIÊN BẢN", to: "Phạm Thị Thu", mm: 6.35 + 28}, {from: "CHỦ TRÌ HỘI NGHỊ", to: "Trần Hữu Đức", mm: 6.35 + 28},
		{from: "Trần Hữu Đức", to: "Nơi nhận:", mm: 10.6},
	},
	boxes: []wantBox{{around: "KHẨN", width: 20, height: 8, ink: red}},
}

// partyCopyPage is domain §3.5: under a rule across the page the copying organ with "*" and its BS number.
var partyCopyPage = expected{
	sheet: partyCopy, number: "07", date: "05 tháng 3 năm 2026",
	texts: []wantText{
		{text: "ĐẢNG ỦY XÃ THẠCH BÀN", page: 2, middle: 66.6, size: 14, face: bold},
		{text: "SAO LỤC", page: 2, middle: 150.1, size: 14, face: bold},
		{text: "Số 24-BS/ĐU", page: 2, middle: 66.6, size: 14, face: upright},
		{text: "Thạch Bàn, ngày 12 tháng 3 năm 2026", page: 2, middle: 150.1, size: 14, face: italic},
		{text: "T/L BAN THƯỜNG VỤ", page: 2, middle: 149.8, size: 14, face: bold},
		{text: "Vũ Minh Hà", page: 2, middle: 149.8, size: 14, face: bold},
		{text: "- Các chi bộ;", page: 2, left: 30, size: 12, face: upright},
	},
	gaps: []wantGap{
		{from: "Trần Hữu Đức", to: "ĐẢNG ỦY XÃ THẠCH BÀN", mm: 13.9}, {from: "ĐẢNG ỦY XÃ THẠCH BÀN", to: "Số 24-BS/ĐU", mm: 11.9},
		{from: "Số 24-BS/ĐU", to: "T/L BAN THƯỜNG VỤ", mm: 9.2},
	},
	rules: []wantRule{{under: "ĐẢNG ỦY XÃ THẠCH BÀN", wide: true, drop: -3.1}},
}

// statePage is domain §3.3: Quốc hiệu 12–13, tiêu ngữ 13–14, organ 12–13, number 13, Nơi nhận 12 and 11, the rest 13–14.
// The left column is 30–98 mm, the right 100–195.
var statePage = expected{
	sheet: stateGeometry, number: "05", date: "05 tháng 3 năm 2026",
	texts: []wantText{
		{text: "UBND TỈNH SÔNG LAM", page: 1, middle: 64.2, top: 20.3, size: 13, face: upright},
		{text: "SỞ NỘI VỤ", page: 1, middle: 64.2, top: 25.9, size: 13, face: bold},
		{text: "Số: 05 /TTr-SNV", page: 1, middle: 64.2, top: 36.8, size: 13, face: upright},
		{text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", page: 1, middle: 147.7, top: 20.4, size: 12.5, face: bold},
		{text: "Độc lập - Tự do - Hạnh phúc", page: 1, middle: 147.7, top: 25.8, size: 13.5, face: bold},
		{text: "Vĩnh An, ngày 05 tháng 3 năm 2026", page: 1, left: 113.4, top: 36.8, size: 13, face: italic},
		{text: "HỎA TỐC", page: 1, middle: 64.2, top: 48.2, size: 13, face: bold, ink: red},
		{text: "XEM XONG TRẢ LẠI", page: 1, middle: 147.7, top: 48.2, size: 13, face: bold},
		{text: "Dự thảo lần 2", page: 1, middle: 147.7, top: 56.6, size: 13, face: italic},
		{text: "TỜ TRÌNH", page: 1, middle: 112.5, top: 67, size: 14, face: bold},
		{text: "Về việc ban hành quy định về công tác văn", page: 1, middle: 112.5, top: 73.5, size: 14, face: bold},
		{text: "thư, lưu trữ trong các cơ quan nhà nước", page: 1, middle: 112.5, top: 79.8, size: 14, face: bold},
		{text: "Kính gửi: Ủy ban nhân dân tỉnh", page: 1, middle: 112.5, top: 92.6, size: 14, face: upright},
		{text: "Căn cứ Nghị định số 30/2020/NĐ-CP", page: 1, left: 40, size: 14, face: italic},
		{text: "Thực hiện chương trình công tác năm 2026,", page: 1, left: 40, size: 14, face: upright},
		{text: "với các ban, cơ quan tham mưu,", page: 1, left: 30, size: 14, face: upright},
		{text: "I- SỰ CẦN THIẾT", page: 1, left: 40, size: 14, face: bold},
		{text: "Địa chỉ: số 12 đường Lê Lợi, phường Vĩnh An", page: 1, middle: 112.5, top: 280.7, size: 11, face: upright},
		{text: "2", page: 2, middle: 112.5, top: 9.5, size: 13, face: upright},
		{text: "Nơi nhận:", page: 2, left: 30, size: 12, face: boldItalic},
		{text: "- Như trên;", page: 2, left: 30, size: 11, face: upright},
		{text: "- Lưu: VT, VTLT (2).", page: 2, left: 30, size: 11, face: upright},
		{text: "PL.(300)", page: 2, left: 30, size: 11, face: upright},
		{text: "KT. GIÁM ĐỐC", page: 2, middle: 149.8, size: 14, face: bold},
		{text: "PHÓ GIÁM ĐỐC", page: 2, middle: 149.8, size: 14, face: bold},
		{text: "Lê Thị Ngọc Ánh", page: 2, middle: 149.8, size: 14, face: bold},
	},
	gaps: append([]wantGap{
		{from: "Sở Nội vụ kính trình./.", to: "KT. GIÁM ĐỐC", mm: 11.3},
		{from: "Sở Nội vụ kính trình./.", to: "Nơi nhận:", mm: 11.3},
		{from: "PHÓ GIÁM ĐỐC", to: "Lê Thị Ngọc Ánh", mm: 6.35 + 28},
		{from: "- Như trên;", to: "- Lưu: VT, VTLT (2).", mm: 4.8},
		{from: "- Lưu: VT, VTLT (2).", to: "PL.(300)", mm: 6.2},
	}, bodyGaps...),
	rules: []wantRule{
		{under: "SỞ NỘI VỤ", least: 1.0 / 3, most: 1.0 / 2, drop: 6.4},
		{under: "Độc lập - Tự do - Hạnh phúc", least: 1, most: 1, drop: 6.5},
		{under: "thư, lưu trữ trong các cơ quan nhà nước", least: 1.0 / 3, most: 1.0 / 2, drop: 7},
		{under: "Địa chỉ: số 12", wide: true, drop: -0.7},
	},
	boxes: []wantBox{{around: "HỎA TỐC", width: 30, height: 8, ink: red}, {around: "XEM XONG TRẢ LẠI", height: 8}},
}

var stateLetterPage = expected{
	sheet: stateLetterOf, number: "1234", date: "15 tháng 12 năm 2026",
	texts: []wantText{
		{text: "/SNV-VP", page: 1, top: 36.8, size: 13, face: upright},
		{text: "V/v triển khai quy định", page: 1, middle: 64.2, top: 44.9, size: 12, face: upright},
		{text: "KHẨN", page: 1, middle: 64.2, top: 60.9, size: 13, face: bold, ink: red},
		{text: "- Các sở, ban, ngành;", page: 1, left: 60.2, top: 72.3, size: 14, face: upright},
		{text: "- UBND các xã, phường.", page: 1, left: 60.2, top: 79, size: 14, face: upright},
		{text: "GIÁM ĐỐC", page: 2, middle: 149.8, size: 14, face: bold},
	},
	boxes: []wantBox{{around: "KHẨN", width: 20, height: 8, ink: red}},
}

var stateMinutesPage = expected{
	sheet: stateMinutes, number: "123", date: "15 tháng 12 năm 2026",
	texts: []wantText{
		{text: "THƯ KÝ", page: 2, middle: 70.3, size: 14, face: bold},
		{text: "CHỦ TỌA", page: 2, middle: 154.8, size: 14, face: bold},
		{text: "Phạm Thị Thu", page: 2, middle: 70.3, size: 14, face: bold},
		{text: "Lê Thị Ngọc Ánh", page: 2, middle: 154.8, size: 14, face: bold},
	},
	gaps: []wantGap{
		{from: "THƯ KÝ", to: "Phạm Thị Thu", mm: 6.35 + 28}, {from: "CHỦ TỌA", to: "Lê Thị Ngọc Ánh", mm: 6.35 + 28},
		{from: "Lê Thị Ngọc Ánh", to: "Nơi nhận:", mm: 10.6},
	},
}

// stateCopyPage is domain §3.5.
var stateCopyPage = expected{
	sheet: stateCopy, number: "07", date: "05 tháng 3 năm 2026",
	texts: []wantText{
		{text: "XÃ THẠCH BÀN", page: 2, middle: 64.2, size: 13, face: bold},
		{text: "SAO Y", page: 2, middle: 147.7, size: 14, face: bold},
		{text: "Số: 12/SY-UBND", page: 2, middle: 64.2, size: 13, face: upright},
		{text: "Thạch Bàn, ngày 12 tháng 3 năm 2026", page: 2, middle: 147.7, size: 13, face: italic},
		{text: "TL. CHỦ TỊCH", page: 2, middle: 149.8, size: 14, face: bold},
		{text: "- Các thôn;", page: 2, left: 30, size: 11, face: upright},
	},
	rules: []wantRule{{under: "ỦY BAN NHÂN DÂN", wide: true, drop: -3.1}, {under: "XÃ THẠCH BÀN", least: 1.0 / 3, most: 1.0 / 2, drop: 6.4}},
}

// The structure of a text is the same in both regimes: Chương and its title centred, Điều bold at the indent, khoản and
// điểm upright at the indent.
var (
	partyStructuredPage = expected{sheet: partyStructured, number: "05", date: "05 tháng 3 năm 2026", texts: structuredTexts, gaps: structuredGaps}
	stateStructuredPage = expected{sheet: stateStructured, number: "05", date: "05 tháng 3 năm 2026", texts: structuredTexts, gaps: structuredGaps}
	structuredTexts     = []wantText{
		{text: "Chương I", page: 1, middle: 112.5, size: 14, face: bold},
		{text: "QUY ĐỊNH CHUNG", page: 1, middle: 112.5, size: 14, face: bold},
		{text: "Điều 1. Nguyên tắc làm việc", page: 1, left: 40, size: 14, face: bold},
		{text: "1. Khoản thứ nhất của Điều.", page: 1, left: 40, size: 14, face: upright},
		{text: "a) Điểm thứ nhất của khoản.", page: 1, left: 40, size: 14, face: upright},
	}
	structuredGaps = []wantGap{
		{from: "Chương I", to: "QUY ĐỊNH CHUNG", points: 18}, {from: "QUY ĐỊNH CHUNG", to: "Điều 1.", points: 24},
		{from: "Khoản thứ nhất", to: "Điểm thứ nhất", points: 24},
	}
)

type change struct{ old, replacement, row string }

// geometryChanges are changes of one value of a rule set, each with the row that must see it.
var geometryChanges = map[string][]change{
	"party-36hd": partyChanges,
	"party-05hd": partyChanges,
	"state-nd30": {
		{"top: 20, bottom: 20, left: 30, right: 15", "top: 25, bottom: 20, left: 30, right: 15", `"UBND TỈNH SÔNG LAM": top`},
		{"left: 30, right: 15", "left: 30, right: 20", "lines end at the right margin"},
		{"left: 30, right: 15", "left: 35, right: 15", `"với các ban, cơ quan tham mưu,": left`},
		{"bottom: 20, left", "bottom: 15, left", "margins"},
		{"page_number: {size: 13", "page_number: {size: 12", `"2": 1`},
		{"superior: {size: 13, leading: 16}", "superior: {size: 14, leading: 16}", `"UBND TỈNH SÔNG LAM"`},
		{"issuer: {size: 13, leading: 16, style: bold}", "issuer: {size: 13, leading: 16}", `"SỞ NỘI VỤ": set in`},
		{"issuer_mark: {rule: {share: 0.4", "issuer_mark: {rule: {share: 0.6", `"rule under SỞ NỘI VỤ"`},
		{"NAM, size: 12.5", "NAM, size: 13.2", `"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"`},
		{"phúc, size: 13.5, leading: 16, style: bold, rule: {share: 1", "phúc, size: 13.5, leading: 16, style: bold, rule: {share: 0.9", `"rule under Độc lập`},
		{`size: 13, leading: 18, before: 10}`, `size: 13, leading: 18, before: 14}`, `"Số: 05 /TTr-SNV": top`},
		{`word: "Số: "`, `word: "Số "`, `"Số: 05 /TTr-SNV": is nowhere`},
		{"letter_subject: {prefix: \"V/v \", size: 12", "letter_subject: {prefix: \"V/v \", size: 13", `"V/v triển khai quy định"`},
		{"prefix: \"V/v \", ", "", `"V/v triển khai quy định": is nowhere`},
		{`"KHẨN": 20`, `"KHẨN": 22`, `"box around KHẨN"`},
		{`"HỎA TỐC": 30`, `"HỎA TỐC": 32`, `"box around HỎA TỐC"`},
		{"color: [200, 0, 0]", "color: [0, 0, 0]", `"HỎA TỐC": set in`},
		{"kind: {size: 14", "kind: {size: 15", `"TỜ TRÌNH"`},
		{"  mark: {rule: {share: 0.4", "  mark: {rule: {share: 0.3", `"rule under thư, lưu trữ`},
		{"text: {size: 14, leading: 18, before: 6, indent: 10}", "text: {size: 14, leading: 18, before: 6, indent: 12}", `"Thực hiện chương trình công tác năm 2026,": left`},
		{"text: {size: 14, leading: 18, before: 6, indent: 10}", "text: {size: 14, leading: 18.5, before: 6, indent: 10}", `"với các ban,": 18.50 pt`},
		{"grounds: {words: [Căn cứ, Xét đề nghị, Theo đề nghị], style: italic}", "grounds: {words: [Căn cứ, Xét đề nghị, Theo đề nghị]}", `"Căn cứ Nghị định số 30/2020/NĐ-CP": set in`},
		{`"Nơi nhận:", size: 12, leading: 16, style: bold italic`, `"Nơi nhận:", size: 12, leading: 16, style: bold`, `"Nơi nhận:": set in`},
		{"recipient: {size: 11", "recipient: {size: 12", `"- Như trên;": 12.00 pt`},
		{"position: {size: 14, leading: 18, style: bold}", "position: {size: 14, leading: 18}", `"PHÓ GIÁM ĐỐC": set in`},
		{"signature: {width: 54, height: 28}", "signature: {width: 54, height: 24}", `"Lê Thị Ngọc Ánh"`},
		{"typist: {size: 11, leading: 13.5, before: 4}", "typist: {size: 12, leading: 13.5, before: 4}", `"PL.(300)"`},
		{"contact: {size: 11", "contact: {size: 12", `"Địa chỉ`},
		{"divisions: {words: [Phần, Chương,", "divisions: {words: [Phần,", `"Chương I": middle`},
		{"form: {size: 14", "form: {size: 15", `"SAO Y"`},
	},
}

var partyChanges = []change{
	{"top: 20, bottom: 20, left: 30, right: 15", "top: 25, bottom: 20, left: 30, right: 15", `"TỈNH ỦY SÔNG LAM": top`},
	{"left: 30, right: 15", "left: 30, right: 20", "lines end at the right margin"},
	{"left: 30, right: 15", "left: 35, right: 15", `"với các ban, cơ quan tham mưu,": left`},
	{"page_number: {size: 14", "page_number: {size: 13", `"2": 1`},
	{"superior: {size: 14, leading: 17}", "superior: {size: 14, leading: 17, style: bold}", `"TỈNH ỦY SÔNG LAM": set in`},
	{"issuer: {size: 14, leading: 17, style: bold}", "issuer: {size: 13, leading: 17, style: bold}", `"VĂN PHÒNG": 13.00 pt`},
	{`issuer_mark: {text: "*", size: 14, leading: 16}`, `issuer_mark: {text: "-", size: 14, leading: 16}`, `"*": is nowhere`},
	{"NAM, size: 15", "NAM, size: 14", `"ĐẢNG CỘNG SẢN VIỆT NAM": 14.00 pt`},
	{"rule: {share: 1, pen: 0.8", "rule: {share: 0.95, pen: 0.8", `"rule under ĐẢNG CỘNG SẢN VIỆT NAM"`},
	{`word: "Số "`, `word: "Số: "`, `"Số 05 -TTr/VPTU": is nowhere`},
	{"    style: italic\n    before: 8", "    before: 8", `"Vĩnh An, ngày 05 tháng 3 năm 2026": set in`},
	{"    beside: mark", "    beside: number", `"Vĩnh An, ngày 05 tháng 3 năm 2026": top`},
	{"letter_subject: {size: 12, leading: 14, style: italic", "letter_subject: {size: 12, leading: 14", `"triển khai quy định mới": set in`},
	{`"THƯỢNG KHẨN": 40`, `"THƯỢNG KHẨN": 44`, `"box around THƯỢNG KHẨN"`},
	{"height: 8, padding: 2.5, widths", "height: 9, padding: 2.5, widths", `"box around THƯỢNG KHẨN"`},
	{"color: [200, 0, 0]", "color: [0, 0, 200]", `"THƯỢNG KHẨN": set in`},
	{"draft: {size: 14, leading: 18, style: italic}", "draft: {size: 14, leading: 18}", `"Dự thảo lần 2": set in`},
	{"kind: {size: 16", "kind: {size: 14.5", `"TỜ TRÌNH"`},
	{"subject: {size: 14, leading: 18, style: bold, inset: 8}", "subject: {size: 13, leading: 18, style: bold, inset: 8}", `"về việc ban hành quy định về công tác văn"`},
	{`mark: {text: "‐‐‐‐‐"`, `mark: {text: "‐‐‐"`, `"‐‐‐‐‐": is nowhere`},
	{"text: {size: 14, leading: 18, before: 6, indent: 10}", "text: {size: 13, leading: 18, before: 6, indent: 10}", `"Thực hiện chương trình công tác năm 2026,": 13.00 pt`},
	{"text: {size: 14, leading: 18, before: 6, indent: 10}", "text: {size: 14, leading: 17, before: 6, indent: 10}", `"với các ban,": 17.00 pt`},
	{"text: {size: 14, leading: 18, before: 6, indent: 10}", "text: {size: 14, leading: 18, before: 4, indent: 10}", `"Việc ban hành là cần thiết.": 22.00 pt`},
	{`text: "Nơi nhận:", size: 14, leading: 18, underline: 0.6`, `text: "Nơi nhận:", size: 14, leading: 18`, `"rule under Nơi nhận:"`},
	{"recipient: {size: 12", "recipient: {size: 11", `"- Như trên;": 11.00 pt`},
	{"authority: {size: 14, leading: 18, style: bold}", "authority: {size: 14, leading: 18}", `"K/T CHÁNH VĂN PHÒNG": set in`},
	{"position: {size: 14, leading: 18}", "position: {size: 14, leading: 18, style: bold}", `"PHÓ CHÁNH VĂN PHÒNG": set in`},
	{"signature: {width: 54, height: 28}", "signature: {width: 54, height: 24}", `"Trần Hữu Đức"`},
	{"divisions: {words: [Phần, Chương, Mục, Tiểu mục], size: 14, leading: 18, before: 10, style: bold}", "divisions: {words: [Phần, Chương, Mục, Tiểu mục], size: 14, leading: 18, before: 10}", `"Chương I": set in`},
	{"  left_share: 0.5\n", "  left_share: 0.45\n", `"NGƯỜI GHI BIÊN BẢN": middle`},
	{"contact: {size: 11, leading: 13, drop: 3", "contact: {size: 11, leading: 13, drop: 5", `"Địa chỉ`},
	{"copy:\n  before: 14", "copy:\n  before: 24", `"ĐẢNG ỦY XÃ THẠCH BÀN"`},
}
