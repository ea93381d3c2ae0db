package layout

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"trinhky/internal/document"
	"trinhky/internal/fault"
)

func text(s string) []document.Run { return []document.Run{{Text: s}} }

const typedNotice = `TỈNH ỦY BÌNH THUẬN                         ĐẢNG CỘNG SẢN VIỆT NAM
VĂN PHÒNG                                  ----------------------
*                                 Phan Thiết, ngày 10 tháng 6 năm 2014
Số 05-TB/VPTU                                                     KHẨN

THÔNG BÁO
kết luận của Thường trực Tỉnh ủy
về công tác dân vận
-----

I- ĐÁNH GIÁ CHUNG

1. Đã làm tốt.
2. Thời gian tới:
2.1- Tập trung lãnh đạo “*nâng cao chất lượng*”;
a) việc thứ nhất;
- rà soát **ngay**.

Văn phòng thông báo để các đơn vị biết, thực hiện.

Nơi nhận:                                  T/M BAN THƯỜNG VỤ
- Thường trực Tỉnh ủy;                     PHÓ BÍ THƯ
- Các ban của Tỉnh ủy và các cơ quan
tham mưu;                                  (Đã ký)
- Lưu Văn phòng Tỉnh ủy.
                                           Nguyễn Văn An
`

func TestReadPartyNotice(t *testing.T) {
	t.Parallel()
	got, err := ReadText([]byte(typedNotice), Known{})
	if err != nil {
		t.Fatal(err)
	}
	want := Reading{
		Regime: "party", Kind: "notice", Subkind: "notice.conclusion", PartyTitle: true,
		Superior: []string{"TỈNH ỦY BÌNH THUẬN"}, Issuer: []string{"VĂN PHÒNG"},
		NumberLine: "05-TB/VPTU", HasNumberLine: true,
		Symbol: document.Symbol{Form: document.PartyForm, Number: "05", Type: "TB", Issuer: "VPTU"},
		Place:  "Phan Thiết", Date: "2014-06-10", DateLine: "Phan Thiết, ngày 10 tháng 6 năm 2014", Urgency: "KHẨN",
		KindName: "THÔNG BÁO", Subject: "kết luận của Thường trực Tỉnh ủy về công tác dân vận",
		Body: document.Body{Blocks: []document.Block{
			{Kind: document.Heading, Level: 3, Ordinal: "I-", Runs: text("ĐÁNH GIÁ CHUNG")},
			{Kind: document.Paragraph, Ordinal: "1.", Runs: text("Đã làm tốt.")},
			{Kind: document.Paragraph, Ordinal: "2.", Runs: text("Thời gian tới:")},
			{Kind: document.Paragraph, Ordinal: "2.1-", Runs: []document.Run{{Text: "Tập trung lãnh đạo “"}, {Text: "nâng cao chất lượng", Italic: true}, {Text: "”;"}}},
			{Kind: document.Paragraph, Ordinal: "a)", Runs: text("việc thứ nhất;")},
			{Kind: document.Item, Level: 1, Ordinal: "-", Runs: []document.Run{{Text: "rà soát "}, {Text: "ngay", Bold: true}, {Text: "."}}},
			{Kind: document.Paragraph, Runs: text("Văn phòng thông báo để các đơn vị biết, thực hiện.")},
		}},
		HasRecipients:  true,
		RecipientsText: "- Thường trực Tỉnh ủy;\n- Các ban của Tỉnh ủy và các cơ quan\ntham mưu;\n- Lưu Văn phòng Tỉnh ủy.",
		Formula:        []string{"T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"}, SignerName: "Nguyễn Văn An", SignatureState: Stated,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

const typedDecision = `ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM ĐỒNG	Độc lập - Tự do - Hạnh phúc
-------	---------------
Số:      /QĐ-UBND	Đà Lạt, ngày      tháng     năm 2026

QUYẾT ĐỊNH
Về việc ban hành Quy chế làm việc

Căn cứ Luật Tổ chức chính quyền địa phương;
Theo đề nghị của Giám đốc Sở Nội vụ.

QUYẾT ĐỊNH:

Chương I
NHỮNG QUY ĐỊNH CHUNG

Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.
Điều 2. Hiệu lực thi hành

Theo Điều 3 của Nghị định này thì không phải là điều.

| STT | Nội dung |
|-----|----------|
| 1 | Họp *giao ban* |

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Thị Bình

Nơi nhận:
- Như Điều 2;
- Lưu: VT, TH (2).
`

func TestReadStateDecision(t *testing.T) {
	t.Parallel()
	got, err := ReadText([]byte(typedDecision), Known{})
	if err != nil {
		t.Fatal(err)
	}
	want := Reading{
		Regime: "state", Kind: "decision", NationalTitle: true, Issuer: []string{"ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"},
		NumberLine: "/QĐ-UBND", HasNumberLine: true, Place: "Đà Lạt", DateLine: "Đà Lạt, ngày tháng năm 2026",
		KindName: "QUYẾT ĐỊNH", Subject: "Về việc ban hành Quy chế làm việc",
		Body: document.Body{Blocks: []document.Block{
			{Kind: document.Paragraph, Runs: text("Căn cứ Luật Tổ chức chính quyền địa phương;")},
			{Kind: document.Paragraph, Runs: text("Theo đề nghị của Giám đốc Sở Nội vụ.")},
			{Kind: document.Heading, Level: 1, Runs: text("QUYẾT ĐỊNH:")},
			{Kind: document.Heading, Level: 2, Ordinal: "Chương I", Runs: text("NHỮNG QUY ĐỊNH CHUNG")},
			{Kind: document.Paragraph, Ordinal: "Điều 1.", Runs: text("Ban hành kèm theo Quyết định này Quy chế làm việc.")},
			{Kind: document.Heading, Level: 5, Ordinal: "Điều 2.", Runs: text("Hiệu lực thi hành")},
			{Kind: document.Paragraph, Runs: text("Theo Điều 3 của Nghị định này thì không phải là điều.")},
			{Kind: document.Table, HeaderRows: 1, Rows: [][]document.Cell{
				{{Runs: text("STT")}, {Runs: text("Nội dung")}},
				{{Runs: text("1")}, {Runs: []document.Run{{Text: "Họp "}, {Text: "giao ban", Italic: true}}}},
			}},
		}},
		HasRecipients: true, RecipientsText: "- Như Điều 2;\n- Lưu: VT, TH (2).",
		Formula: []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, SignerName: "Trần Thị Bình",
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestReadLetter(t *testing.T) {
	t.Parallel()
	got, err := ReadText([]byte("SỞ NỘI VỤ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\tĐộc lập - Tự do - Hạnh phúc\nSố: 12/SNV-VP\nV/v báo cáo số liệu\n\nKính gửi:\n- Sở Tài chính;\n- Các xã, phường\ntrên địa bàn tỉnh.\n\nSở đề nghị các đơn vị báo cáo./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Văn Cường\n"), Known{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Sở Tài chính", "Các xã, phường trên địa bàn tỉnh"}, got.Addressees); diff != "" {
		t.Error(diff)
	}
	if got.Kind != "official_letter" || got.Regime != "state" || got.Subject != "V/v báo cáo số liệu" || got.AddressWord != "Kính gửi" ||
		got.SignerName != "Lê Văn Cường" || got.Body.Text() != "Sở đề nghị các đơn vị báo cáo./." {
		t.Errorf("got %+v", got)
	}
}

func TestNothingBehindTheArchiveIsARecipient(t *testing.T) {
	t.Parallel()
	got, err := ReadText([]byte("THÔNG BÁO\nvề lịch họp\n\nHọp lúc 8 giờ.\n\nNơi nhận:\n- Như trên;\n- Lưu VT (NC). Thuận100b\n- ghi chú của trang mạng\n"), Known{})
	if err != nil || got.RecipientsText != "- Như trên;\n- Lưu VT (NC). Thuận100b" || !cmp.Equal(got.Unplaced, []string{"- ghi chú của trang mạng"}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestJoinBrokenParagraphs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want []string
	}{
		"page break in a sentence": {"lựa chọn những vấn\n\nđề sát sườn.", []string{"lựa chọn những vấn đề sát sườn."}},
		"a whole sentence":         {"Đã làm tốt.\n\nđề nghị tiếp tục.", []string{"Đã làm tốt.", "đề nghị tiếp tục."}},
		"a list after a colon":     {"gồm:\nmột việc;\nhai việc", []string{"gồm:", "một việc;", "hai việc"}},
		"a capital":                {"Kính mời các đồng chí\n\nĐúng giờ", []string{"Kính mời các đồng chí", "Đúng giờ"}},
		"an ordinal":               {"các nội dung sau\na) việc đầu", []string{"các nội dung sau", "a) việc đầu"}},
		"lines of one width": {"Năm qua, các cơ quan, đơn vị đã tổ chức thực hiện theo Kế hoạch của\nBan Thường vụ Tỉnh ủy về công tác dân vận trên toàn địa bàn tỉnh và\nđạt kết quả tốt.\n\nĐoạn sau.",
			[]string{"Năm qua, các cơ quan, đơn vị đã tổ chức thực hiện theo Kế hoạch của Ban Thường vụ Tỉnh ủy về công tác dân vận trên toàn địa bàn tỉnh và đạt kết quả tốt.", "Đoạn sau."}},
	} {
		if diff := cmp.Diff(strings.Join(test.want, "\n\n"), readBody(strings.Split(test.in, "\n")).Text()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOrdinals(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1. Một": "1.", "2.1- Hai": "2.1-", "2.1. Hai": "2.1.", "2.1 Hai": "2.1", "a) việc": "a)", "đ) việc": "đ)", "I- PHẦN": "I-", "II. Việc": "II.",
		"- việc": "-", "+ việc": "+", "1.Việc": "1.", "Điều 3. Tên": "Điều 3.", "Chương II": "Chương II", "1) việc": "1)", "-Việc": "-",
		"12.500 đồng": "", "05/6/2014 họp": "", "2021 - 2025 là": "", "3-4 người": "", "Điều 3 của Nghị định": "", "Phần lớn các": "", "Mục tiêu": "", "I vào": "", "1.1": "", "Chương trình làm việc": "",
	} {
		if got, rest := cutOrdinal(in); got != want || got != "" && !strings.HasSuffix(in, rest) {
			t.Errorf("cutOrdinal(%q) = %q, %q; want %q", in, got, rest, want)
		}
	}
}

func TestRuns(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]document.Run{
		"*a* b":             {{Text: "a", Italic: true}, {Text: " b"}},
		"x **a b** ***c***": {{Text: "x "}, {Text: "a b", Bold: true}, {Text: " "}, {Text: "c", Bold: true, Italic: true}},
		"5*3*2 (*) * a *":   {{Text: "5*3*2 (*) * a *"}},
		"*chưa đóng":        {{Text: "*chưa đóng"}},
	} {
		if diff := cmp.Diff(want, readRuns(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestTabTable(t *testing.T) {
	t.Parallel()
	body := readBody([]string{"STT\tTên\tSố", "1\tXã A\t5", "2\tXã B\t7", "Hết."})
	if len(body.Blocks) != 2 || len(body.Blocks[0].Rows) != 3 || body.Blocks[0].Text() != "STT\tTên\tSố\n1\tXã A\t5\n2\tXã B\t7" {
		t.Errorf("got %+v", body)
	}
	if got := readBody([]string{"1.\tMục tiêu", "2.\tYêu cầu"}); got.Blocks[0].Kind == document.Table {
		t.Errorf("ordinals before a tab are no table: %+v", got)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for in, code := range map[string]string{
		"": "TEXT_EMPTY", "\xff\xfe": "TEXT_NOT_UTF8", "Số 05-BC/TU\nTỐI MẬT\nBÁO CÁO\nNội dung.": "SECRET_REFUSED",
		strings.Repeat("a", document.MaxText+1): "TEXT_TOO_LARGE",
	} {
		_, err := ReadText([]byte(in), Known{})
		var f *fault.Fault
		if !errors.As(err, &f) || f.Code != code {
			t.Errorf("%.40q: %v, want %s", in, err, code)
		}
	}
}

func TestReadSeed(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../shared/seeds/002_0e1e5b514ef6e61b.txt")
	if os.IsNotExist(err) {
		t.Skip("no seeds beside the repository")
	}
	got, err := ReadText(raw, Known{})
	if err != nil {
		t.Fatal(err)
	}
	var ordinals []string
	for _, b := range got.Body.Blocks {
		ordinals = append(ordinals, b.Ordinal)
	}
	if diff := cmp.Diff([]string{"", "1.", "", "2.", "2.1-", "", "2.2-", "2.2-", "", "2.3-", "2.4-", ""}, ordinals); diff != "" {
		t.Error(diff)
	}
	body := got.Body.Text()
	for _, want := range []string{"những vấn đề sát sườn", "biết, triển khai thực hiện./."} {
		if !strings.Contains(body, want) {
			t.Errorf("the body lacks %q", want)
		}
	}
	for _, gone := range []string{"Nơi nhận", "Lưu Văn phòng", "CHÁNH", "đã ký", "Lê Tấn Lai", "*", "KẾT LUẬN CỦA"} {
		if strings.Contains(body, gone) {
			t.Errorf("the body holds %q", gone)
		}
	}
	got.Body = document.Body{}
	want := Reading{
		Regime: "party", Kind: "notice", Subkind: "notice.conclusion", KindName: "THÔNG BÁO",
		HasRecipients: true, Formula: []string{"CHÁNH VĂN PHÒNG"}, SignerName: "Lê Tấn Lai", SignatureState: Stated,
	}
	want.Subject, want.RecipientsText = got.Subject, got.RecipientsText
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(got.Subject, "KẾT LUẬN CỦA THƯỜNG TRỰC TỈNH ỦY tại buổi làm việc") || !strings.HasSuffix(got.Subject, "6 tháng đầu năm 2014") {
		t.Errorf("subject %q", got.Subject)
	}
	if lines := strings.Split(got.RecipientsText, "\n"); len(lines) != 6 || lines[5] != "- Lưu Văn phòng Tỉnh ủy." {
		t.Errorf("recipients %q", got.RecipientsText)
	}
}

// checkReading: no word of a text is lost, whatever the text.
func checkReading(t interface {
	Fatalf(format string, args ...any)
}, raw string) {
	r, err := ReadText([]byte(raw), Known{})
	if err != nil {
		return
	}
	normal, err := document.Normalize([]byte(raw))
	if err != nil {
		t.Fatalf("read but not normal: %v", err)
	}
	parts := append([]string{r.KindName, r.Subject, r.Body.Text(), r.RecipientsText, r.SignerName, r.NumberLine, r.DateLine, r.Urgency, r.Circulation, r.Draft}, r.Unplaced...)
	for _, list := range [][]string{r.Superior, r.Issuer, r.Addressees, r.Formula} {
		parts = append(parts, list...)
	}
	count := map[rune]int{}
	for _, c := range strings.ToUpper(strings.Join(parts, " ")) {
		count[c]++
	}
	fixed := partyTitle + nationalTitle + motto + "Nơi nhận Số Kính gửi Kính trình đã ký tên số điện tử và đóng dấu"
	for _, c := range strings.ToUpper(normal) {
		if (unicode.IsLetter(c) || unicode.IsDigit(c)) && !strings.ContainsRune(strings.ToUpper(fixed), c) {
			if count[c]--; count[c] < 0 {
				t.Fatalf("%q is lost: %q → %+v", c, raw, r)
			}
		}
	}
}

func TestNoWordIsLost(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{typedNotice, typedDecision} {
		checkReading(t, raw)
	}
	line := rapid.OneOf(
		rapid.SampledFrom([]string{"THÔNG BÁO", "Kính gửi: Sở X", "Kính trình:", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "T/M BAN THƯỜNG VỤ", "(đã ký)", "Lê Văn Xô", "Số 05-TB/TU", "TỈNH ỦY W", "a) f", "Điều 1. j", "| f | j |", "x\tz", "Điều 7", "I- W", "", "      K/T Z", "W        Nguyễn Văn Z", "Huế, ngày 1 tháng 2 năm 2026", "-----", "QUYẾT ĐỊNH:", "**1. W**"}),
		rapid.StringMatching(`[A-Zfjwz0-9 .;:*|\t\-]{0,30}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		checkReading(t, strings.Join(rapid.SliceOfN(line, 0, 14).Draw(t, "lines"), "\n"))
	})
}

func FuzzReadText(f *testing.F) {
	for _, seed := range []string{typedNotice, typedDecision, "Nơi nhận:", "THÔNG BÁO\n\nKính gửi:\n", "|a|\n|-|\n", "Số:   /TB-VP\n\n*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkReading(t, raw) })
}

// TestALineOfManyColumns: a header line of fifteen thousand cells loses no word and does not take the square of them.
func TestALineOfManyColumns(t *testing.T) {
	line := strings.Repeat("UBND x\t", 15000)
	raw := line + "\nTHÔNG BÁO\nvề lịch trực\n\nTrực hằng ngày.\n"
	var r Reading
	allocated := testing.AllocsPerRun(1, func() {
		var err error
		if r, err = ReadText([]byte(raw), Known{}); err != nil {
			t.Fatal(err)
		}
	})
	if words := strings.Count(strings.Join(append(r.Superior, r.Issuer...), " ")+" "+strings.Join(r.Unplaced, " ")+r.Body.Text(), "UBND"); words != 15000 {
		t.Errorf("%d of 15000 cells were kept", words)
	}
	if allocated > 3e6 {
		t.Errorf("%.0f allocations", allocated)
	}
}
