package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/layout"
)

// change is one thing done to a good text.
type change struct{ from, to string }

// ruled is a text that breaks one rule, or stands just inside it.
type ruled struct {
	name    string
	of      string
	changes []change
	want    []string
}

// goodDecision is a good State quyết định with its căn cứ and two phụ lục.
const goodDecision = `ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM ĐỒNG	Độc lập - Tự do - Hạnh phúc
Số: 15/QĐ-UBND	Lâm Đồng, ngày 12 tháng 3 năm 2026

QUYẾT ĐỊNH
Về việc ban hành danh mục

Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 61/TTr-SNV ngày 02 tháng 3 năm 2026.

QUYẾT ĐỊNH:

Điều 1. Ban hành danh mục tại Phụ lục I và Phụ lục II.

Điều 2. Giao Sở Nội vụ, Ủy ban nhân dân các xã, phường thực hiện.

Điều 3. Chánh Văn phòng, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành./.

Nơi nhận:
- Như Điều 3;
- Lưu: VT, NC.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lê Văn Cường
`

// texts has every rule that a text can break, and where it does not.
var texts = []ruled{
	{"a good quyết định", goodDecision, nil, nil},

	{"State organ under the Party's title", goodNotice, []change{{"TỈNH ỦY LÂM ĐỒNG\t", "UBND TỈNH LÂM ĐỒNG\t"}}, []string{"F01 E TITLE_REGIME"}},
	{"Party organ under the State's title", goodLetter, []change{{"UBND TỈNH LÂM ĐỒNG\t", "TỈNH ỦY LÂM ĐỒNG\t"}}, []string{"F01 E TITLE_REGIME"}},
	{"no motto", goodLetter, []change{{"SỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc", "SỞ NỘI VỤ"}}, []string{"F01 W MOTTO_MISSING"}},
	{"no issuer", goodNotice, []change{{"TỈNH ỦY LÂM ĐỒNG\tĐẢNG", "ĐẢNG"}, {"VĂN PHÒNG\n*\n", ""}}, []string{"F01 W ISSUER_MISSING"}},

	{"a State number under the Party's title", goodNotice, []change{{"Số 05-TB/VPTU", "Số 05/TB-VPTU"}}, []string{"F03 E SYMBOL_REGIME"}},
	{"a Party number under the State's title", goodLetter, []change{{"Số: 12/SNV-VP", "Số: 12-CV/SNV"}}, []string{"F03 E SYMBOL_REGIME"}},
	{"a colon in a Party number", goodNotice, []change{{"Số 05-TB/VPTU", "Số: 05-TB/VPTU"}}, []string{"F03 W NUMBER_COLON"}},
	{"no colon in a State number", goodLetter, []change{{"Số: 12/SNV-VP", "Số 12/SNV-VP"}}, []string{"F03 W NUMBER_COLON"}},
	{"one digit", goodNotice, []change{{"Số 05-TB/VPTU", "Số 5-TB/VPTU"}}, []string{"F03 W NUMBER_PADDING"}},

	{"a văn phòng gives no chỉ thị", goodNotice, []change{{"05-TB/VPTU", "05-CT/VPTU"}, {"THÔNG BÁO\nkết luận của", "CHỈ THỊ\nvề việc làm của"}}, []string{"F04 E KIND_NOT_ALLOWED"}},
	{"a tỉnh ủy does", goodNotice, []change{{"TỈNH ỦY LÂM ĐỒNG\tĐẢNG CỘNG SẢN VIỆT NAM\nVĂN PHÒNG\n", "TỈNH ỦY LÂM ĐỒNG\tĐẢNG CỘNG SẢN VIỆT NAM\n"}, {"05-TB/VPTU", "05-CT/TU"}, {"THÔNG BÁO\nkết luận của", "CHỈ THỊ\nvề việc làm của"}}, nil},

	{"no place", goodNotice, []change{{"Đà Lạt, ngày", "ngày"}}, []string{"F05 W PLACE_MISSING", "F11 W TEXT_UNPLACED"}},
	{"a date in the text", goodLetter, []change{{"1. Số liệu.", "1. Số liệu đến ngày 5 tháng 2 năm 2026."}}, []string{"F05 W DATE_PADDING"}},
	{"a short date in the text", goodLetter, []change{{"1. Số liệu.", "1. Số liệu đến ngày 5/2/2026."}}, nil},
	{"a padded date in the text", goodLetter, []change{{"1. Số liệu.", "1. Số liệu đến ngày 15 tháng 3 năm 2026."}}, nil},

	{"two sentences", goodNotice, []change{{"kết luận của Thường trực Tỉnh ủy", "kết luận của Thường trực Tỉnh ủy. Về việc khác"}}, []string{"F06 W SUBJECT_NOT_ONE_SENTENCE"}},
	{"công văn in print", goodLetter, []change{{"V/v báo cáo số liệu\n\nKính gửi", "V/v báo cáo số liệu\n\nCÔNG VĂN\n\nKính gửi"}}, []string{"F06 W KIND_PRINTED"}},
	{"no kind", goodNotice, []change{{"THÔNG BÁO\nkết luận của Thường trực Tỉnh ủy\n", ""}}, []string{"F06 E KIND_MISSING", "F06 W SUBJECT_MISSING"}},

	{"a căn cứ that ends in a full stop", goodDecision, []change{{"về công tác văn thư;", "về công tác văn thư."}}, []string{"F07 W GROUND_MARK"}},
	{"the last căn cứ", goodDecision, []change{{"ngày 02 tháng 3 năm 2026.", "ngày 02 tháng 3 năm 2026;"}}, []string{"F07 W GROUND_MARK"}},
	{"a căn cứ with a bullet", goodDecision, []change{{"Căn cứ Nghị định", "- Căn cứ Nghị định"}}, []string{"F07 W GROUND_LEAD"}},
	{"a căn cứ without a date", goodDecision, []change{{"NĐ-CP ngày 05 tháng 3 năm 2020 của", "NĐ-CP của"}}, []string{"F07 W GROUND_DATE"}},
	{"a căn cứ without an issuer", goodDecision, []change{{"năm 2020 của Chính phủ về", "năm 2020 về"}}, []string{"F07 W GROUND_ISSUER"}},
	{"a căn cứ without a subject", goodDecision, []change{{"của Chính phủ về công tác văn thư;", "của Chính phủ;"}}, []string{"F07 W GROUND_SUBJECT"}},
	{"a sentence is no list of căn cứ", goodLetter, []change{{"Thực hiện Nghị định", "Căn cứ Nghị định"}}, nil},

	{"a kế hoạch cited by its bare number", goodNotice, []change{{"1. Việc chung.", "1. Làm theo Kế hoạch 12."}}, []string{"F09 W SHORT_WITHOUT_FULL"}},
	{"other kinds cited so", goodNotice, []change{{"1. Việc chung.", "1. Theo Báo cáo 45, Chương trình 12 của Tỉnh ủy và Hướng dẫn 07 ngày 05/3/2026, Quyết định 217 đã nêu."}}, []string{"F09 W SHORT_WITHOUT_FULL", "F09 W SHORT_WITHOUT_FULL", "F09 W SHORT_WITHOUT_FULL", "F09 W SHORT_WITHOUT_FULL"}},
	{"numbers that cite nothing", goodNotice, []change{{"1. Việc chung.", "1. Kế hoạch 5 năm, Kế hoạch 5, 10 năm, Kế hoạch 10 ngày đêm, Kế hoạch 12 giờ, Báo cáo 50%, Báo cáo 6 tháng, Thông báo 15 trường hợp; Chương trình 135, Chương trình 135 của Chính phủ, Đề án 06; Nghị quyết 2025 đã nêu, Kế hoạch 2026, Kế hoạch 2021 - 2025."}}, nil},
	{"a number that the text gives in full", goodNotice, []change{{"1. Việc chung.", "1. Kế hoạch số 12-KH/TU, ngày 05/3/2026 của Ban Thường vụ Tỉnh ủy về thi đua; theo Kế hoạch 12."}}, nil},

	{"an ordinal after a gap", goodNotice, []change{{"2.2- Hai.", "2.3- Hai."}}, []string{"F10 W ORDINAL_GAP"}},

	{"a colon at the end", goodLetter, []change{{"sáu./.", "sáu:"}}, []string{"F11 W ENDING_MARK"}},
	{"a line behind the signature", goodNotice, []change{{"Nguyễn Văn An\n", "Nguyễn Văn An\n\nghi thêm một dòng ở dưới cùng của trang này nữa\n"}}, []string{"F11 W TEXT_UNPLACED"}},

	{"no signature block", goodNotice, []change{{"CHÁNH VĂN PHÒNG\n\nNguyễn Văn An\n", ""}}, []string{"F12 W SIGNATURE_MISSING"}},
	{"a degree before the name", goodNotice, []change{{"Nguyễn Văn An", "TS. Nguyễn Văn An"}}, []string{"F12 E SIGNER_TITLE"}},
	{"a State formula in a Party paper", goodNotice, []change{{"CHÁNH VĂN PHÒNG\n", "KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n"}}, []string{"F12 E FORMULA_STYLE"}},
	{"a Party formula in a State paper", goodDecision, []change{{"KT. CHỦ TỊCH", "K/T CHỦ TỊCH"}}, []string{"F12 E FORMULA_STYLE"}},
	{"a phó bí thư does not sign for the bí thư", goodNotice, []change{{"CHÁNH VĂN PHÒNG\n", "K/T BÍ THƯ\nPHÓ BÍ THƯ\n"}}, []string{"F12 E FORMULA_FORBIDDEN"}},
	{"nobody signs for himself", goodDecision, []change{{"KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "KT. CHỦ TỊCH\nCHỦ TỊCH"}}, []string{"F12 E FORMULA_POSITION"}},
	{"a name that begins as a degree does", goodNotice, []change{{"Nguyễn Văn An", "Cử Nhân Tâm"}}, nil},

	{"a line without its mark", goodLetter, []change{{"- Như trên;", "- Như trên"}}, []string{"F13 W LINE_NOT_ENDED"}},
	{"a full stop too early", goodNotice, []change{{"- Thường trực Tỉnh ủy;\n", "- Thường trực Tỉnh ủy.\n- Ban Tổ chức Tỉnh ủy;\n"}}, []string{"F13 W DOT_BEFORE_LAST_LINE"}},
	{"no full stop at the end", goodLetter, []change{{"VP (2).", "VP (2);"}}, []string{"F13 W LAST_LINE_NOT_DOT"}},
	{"the archive is not last", goodLetter, []change{{"- Như trên;\n- Lưu: VT, VP (2).", "- Lưu: VT, VP (2);\n- Như trên."}}, []string{"F13 E ARCHIVE_NOT_LAST"}},
	{"a State archive in a Party paper", goodNotice, []change{{"- Lưu Văn phòng Tỉnh ủy.", "- Lưu: VT, TH."}}, []string{"F13 W ARCHIVE_FORM"}},

	{"a line of Nơi nhận to be filled", goodNotice, []change{{"- Thường trực Tỉnh ủy;", "- [cơ quan, tổ chức],"}}, []string{"F20 W PLACEHOLDER"}},

	{"no Kính gửi", goodLetter, []change{{"Kính gửi: Sở Tài chính.\n", ""}, {"- Như trên;", "- Sở Tài chính;"}}, []string{"F14 E ADDRESSEES_MISSING"}},
	{"Kính gửi in a Party tờ trình", goodNotice, []change{{"05-TB/VPTU", "05-TTr/VPTU"}, {"THÔNG BÁO\nkết luận của Thường trực Tỉnh ủy\n", "TỜ TRÌNH\nvề kinh phí\n\nKính gửi: Thường trực Tỉnh ủy\n"}}, []string{"F14 W ADDRESS_WORD"}},

	{"an urgency that is none", goodNotice, []change{{"THÔNG BÁO\n", "RẤT KHẨN\n\nTHÔNG BÁO\n"}}, nil},

	{"a level of secrecy", goodNotice, []change{{"VĂN PHÒNG\n", "VĂN PHÒNG\nĐộ mật: Tối mật\n"}}, []string{"F18 E SECRET_LEVEL"}},

	{"work for a district", goodNotice, []change{{"1. Việc chung.", "1. Đề nghị Ban Thường vụ Huyện ủy Tuy Phong chỉ đạo thực hiện."}}, []string{"F19 E LEVEL_ENDED"}},
	{"to a district", goodLetter, []change{{"Kính gửi: Sở Tài chính.", "Kính gửi: Ủy ban nhân dân huyện Tuy Phong."}}, []string{"F19 E LEVEL_ENDED"}},
	{"a copy for districts", goodNotice, []change{{"- Thường trực Tỉnh ủy;", "- Các huyện ủy, thị ủy;"}}, []string{"F19 E LEVEL_ENDED", "F19 E LEVEL_ENDED"}},
	{"a district is cited", goodNotice, []change{{"1. Việc chung.", "1. Đề nghị các cơ quan nghiên cứu kinh nghiệm của Huyện ủy Tuy Phong."}}, nil},
	{"a district while there were any", goodNotice, []change{{"tháng 6 năm 2026", "tháng 6 năm 2024"}, {"1. Việc chung.", "1. Đề nghị Ban Thường vụ Huyện ủy Tuy Phong chỉ đạo thực hiện."}}, nil},

	{"a place of a template", goodNotice, []change{{"1. Việc chung.", "1. [nhiệm vụ thứ nhất, nơi chủ trì, thời hạn]."}}, []string{"F20 E PLACEHOLDER"}},
	{"words in brackets", goodNotice, []change{{"1. Việc chung.", "1. Việc chung [nguyên văn lời đồng chí chủ trì]."}}, []string{"F20 W PLACEHOLDER"}},
	{"a number in brackets", goodNotice, []change{{"1. Việc chung.", "1. Việc chung [1], và […]."}}, nil},
	{"U+00D0", goodNotice, []change{{"1. Việc chung.", "1. Việc của \u00D0ảng."}}, []string{"F20 W ETH_LETTER"}},
	{"no-break space in a symbol", goodNotice, []change{{"34-CT/TU", "34-\u00A0CT/TU"}}, []string{"F20 W NBSP_IN_CODE"}},
	{"space in a symbol", goodNotice, []change{{"34-CT/TU", "34- CT/TU"}}, []string{"F20 W SYMBOL_SPACING"}},
	{"long dash in a symbol", goodNotice, []change{{"34-CT/TU", "34–CT/TU"}}, []string{"F20 W SYMBOL_SPACING"}},
	{"decomposed letters", goodNotice, []change{{"1. Việc chung.", "1. Vie\u0323\u0302c chung."}}, []string{"F20 W NOT_NFC"}},
	{"a tone on the wrong letter", goodNotice, []change{{"1. Việc chung.", "1. Hòan thành việc chung, tòan tỉnh."}}, []string{"F20 W TONE_MARK"}},
	{"two ways to set a tone", goodNotice, []change{{"1. Việc chung.", "1. Giữ hòa khí, xây dựng văn hoá."}}, []string{"F20 W TONE_MIXED"}},
	{"no syllable", goodNotice, []change{{"1. Việc chung.", "1. Việc chunng của các nghành, trưòng học."}}, []string{"F20 W SYLLABLE", "F20 W SYLLABLE"}},
	{"foreign words", goodNotice, []change{{"1. Việc chung.", "1. Tiêm vắcxin, đi 5 kilômét bằng ôtô, đo crôm; họp ở Đắk Lắk, ki-lô-mét, video."}}, nil},
	{"a slip", goodNotice, []change{{"1. Việc chung.", "1. Nổ lực hổ trợ nhân dân."}}, []string{"F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO"}},
	{"slips of hỏi and ngã", goodNotice, []change{{"1. Việc chung.", "1. Sữ dụng, chỉnh sữa và đề nghĩ bổ xung."}}, []string{"F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO"}},
	{"words that only look like a slip", goodNotice, []change{{"1. Việc chung.", "1. Dấu hiệu xuất hiện, khả năng xuất khẩu; cũng cố gắng nghiên cứu kỹ Luật Đất đai, suy nghĩ phép làm; phòng, chống bão đảm bảo an toàn; đề nghị các đơn vị biết, thực hiện."}}, nil},
	{"an abbreviation", goodNotice, []change{{"1. Việc chung.", "1. Công tác CCHC và UBND."}}, []string{"F20 W ABBREVIATION"}},
	{"an abbreviation that is explained", goodNotice, []change{{"1. Việc chung.", "1. Công tác cải cách hành chính (CCHC); bảo hiểm y tế (sau đây viết tắt là BHYT); NTM (nông thôn mới)."}}, nil},
}

func (r ruled) text(t *testing.T) string {
	t.Helper()
	text := r.of
	for _, c := range r.changes {
		if !strings.Contains(text, c.from) {
			t.Fatalf("%s: %q is not in the text", r.name, c.from)
		}
		text = strings.Replace(text, c.from, c.to, 1)
	}
	return text
}

func TestRulesOfTexts(t *testing.T) {
	t.Parallel()
	for _, test := range texts {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			report, err := CheckText([]byte(test.text(t)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{}, test.want...), codes(report.Findings)); diff != "" {
				t.Errorf("%s\n%+v", diff, report.Findings)
			}
		})
	}
}

func words(text string) []document.Run { return []document.Run{{Text: text}} }

// stored is a good Party notice in the office, with all that the office knows.
func stored(t *testing.T) Content {
	t.Helper()
	kind, err := document.KindByID("party", "notice")
	if err != nil {
		t.Fatal(err)
	}
	return Content{
		Regime: "party", Kind: kind, Subject: "về lịch họp", IssuerClass: "province_office", On: "2026-06-10", Place: "Đà Lạt",
		RecipientsText: "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Formula: []string{"CHÁNH VĂN PHÒNG"}, SignerName: "Nguyễn Văn An",
		Body: document.Body{Blocks: []document.Block{
			{Kind: document.Paragraph, Runs: words("Theo Chỉ thị số 34-CT/TU, ngày 03/6/2014 của Ban Thường vụ Tỉnh ủy, họp lúc 8 giờ; chi tiết tại phụ lục kèm theo.")},
			{Kind: document.Paragraph, Runs: words("Giao Sở Nội vụ chuẩn bị.")},
			{Kind: document.Appendix, Ordinal: "Phụ lục I", Runs: words("Thành phần")},
			{Kind: document.Paragraph, Ordinal: "1.", Runs: words("Một.")},
			{Kind: document.Appendix, Ordinal: "Phụ lục II", Runs: words("Lịch")},
			{Kind: document.Paragraph, Ordinal: "1.", Runs: words("Một.")},
		}},
		Facts: &Facts{
			Issuer: []string{"VĂN PHÒNG"}, Superior: []string{"TỈNH ỦY LÂM ĐỒNG"}, PrintedIssuer: []string{"VĂN PHÒNG"},
			PrintedSuperior: []string{"TỈNH UỶ LÂM ĐỒNG"}, Code: "VPTU", Place: "Đà Lạt", Formula: []string{"CHÁNH VĂN PHÒNG"}, UrgencyApproved: true,
			Standings: []document.Verdict{{Standing: document.CitationKnown}},
		},
	}
}

// offices has every rule that needs what an office knows.
var offices = map[string]struct {
	spoil func(*Content)
	want  []string
}{
	"good":                     {func(*Content) {}, nil},
	"another name":             {func(c *Content) { c.Facts.PrintedIssuer = []string{"VĂN PHÒNG", "TỔNG HỢP"} }, []string{"F02 E ISSUER_NAME"}},
	"another name above":       {func(c *Content) { c.Facts.PrintedSuperior = []string{"TỈNH ỦY BÌNH THUẬN"} }, []string{"F02 E SUPERIOR_NAME"}},
	"an issuer that has ended": {func(c *Content) { c.Facts.IssuerEnded = "Đã kết thúc." }, []string{"F02 E ISSUER_CLOSED"}},
	"not its kind":             {func(c *Content) { c.IssuerClass = "department" }, []string{"F04 E KIND_NOT_ALLOWED"}},
	"another place":            {func(c *Content) { c.Place = "Phan Thiết" }, []string{"F05 W PLACE_MISMATCH"}},
	"no place":                 {func(c *Content) { c.Place = "" }, []string{"F05 W PLACE_MISSING"}},
	"a long subject":           {func(c *Content) { c.Subject = strings.Repeat("về lịch họp ", 60) }, []string{"F06 E SUBJECT_TOO_LONG"}},
	"no subject":               {func(c *Content) { c.Subject = " " }, []string{"F06 E SUBJECT_MISSING"}},
	"an unknown citation":      {func(c *Content) { c.Facts.Standings[0].Standing = document.CitationUnknown }, []string{"F08 W CITATION_UNKNOWN"}},
	"an ambiguous citation":    {func(c *Content) { c.Facts.Standings[0].Standing = document.CitationAmbiguous }, []string{"F08 W CITATION_AMBIGUOUS"}},
	"a law is in no office": {func(c *Content) {
		c.Body.Blocks[0].Runs = words("Theo Nghị định số 30/2020/NĐ-CP, họp tại phụ lục.")
		c.Facts.Standings[0].Standing = document.CitationUnknown
	}, nil},
	"no body":         {func(c *Content) { c.Body, c.Facts.Standings = document.Body{}, nil }, []string{"F11 E BODY_EMPTY"}},
	"not entitled":    {func(c *Content) { c.Facts.NotEntitled = "Không có thẩm quyền." }, []string{"F12 E SIGNER_NOT_ENTITLED"}},
	"another formula": {func(c *Content) { c.Formula = []string{"PHÓ CHÁNH VĂN PHÒNG"} }, []string{"F12 E FORMULA_MISMATCH"}},
	"nobody receives": {func(c *Content) { c.RecipientsText = "" }, []string{"F13 E RECIPIENTS_EMPTY"}},
	"too long to read": {func(c *Content) {
		c.RecipientsText = "- " + strings.Repeat("Sở Nội vụ và ", 9000) + ";\n- Lưu VPTU."
	}, []string{"F13 W RECIPIENTS_TOO_LONG"}},
	"text behind the end": {func(c *Content) {
		c.RecipientsText = "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.\nNgười nhận ký tên ở dưới đây và ghi rõ họ tên"
	}, []string{"F13 W TEXT_AFTER_END"}},
	"như trên":        {func(c *Content) { c.RecipientsText = "- Như trên;\n- Lưu Văn phòng Tỉnh ủy." }, []string{"F13 E REF_WITHOUT_ADDRESSEES"}},
	"như Điều":        {func(c *Content) { c.RecipientsText = "- Như Điều 4;\n- Lưu Văn phòng Tỉnh ủy." }, []string{"F13 E REF_WITHOUT_ARTICLE"}},
	"a Điều of none":  {refusing("REF_ARTICLE_NAMES_NOBODY"), []string{"F13 E REF_ARTICLE_NAMES_NOBODY"}},
	"unknown":         {refusing("RECIPIENT_UNKNOWN"), []string{"F13 E RECIPIENT_UNKNOWN"}},
	"ambiguous":       {refusing("RECIPIENT_AMBIGUOUS"), []string{"F13 E RECIPIENT_AMBIGUOUS"}},
	"unheard of":      {refusing("SOMETHING_ELSE"), []string{"F13 E RECIPIENT_UNRESOLVED"}},
	"closed receiver": {refusing("RECIPIENT_CLOSED"), []string{"F19 E ORGAN_CLOSED"}},
	"closed executor": {func(c *Content) {
		c.Facts.Ended = map[string]Ended{directory.Fold("Sở Nội vụ"): {Detail: "Sở Nội vụ đã kết thúc."}}
	}, []string{"F19 E ORGAN_CLOSED"}},
	"a longer name stands": {func(c *Content) {
		c.Body.Blocks[1].Runs = words("Giao Sở Nội vụ và Lao động chuẩn bị.")
		c.Facts.Ended = map[string]Ended{directory.Fold("Sở Nội vụ"): {Detail: "Sở Nội vụ đã kết thúc."}, directory.Fold("Sở Nội vụ và Lao động"): {}}
	}, nil},
	"addressees":        {func(c *Content) { c.Addressees = []string{"Sở Nội vụ"} }, []string{"F14 W ADDRESSEES_UNEXPECTED"}},
	"appendices of one": {func(c *Content) { c.Body.Blocks[4].Ordinal = "Phụ lục III" }, []string{"F16 W APPENDIX_ORDINAL"}},
	"appendices not named": {func(c *Content) {
		c.Body.Blocks[0].Runs = words("Theo Chỉ thị số 34-CT/TU, ngày 03/6/2014 của Ban Thường vụ Tỉnh ủy.")
	}, []string{"F16 W APPENDIX_NOT_MENTIONED", "F16 W APPENDIX_NOT_MENTIONED"}},
	"appendices of others": {func(c *Content) {
		c.Body.Blocks[1].Runs = words("Xem Phụ lục V ban hành kèm theo Nghị định khác.")
	}, nil},
	"no appendix at all": {lose("Xem Phụ lục kèm theo."), []string{"F16 W APPENDIX_MISSING", "F16 W APPENDIX_MISSING"}},
	"no appendix, but a file": {func(c *Content) {
		lose("Xem Phụ lục kèm theo.")(c)
		c.Facts.Attached = true
	}, nil},
	"the appendix of another": {func(c *Content) {
		lose("Theo Phụ lục kèm theo Nghị định số 30/2020/NĐ-CP và Phụ lục I kèm theo Thông tư đó; các phụ lục khác.")(c)
		c.Body.Blocks[0].Runs = words("Họp lúc 8 giờ.")
	}, nil},
	"an unfilled line is nobody": {func(c *Content) {
		c.RecipientsText = "- [cơ quan, tổ chức];\n- Lưu Văn phòng Tỉnh ủy."
		refusing("RECIPIENT_UNKNOWN")(c)
	}, []string{"F20 W PLACEHOLDER"}},
	"an appendix not there":   {func(c *Content) { c.Body.Blocks[1].Runs = words("Xem Phụ lục III kèm theo.") }, []string{"F16 W APPENDIX_MISSING"}},
	"an urgency that is none": {func(c *Content) { c.Urgency = "RẤT GẤP" }, []string{"F17 W URGENCY_UNKNOWN"}},
	"an urgency not approved": {func(c *Content) { c.Urgency, c.Facts.UrgencyApproved = "HỎA TỐC", false }, []string{"F17 W URGENCY_NOT_APPROVED"}},
	"an urgency approved":     {func(c *Content) { c.Urgency = "KHẨN" }, nil},
}

// lose takes the phụ lục away, with these words in the text.
func lose(text string) func(*Content) {
	return func(c *Content) {
		c.Body.Blocks = c.Body.Blocks[:2]
		c.Body.Blocks[1].Runs = words(text)
	}
}

func refusing(code string) func(*Content) {
	return func(c *Content) {
		c.Facts.Unresolved = []fault.Reason{{Code: code, Detail: "Dòng 1 “Thường trực Tỉnh ủy”: không rõ."}}
	}
}

func TestRulesOfStoredDocuments(t *testing.T) {
	t.Parallel()
	for name, test := range offices {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := stored(t)
			test.spoil(&c)
			if diff := cmp.Diff(append([]string{}, test.want...), codes(Check(c))); diff != "" {
				t.Errorf("%s\n%+v", diff, Check(c))
			}
		})
	}
}

// goodLook is a page as the Party's rule set wants it.
func goodLook() *layout.Look {
	return &layout.Look{
		Width: 210, Height: 297, Top: 20, Bottom: 20, Left: 30, Right: 15,
		PageNumber: layout.PageNumberLook{Where: "header", Present: true, Align: "center"},
		Parts: map[string][]layout.PartLook{
			"number": {{Text: "Số 05-TB/VPTU", Font: "Times New Roman", Size: 14, Align: "center"}},
			"name":   {{Text: "Nguyễn Văn An", Font: "times new roman", Size: 14, Bold: true, Align: "center"}},
			"body":   {{Text: "Họp lúc 8 giờ.", Font: "Times New Roman", Size: 14, Align: "both", FirstLine: 10, Before: 6, Line: 18, LineRule: "exact", Paragraph: 1}},
		},
	}
}

func TestRulesOfPages(t *testing.T) {
	t.Parallel()
	body := func(change func(*layout.PartLook)) func(*layout.Look) {
		return func(l *layout.Look) { change(&l.Parts["body"][0]) }
	}
	for name, test := range map[string]struct {
		spoil func(*layout.Look)
		want  []string
	}{
		"good":                 {func(*layout.Look) {}, nil},
		"letter paper":         {func(l *layout.Look) { l.Width, l.Height = 216, 279 }, []string{"F15 W PAPER"}},
		"a narrow margin":      {func(l *layout.Look) { l.Left = 20 }, []string{"F15 W MARGIN"}},
		"no page numbers":      {func(l *layout.Look) { l.PageNumber = layout.PageNumberLook{} }, []string{"F16 W PAGE_NUMBER_MISSING"}},
		"on the first page":    {func(l *layout.Look) { l.PageNumber.FirstPage = true }, []string{"F16 W PAGE_NUMBER_FIRST"}},
		"at the foot":          {func(l *layout.Look) { l.PageNumber.Where = "footer" }, []string{"F16 W PAGE_NUMBER_PLACE"}},
		"another font":         {body(func(p *layout.PartLook) { p.Font = "Arial" }), []string{"F15 W FONT"}},
		"small letters":        {body(func(p *layout.PartLook) { p.Size = 12 }), []string{"F15 W FONT_SIZE"}},
		"a name not in bold":   {func(l *layout.Look) { l.Parts["name"][0].Bold = false }, []string{"F15 W FONT_STYLE"}},
		"a name in capitals":   {func(l *layout.Look) { l.Parts["name"][0].Caps = true }, []string{"F15 W CAPITALS"}},
		"ragged":               {body(func(p *layout.PartLook) { p.Align = "left" }), []string{"F15 W ALIGNMENT"}},
		"no indent":            {body(func(p *layout.PartLook) { p.FirstLine = 0 }), []string{"F15 W INDENT"}},
		"no gap":               {body(func(p *layout.PartLook) { p.Before = 0 }), []string{"F15 W PARAGRAPH_SPACE"}},
		"lines too near":       {body(func(p *layout.PartLook) { p.Line = 14 }), []string{"F15 W LINE_SPACING"}},
		"lines one and a half": {body(func(p *layout.PartLook) { p.Line, p.LineRule = 1.5, "auto" }), nil},
		"a gap behind":         {body(func(p *layout.PartLook) { p.Before, p.After = 0, 6 }), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			look := goodLook()
			test.spoil(look)
			f := begin(&Content{Regime: "party", On: "2026-06-10"})
			f.look(layout.Reading{Look: look})
			if diff := cmp.Diff(append([]string{}, test.want...), codes(f.done())); diff != "" {
				t.Errorf("%s\n%+v", diff, f.all)
			}
		})
	}
}
