package format

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"trinhky/internal/distribution"
	"trinhky/internal/document"
)

// goodLetter is a good State công văn; the tests spoil it.
const goodLetter = `UBND TỈNH LÂM ĐỒNG	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ	Độc lập - Tự do - Hạnh phúc
Số: 12/SNV-VP	Đà Lạt, ngày 05 tháng 02 năm 2026
V/v báo cáo số liệu

Kính gửi: Sở Tài chính.

Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ, Sở báo cáo:

1. Số liệu.
2. Kiến nghị:
a) một;
b) hai;
c) ba;
d) bốn;
đ) năm;
e) sáu./.

Nơi nhận:
- Như trên;
- Lưu: VT, VP (2).

GIÁM ĐỐC

Lê Văn Cường
`

// goodNotice is a good Party thông báo.
const goodNotice = `TỈNH ỦY LÂM ĐỒNG	ĐẢNG CỘNG SẢN VIỆT NAM
VĂN PHÒNG
*
Số 05-TB/VPTU	Đà Lạt, ngày 10 tháng 6 năm 2026

THÔNG BÁO
kết luận của Thường trực Tỉnh ủy

I- KẾT QUẢ

1. Thực hiện Chỉ thị số 34-CT/TU, ngày 03/6/2014 của Ban Thường vụ Tỉnh ủy về thi đua.
2. Tiếp tục theo Chỉ thị 34.

II- NHIỆM VỤ

1. Việc chung.
2. Việc riêng:
2.1- Một.
2.2- Hai.

Văn phòng thông báo để các đơn vị biết, thực hiện.

Nơi nhận:
- Thường trực Tỉnh ủy;
- Lưu Văn phòng Tỉnh ủy.

CHÁNH VĂN PHÒNG

Nguyễn Văn An
`

func codes(found []Finding) []string {
	all := []string{}
	for _, f := range found {
		all = append(all, f.Rule+" "+string(f.Level)+" "+f.Code)
	}
	return all
}

func TestCheckText(t *testing.T) {
	t.Parallel()
	swap := func(text, from, to string) string {
		if !strings.Contains(text, from) {
			t.Fatalf("%q is not in the text", from)
		}
		return strings.Replace(text, from, to, 1)
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"a good công văn":            {goodLetter, nil},
		"a good thông báo":           {goodNotice, nil},
		"both titles":                {swap(goodNotice, "VĂN PHÒNG\n", "VĂN PHÒNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"), []string{"F01 E TWO_TITLES"}},
		"no title":                   {swap(goodNotice, "ĐẢNG CỘNG SẢN VIỆT NAM", ""), []string{"F01 W TITLE_MISSING"}},
		"number of another kind":     {swap(goodNotice, "05-TB/VPTU", "05-KH/VPTU"), []string{"F03 E SYMBOL_TYPE_MISMATCH"}},
		"number of another issuer":   {swap(goodNotice, "05-TB/VPTU", "05-TB/TU"), []string{"F03 W ISSUER_CODE_MISMATCH"}},
		"number that cannot be read": {swap(goodNotice, "05-TB/VPTU", "05-TB.VPTU"), []string{"F03 E NUMBER_UNREADABLE"}},
		"number not given yet":       {swap(goodNotice, "05-TB/VPTU", "      -TB/VPTU"), nil},
		"no number":                  {swap(goodNotice, "Số 05-TB/VPTU", ""), []string{"F03 W NUMBER_MISSING"}},
		"date not padded":            {swap(goodLetter, "ngày 05 tháng 02", "ngày 5 tháng 2"), []string{"F05 W DATE_PADDING"}},
		"no such date":               {swap(goodLetter, "ngày 05 tháng 02", "ngày 31 tháng 02"), []string{"F05 W DATE_INVALID"}},
		"no subject":                 {swap(goodNotice, "kết luận của Thường trực Tỉnh ủy\n", ""), []string{"F06 E SUBJECT_MISSING"}},
		"symbol that cannot be read": {swap(goodLetter, "30/2020/NĐ-CP", "30/2020NĐ.CP"), []string{"F08 W SYMBOL_UNREADABLE"}},
		"code of another issuer":     {swap(goodNotice, "của Ban Thường vụ Tỉnh ủy", "của Ban Thường vụ Huyện ủy"), []string{"F08 W ISSUER_CODE_MISMATCH"}},
		"short before full":          {swap(goodNotice, "2. Việc riêng:", "2. Việc riêng theo Kết luận số 12:"), []string{"F09 W SHORT_WITHOUT_FULL"}},
		"an ordinal twice":           {swap(goodNotice, "2.2- Hai.", "2.1- Hai."), []string{"F10 W DUPLICATE_ORDINAL"}},
		"an ordinal left out":        {swap(goodLetter, "đ) năm", "e) năm"), []string{"F10 W ORDINAL_GAP", "F10 W DUPLICATE_ORDINAL"}},
		"a list begins anew":         {swap(goodLetter, "2. Kiến nghị:", "2. Phân tích.\n1. Kiến nghị:"), nil},
		"two styles":                 {swap(goodNotice, "2.2- Hai.", "2.2. Hai."), []string{"F10 W ORDINAL_STYLE"}},
		"no ending":                  {swap(goodLetter, "sáu./.", "sáu."), []string{"F11 W ENDING_MARK"}},
		"the older ending of Party":  {swap(goodNotice, "biết, thực hiện.", "biết, thực hiện./."), []string{"F11 W ENDING_OLD"}},
		"text after the ending":      {swap(goodLetter, "a) một;", "a) một./."), []string{"F11 W TEXT_AFTER_ENDING"}},
		"no archive line":            {swap(goodLetter, "- Như trên;\n- Lưu: VT, VP (2).", "- Như trên."), []string{"F13 E ARCHIVE_MISSING"}},
		"archive without VT":         {swap(goodLetter, "Lưu: VT, VP (2).", "Lưu: VP."), []string{"F13 W ARCHIVE_FORM"}},
		"archive without a colon":    {swap(goodLetter, "Lưu: VT, VP (2).", "Lưu VT, VP (2)."), []string{"F13 W ARCHIVE_FORM"}},
		"archive without its unit":   {swap(goodLetter, "Lưu: VT, VP (2).", "Lưu: VT."), []string{"F13 W ARCHIVE_FORM"}},
		"archive of neither":         {swap(goodLetter, "Lưu: VT, VP (2).", "Lưu VT."), []string{"F13 W ARCHIVE_FORM"}},
		"như trên of nobody":         {swap(goodNotice, "- Thường trực Tỉnh ủy;", "- Như trên;"), []string{"F13 E REF_WITHOUT_ADDRESSEES"}},
		"như Điều of none":           {swap(goodNotice, "- Thường trực Tỉnh ủy;", "- Như Điều 3;"), []string{"F13 E REF_WITHOUT_ARTICLE"}},
		"no recipients":              {swap(goodNotice, "Nơi nhận:\n- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.\n", ""), []string{"F13 E RECIPIENTS_EMPTY"}},
		"addressees of a thông báo":  {swap(goodNotice, "I- KẾT QUẢ", "Kính gửi: Sở Nội vụ\n\nI- KẾT QUẢ"), []string{"F14 W ADDRESSEES_UNEXPECTED"}},
		"a stamp":                    {swap(goodNotice, "VĂN PHÒNG\n", "VĂN PHÒNG\tMẬT\n"), []string{"F18 E SECRET_STAMP"}},
		"no document":                {"Sáng 06/4/2015, hội nghị theo Chỉ thị số 34-CT/TU.", []string{"F06 W NOT_A_DOCUMENT"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := CheckText([]byte(test.text), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{}, test.want...), codes(report.Findings)); diff != "" {
				t.Errorf("%s\n%+v", diff, report.Findings)
			}
		})
	}
}

func TestReportJSON(t *testing.T) {
	t.Parallel()
	report, err := CheckText([]byte(goodNotice), Options{Resolve: func(c document.Citation) string { return strings.TrimPrefix(c.Symbol, "05-TB/VPTU") }})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"findings":[],"citations":[` +
		`{"raw":"05-TB/VPTU","role":"own","symbol":"05-TB/VPTU","date":"2026-06-10","issuer":"VĂN PHÒNG","type":"Thông báo"},` +
		`{"raw":"34-CT/TU","role":"cited","symbol":"34-CT/TU","date":"2014-06-03","issuer":"Ban Thường vụ Tỉnh ủy","type":"Chỉ thị","resolves_to":"34-CT/TU"},` +
		`{"raw":"Chỉ thị 34","role":"cited","symbol":null,"date":null,"issuer":"","type":"Chỉ thị"}],` +
		`"lines":[{"text":"Thường trực Tỉnh ủy","kind":"collective"},{"text":"Lưu Văn phòng Tỉnh ủy","kind":"archive"}]}`
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Error(diff)
	}
}

func TestSecretTextIsNotRead(t *testing.T) {
	t.Parallel()
	report, err := CheckText([]byte(goodNotice), Options{FileName: "TỐI MẬT - thông báo.txt"})
	if err != nil || len(report.Findings) != 1 || len(report.Citations) != 0 || len(report.Lines) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestCheckStored: what the chain asks before it lets a document through.
func TestCheckStored(t *testing.T) {
	t.Parallel()
	kind, err := document.KindByID("party", "notice")
	if err != nil {
		t.Fatal(err)
	}
	good := Content{
		Regime: "party", Kind: kind, Subject: "về lịch họp", IssuerClass: "province_office", RecipientsText: "- Thường trực Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.",
		Body: document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: "Họp lúc 8 giờ."}}}}},
	}
	if found := Check(good); len(found) > 0 {
		t.Errorf("a good document: %+v", found)
	}
	bad := good
	bad.IssuerClass, bad.Subject, bad.RecipientsText, bad.Body = "department", strings.Repeat("dài ", 200), "", document.Body{}
	want := []string{"F04 E KIND_NOT_ALLOWED", "F06 E SUBJECT_TOO_LONG", "F11 E BODY_EMPTY", "F13 E RECIPIENTS_EMPTY"}
	if diff := cmp.Diff(want, codes(Check(bad))); diff != "" {
		t.Error(diff)
	}
	letter, err := document.KindByID("party", "official_letter")
	if err != nil {
		t.Fatal(err)
	}
	unaddressed := good
	unaddressed.Kind = letter
	if diff := cmp.Diff([]string{"F14 E ADDRESSEES_MISSING"}, codes(Check(unaddressed))); diff != "" {
		t.Error(diff)
	}
}

func seed(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("../../../shared/seeds/" + name)
	if os.IsNotExist(err) {
		t.Skip("no seeds beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestSeedDocument(t *testing.T) {
	t.Parallel()
	report, err := CheckText(seed(t, "002_0e1e5b514ef6e61b.txt"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"F01 W HEADER_MISSING", "F03 W NUMBER_MISSING", "F05 W DATE_MISSING", "F08 W ISSUER_CODE_MISMATCH", "F10 W DUPLICATE_ORDINAL", "F11 W ENDING_OLD",
		"F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO", "F20 W LIKELY_TYPO"}
	if diff := cmp.Diff(want, codes(report.Findings)); diff != "" {
		t.Errorf("%s\n%+v", diff, report.Findings)
	}
	var slips, mended []string
	for _, f := range report.Findings {
		if f.Rule == "F20" {
			slips, mended = append(slips, f.Found), append(mended, strings.Split(f.Message, "”")[1])
		}
	}
	if diff := cmp.Diff([]string{"có những có", "trật tự an toàn - xã hội", "quốc – an ninh", "trên địa huyện", "đề Ban Thường vụ"}, slips); diff != "" {
		t.Error(diff)
	}
	lead := " có lẽ là “"
	if diff := cmp.Diff([]string{lead + "có những", lead + "trật tự, an toàn xã hội", lead + "quốc phòng – an ninh", lead + "trên địa bàn huyện", lead + "để Ban Thường vụ"}, mended); diff != "" {
		t.Error(diff)
	}
	dated, err := CheckText(seed(t, "002_0e1e5b514ef6e61b.txt"), Options{On: "2014-06-10"})
	if err != nil || slices.Contains(codes(dated.Findings), "F11 W ENDING_OLD") {
		t.Errorf("of its own day it ends as papers did then: %v, %v", codes(dated.Findings), err)
	}
	if i := slices.IndexFunc(report.Findings, func(f Finding) bool { return f.Rule == "F10" }); i < 0 || !strings.HasPrefix(report.Findings[i].Where, "2.2- Nghiên cứu") {
		t.Errorf("which 2.2? %+v", report.Findings)
	}
	var kinds []distribution.Kind
	for _, l := range report.Lines {
		kinds = append(kinds, l.Kind)
	}
	if diff := cmp.Diff([]distribution.Kind{"collective", "org_group", "org", "compound", "person_group", "archive"}, kinds); diff != "" {
		t.Error(diff)
	}
	var symbols []string
	for _, c := range report.Citations {
		if c.Symbol == nil {
			symbols = append(symbols, "null")
			continue
		}
		symbols = append(symbols, *c.Symbol)
	}
	if diff := cmp.Diff([]string{"403-BC/TU", "null", "217-QĐ/TW", "218-QĐ/TW"}, symbols); diff != "" {
		t.Error(diff)
	}
}

func TestSeedArticles(t *testing.T) {
	t.Parallel()
	for name, citations := range map[string]int{"000_72ef83b8bb7c602e.txt": 12, "001_2c7221eaf46217ea.txt": 5, "004_ed95d894b6b52846.txt": 1} {
		report, err := CheckText(seed(t, name), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"F06 W NOT_A_DOCUMENT"}, codes(report.Findings)); diff != "" || len(report.Citations) != citations || len(report.Lines) != 0 {
			t.Errorf("%s: %d citations, %d lines\n%s", name, len(report.Citations), len(report.Lines), diff)
		}
	}
}

func TestPlaceOf(t *testing.T) {
	t.Parallel()
	for ordinal, want := range map[string]place{
		"2.1-": {rank: arabic + 1, prefix: "2", n: 1, name: "2.1", style: "-"}, "1.": {rank: arabic, n: 1, name: "1", style: "."},
		"Điều 12.": {rank: article, n: 12, name: "Điều 12", style: "."}, "Chương IV": {rank: chapter, n: 4, name: "Chương IV"},
		"XIX-": {rank: roman, n: 19, name: "XIX", style: "-"}, "đ)": {rank: letter, n: 5, name: "đ", style: ")"},
	} {
		if got, ok := placeOf(ordinal); !ok || got != want {
			t.Errorf("placeOf(%q) = %+v, %v; want %+v", ordinal, got, ok, want)
		}
	}
	for _, ordinal := range []string{"", "-", "+", "f)", "Mục tiêu"} {
		if got, ok := placeOf(ordinal); ok {
			t.Errorf("placeOf(%q) = %+v", ordinal, got)
		}
	}
}

// TestCheckTextHolds: any text gives a report that can be printed, and a finding is complete.
func TestCheckTextHolds(t *testing.T) {
	t.Parallel()
	line := rapid.OneOf(rapid.SampledFrom(strings.Split(goodLetter+goodNotice, "\n")), rapid.StringMatching(`[A-Za-z0-9 .;/\-]{0,20}`))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(line, 1, 20).Draw(t, "lines"), "\n")
		report, err := CheckText([]byte(text), Options{})
		if err != nil {
			return
		}
		if _, err := json.Marshal(report); err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			if f.Rule == "" || f.Code == "" || f.Where == "" || f.Message == "" || f.Level != LevelError && f.Level != LevelWarning || strings.Contains(f.Message, "%!") {
				t.Fatalf("%q: incomplete finding %+v", text, f)
			}
		}
	})
}
