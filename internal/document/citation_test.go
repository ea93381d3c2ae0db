package document

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestParseSymbol: the vectors of domain §2.2.
func TestParseSymbol(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		in        string
		want      Symbol
		canonical string
	}{
		{"34-CT/TU", Symbol{Form: PartyForm, Number: "34", Type: "CT", Issuer: "TU"}, "34-CT/TU"},
		{"80-HD/BTGTU", Symbol{Form: PartyForm, Number: "80", Type: "HD", Issuer: "BTGTU"}, "80-HD/BTGTU"},
		{"55-CT/TU", Symbol{Form: PartyForm, Number: "55", Type: "CT", Issuer: "TU"}, "55-CT/TU"},
		{"23- CT/TU", Symbol{Form: PartyForm, Number: "23", Type: "CT", Issuer: "TU"}, "23-CT/TU"},
		{"23\u00A0-\u00A0CT / TU", Symbol{Form: PartyForm, Number: "23", Type: "CT", Issuer: "TU"}, "23-CT/TU"},
		{"77-KH/HU", Symbol{Form: PartyForm, Number: "77", Type: "KH", Issuer: "HU"}, "77-KH/HU"},
		{"57-KH/ĐU", Symbol{Form: PartyForm, Number: "57", Type: "KH", Issuer: "ĐU"}, "57-KH/ĐU"},
		{"57-KH/\u00D0U", Symbol{Form: PartyForm, Number: "57", Type: "KH", Issuer: "ĐU"}, "57-KH/ĐU"},
		{"57–KH/ĐU", Symbol{Form: PartyForm, Number: "57", Type: "KH", Issuer: "ĐU"}, "57-KH/ĐU"},
		{"403-BC/TU", Symbol{Form: PartyForm, Number: "403", Type: "BC", Issuer: "TU"}, "403-BC/TU"},
		{"217-QĐ/TW", Symbol{Form: PartyForm, Number: "217", Type: "QĐ", Issuer: "TW"}, "217-QĐ/TW"},
		{"770-CV/TU", Symbol{Form: PartyForm, Number: "770", Type: "CV", Issuer: "TU"}, "770-CV/TU"},
		{"30/2020/NĐ-CP", Symbol{Form: NormForm, Number: "30", Year: 2020, Type: "NĐ", Issuer: "CP"}, "30/2020/NĐ-CP"},
		{"15/BC-UBND", Symbol{Form: StateForm, Number: "15", Type: "BC", Issuer: "UBND"}, "15/BC-UBND"},
		{"05/TB-VP", Symbol{Form: StateForm, Number: "05", Type: "TB", Issuer: "VP"}, "05/TB-VP"},
		{"15/BC-UBND-VX", Symbol{Form: StateForm, Number: "15", Type: "BC", Issuer: "UBND", Unit: "VX"}, "15/BC-UBND-VX"},
		{"12/UBND-VX", Symbol{Form: LetterForm, Number: "12", Issuer: "UBND", Unit: "VX"}, "12/UBND-VX"},
		{"05/BNV-VP", Symbol{Form: LetterForm, Number: "05", Issuer: "BNV", Unit: "VP"}, "05/BNV-VP"},
		{"7816/VPCP-TTĐT", Symbol{Form: LetterForm, Number: "7816", Issuer: "VPCP", Unit: "TTĐT"}, "7816/VPCP-TTĐT"},
		{"5053-CV/VPTW/nb", Symbol{Form: PartyForm, Number: "5053", Type: "CV", Issuer: "VPTW", Internal: true}, "5053-CV/VPTW/nb"},
		{"367 - QĐ/TWĐTN-VP", Symbol{Form: PartyForm, Number: "367", Type: "QĐ", Issuer: "TWĐTN-VP"}, "367-QĐ/TWĐTN-VP"},
		{"33/2024/QH15", Symbol{Form: NormForm, Number: "33", Year: 2024, Type: "QH", Issuer: "QH15"}, "33/2024/QH15"},
		{"02/2011/TTLT-VPCP-BNV", Symbol{Form: NormForm, Number: "02", Year: 2011, Type: "TTLT", Issuer: "VPCP-BNV"}, "02/2011/TTLT-VPCP-BNV"},
		{"12bis-CTr/TU", Symbol{Form: PartyForm, Number: "12bis", Type: "CTr", Issuer: "TU"}, "12bis-CTr/TU"},
	} {
		got, ok := ParseSymbol(test.in)
		if !ok || got != test.want || got.String() != test.canonical {
			t.Errorf("ParseSymbol(%q) = %+v (%s), %v; want %+v (%s)", test.in, got, got, ok, test.want, test.canonical)
		}
	}
	for _, in := range []string{"2021-2025", "12/17", "06/4/2015", "QĐ/TW", "", "Chỉ thị 34", "34-CT", "1234567-CT/TU", "34-CT/", "15/BC", strings.Repeat("1", 500)} {
		if got, ok := ParseSymbol(in); ok {
			t.Errorf("ParseSymbol(%q) = %+v, want no match", in, got)
		}
	}
}

// found is what the tests compare of a citation.
type found struct{ raw, symbol, date, issuer, kind string }

func short(citations []Citation) []found {
	var all []found
	for _, c := range citations {
		all = append(all, found{c.Raw, c.Symbol, c.Date, c.Issuer, c.Type})
	}
	return all
}

func TestFindCitations(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       []found
	}{
		{"date and issuer", "theo Hướng dẫn số 80-HD/BTGTU, ngày 8/7/2013 của Ban Tuyên giáo Tỉnh ủy về thi đua.",
			[]found{{"80-HD/BTGTU", "80-HD/BTGTU", "2013-07-08", "Ban Tuyên giáo Tỉnh ủy", "Hướng dẫn"}}},
		{"issuer stops at the next type", "thực hiện Chỉ thị 34-CT/TU của Ban Thường vụ Tỉnh ủy và Hướng dẫn 80-HD/BTGTU, ngày 8/7/2013 của Ban Tuyên giáo Tỉnh ủy.",
			[]found{{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"}, {"80-HD/BTGTU", "80-HD/BTGTU", "2013-07-08", "Ban Tuyên giáo Tỉnh ủy", "Hướng dẫn"}}},
		{"two of one issuer", "tốt Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW của Bộ Chính trị theo hướng dẫn",
			[]found{{"217-QĐ/TW", "217-QĐ/TW", "", "Bộ Chính trị", "Quyết định"}, {"218-QĐ/TW", "218-QĐ/TW", "", "Bộ Chính trị", "Quyết định"}}},
		{"the type goes on in a list", "các Quy định số 217-QĐ/TW và số 218-QĐ/TW, ngày 12 tháng 12 năm 2013 của Bộ Chính trị",
			[]found{{"217-QĐ/TW", "217-QĐ/TW", "", "Bộ Chính trị", "Quy định"}, {"218-QĐ/TW", "218-QĐ/TW", "2013-12-12", "Bộ Chính trị", "Quy định"}}},
		{"spaces, NBSP, U+00D0, en dash", "Chỉ thị số\u00A023- CT/TU; Kế hoạch 57–KH/\u00D0U.",
			[]found{{"23- CT/TU", "23-CT/TU", "", "", "Chỉ thị"}, {"57–KH/\u00D0U", "57-KH/ĐU", "", "", "Kế hoạch"}}},
		{"a long dash before a long code", "Chương trình số 05–CTHĐ/TU.", []found{{"05–CTHĐ/TU", "05-CTHĐ/TU", "", "", "Chương trình"}}},
		{"issuer before", "Ban Thường vụ Đảng ủy thị trấn Phan Rí Cửa đã xây dựng Kế hoạch số 57-KH/ĐU, ngày 24/5/2017, tổ chức phổ biến",
			[]found{{"57-KH/ĐU", "57-KH/ĐU", "2017-05-24", "Ban Thường vụ Đảng ủy thị trấn Phan Rí Cửa", "Kế hoạch"}}},
		{"issuer behind a comma", "tại Công văn số 770-CV/TU, ngày 13/11/2023, Ban Thường vụ Tỉnh ủy yêu cầu",
			[]found{{"770-CV/TU", "770-CV/TU", "2023-11-13", "Ban Thường vụ Tỉnh ủy", "Công văn"}}},
		{"who acts is not the issuer", "Thực hiện Chỉ thị số 23-CT/TU, Ban Thường vụ Huyện ủy đã họp",
			[]found{{"23-CT/TU", "23-CT/TU", "", "", "Chỉ thị"}}},
		{"not even with the same code", "Thực hiện Chỉ thị số 23-CT/TU, Ban Thường vụ Tỉnh ủy đã họp",
			[]found{{"23-CT/TU", "23-CT/TU", "", "", "Chỉ thị"}}},
		{"area after the issuer, old spelling", "Báo cáo số 12-BC/TU ngày 05 tháng 02 năm 2026 của Ban Thường vụ Tỉnh uỷ Bình Thuận, đã nêu",
			[]found{{"12-BC/TU", "12-BC/TU", "2026-02-05", "Ban Thường vụ Tỉnh uỷ Bình Thuận", "Báo cáo"}}},
		{"a name ends with its paragraph", "thực hiện Chỉ thị số 34-CT/TU của Ban Thường vụ Tỉnh ủy\n\nCăn cứ Chỉ thị\n\nsố 55-CT/TU của Tỉnh ủy\nBình Thuận",
			[]found{{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"}, {"55-CT/TU", "55-CT/TU", "", "Tỉnh ủy Bình Thuận", "Chỉ thị"}}},
		{"end of a sentence", "theo Chỉ thị số 34-CT/TU.Nhờ đó (55-CT/TU).",
			[]found{{"34-CT/TU", "34-CT/TU", "", "", "Chỉ thị"}, {"55-CT/TU", "55-CT/TU", "", "", "Chỉ thị"}}},
		{"norms and laws", "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ; Luật số 33/2024/QH15",
			[]found{{"30/2020/NĐ-CP", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "Nghị định"}, {"33/2024/QH15", "33/2024/QH15", "", "", "Luật"}}},
		{"State letters", "Công văn số 12/UBND-VX và văn bản 7816/VPCP-TTĐT",
			[]found{{"12/UBND-VX", "12/UBND-VX", "", "", "Công văn"}, {"7816/VPCP-TTĐT", "7816/VPCP-TTĐT", "", "", "Công văn"}}},
		{"a road is not a document", "Km 12/QL1A, đường 05/TL; giai đoạn 2021-2025, 12/17 khu phố, ngày 06/4/2015, 21/21, lô 12-A/B", nil},
		{"a type name makes it one", "công văn 12/UBND", []found{{"12/UBND", "12/UBND", "", "", "Công văn"}}},
		{"a notice of a conclusion", "Thông báo kết luận số 05-TB/VPTU", []found{{"05-TB/VPTU", "05-TB/VPTU", "", "", "Thông báo"}}},
		{"named", "theo tinh thần Nghị quyết Trung ương 4 “Một số vấn đề” và Nghị quyết Trung ương 4 khóa XI",
			[]found{{"Nghị quyết Trung ương 4", "", "", "", "Nghị quyết"}, {"Nghị quyết Trung ương 4 khóa XI", "", "", "", "Nghị quyết"}}},
		{"short", "Chỉ thị 34-CT/TU. Quá trình thực hiện Chỉ thị 34 của Ban Thường vụ Tỉnh ủy cần",
			[]found{{"34-CT/TU", "34-CT/TU", "", "", "Chỉ thị"}, {"Chỉ thị 34", "", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"}}},
		{"short without a full one", "theo Nghị quyết số 35; Chỉ thị 12.", []found{{"Nghị quyết số 35", "", "", "", "Nghị quyết"}, {"Chỉ thị 12", "", "", "", "Chỉ thị"}}},
		{"counted things with a number that is cited", "Kế hoạch số 5-KH/TU; Kế hoạch 5 năm", []found{{"5-KH/TU", "5-KH/TU", "", "", "Kế hoạch"}}},
		{"counted things", "Kế hoạch 5 năm, Báo cáo 6 tháng, Thông báo 15 trường hợp, Kế hoạch 2021 - 2025, Chương trình 135, Quyết định 3 vấn đề", nil},
		{"no such day", "Chỉ thị số 34-CT/TU, ngày 31/02/2014 của", []found{{"34-CT/TU", "34-CT/TU", "", "", "Chỉ thị"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, short(FindCitations(test.text, DefaultIssuers())), cmp.AllowUnexported(found{})); diff != "" {
				t.Errorf("%s\n%s", test.text, diff)
			}
		})
	}
}

func TestIssuerCodeMismatch(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Báo cáo số 403-BC/TU, ngày 03/6/2014 của Ban Thường vụ Huyện ủy đã nêu": {"HU"},
		"Báo cáo số 403-BC/HU, ngày 03/6/2014 của Ban Thường vụ Huyện ủy đã nêu": nil,
		"Kế hoạch số 1-KH/ĐUK của Đảng ủy Khối":                                  nil,
		"Nghị định 30/2020/NĐ-CP của Thủ tướng Chính phủ":                        {"TTg"},
		"Thông báo số 05-TB/VPTU của Thường trực Tỉnh ủy":                        nil,
		"Quyết định số 5-QĐ/XYZ của Liên hoan phim":                              nil,
	} {
		got := FindCitations(text, DefaultIssuers())
		if len(got) != 1 || !cmp.Equal(got[0].Expected, want, cmpopts.EquateEmpty()) {
			t.Errorf("%s: %+v, want expected codes %v", text, got, want)
		}
	}
}

func TestDirectoryNamesWin(t *testing.T) {
	t.Parallel()
	issuers := NewIssuerNames(IssuerName{Name: "Liên đoàn Lao động tỉnh Bà Rịa - Vũng Tàu", Codes: []string{"LĐLĐ"}})
	got := FindCitations("Công văn số 9-CV/HND của Liên đoàn lao động tỉnh Bà Rịa – Vũng Tàu về việc đó", issuers)
	if len(got) != 1 || got[0].Issuer != "Liên đoàn lao động tỉnh Bà Rịa – Vũng Tàu" || !cmp.Equal(got[0].Expected, []string{"LĐLĐ"}) || got[0].Subject != "về việc đó" {
		t.Errorf("got %+v", got)
	}
}

func TestShortPointsAtTheFullOne(t *testing.T) {
	t.Parallel()
	got := FindCitations("Chỉ thị 23. Chỉ thị số 23-CT/TU; Kế hoạch số 23-KH/TU; theo Chỉ thị 23, gắn", DefaultIssuers())
	var full []int
	for _, c := range got {
		full = append(full, c.ShortOf)
	}
	if diff := cmp.Diff([]int{-1, -1, -1, 1}, full); diff != "" {
		t.Errorf("%+v\n%s", got, diff)
	}
}

func TestOwnNumber(t *testing.T) {
	t.Parallel()
	text := "TỈNH ỦY BÌNH THUẬN\t\tĐẢNG CỘNG SẢN VIỆT NAM\nVĂN PHÒNG\n*\nSố 05-TB/VPTU\t\tPhan Thiết, ngày 10 tháng 6 năm 2014\n\nTHÔNG BÁO\n\nTheo Chỉ thị\nsố 34-CT/TU\n"
	got := FindCitations(text, DefaultIssuers())
	if len(got) != 2 || got[0].Role != Own || got[0].Date != "2014-06-10" || got[0].Type != "Thông báo" || got[1].Role != Cited || got[1].Type != "Chỉ thị" {
		t.Errorf("got %+v", got)
	}
}

// TestSeedCitations: every citation of the seeds and nothing else.
func TestSeedCitations(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]found{
		"000_72ef83b8bb7c602e.txt": {
			{"34-CT/TU", "34-CT/TU", "", "", "Chỉ thị"},
			{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"80-HD/BTGTU", "80-HD/BTGTU", "2013-07-08", "Ban Tuyên giáo Tỉnh ủy", "Hướng dẫn"},
			{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"34-CT/TU", "34-CT/TU", "", "", "Chỉ thị"},
			{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"Chỉ thị 34", "", "", "", "Chỉ thị"},
			{"34-CT/TU", "34-CT/TU", "", "", "Chỉ thị"},
			{"34-CT/TU", "34-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"Chỉ thị 34", "", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"55-CT/TU", "55-CT/TU", "", "", "Chỉ thị"},
		},
		"001_2c7221eaf46217ea.txt": {
			{"23- CT/TU", "23-CT/TU", "", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
			{"77-KH/HU", "77-KH/HU", "2017-05-15", "Ban Thường vụ Huyện ủy", "Kế hoạch"},
			{"57-KH/ĐU", "57-KH/ĐU", "2017-05-24", "Ban Thường vụ Đảng ủy thị trấn Phan Rí Cửa", "Kế hoạch"},
			{"Chỉ thị 23", "", "", "", "Chỉ thị"},
			{"23-CT/TU", "23-CT/TU", "2017-04-21", "Ban Thường vụ Tỉnh ủy", "Chỉ thị"},
		},
		"002_0e1e5b514ef6e61b.txt": {
			{"403-BC/TU", "403-BC/TU", "2014-06-03", "Ban Thường vụ Huyện ủy", "Báo cáo"},
			{"Nghị quyết Trung ương 4", "", "", "", "Nghị quyết"},
			{"217-QĐ/TW", "217-QĐ/TW", "", "Bộ Chính trị", "Quyết định"},
			{"218-QĐ/TW", "218-QĐ/TW", "", "Bộ Chính trị", "Quyết định"},
		},
		"004_ed95d894b6b52846.txt": {{"770-CV/TU", "770-CV/TU", "2023-11-13", "Ban Thường vụ Tỉnh ủy", "Công văn"}},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile("../../../shared/seeds/" + file)
			if os.IsNotExist(err) {
				t.Skip("no seeds beside the repository")
			}
			text, err := Normalize(raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, short(FindCitations(text, DefaultIssuers())), cmp.AllowUnexported(found{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSymbolRoundTrip: what a symbol prints is read back as the same symbol.
func TestSymbolRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringMatching(`[0-9]{1,6}(bis|đ)?(-(CT|QĐ|CTr)/(TU|ĐU|VPTU|TWĐTN-VP)(/nb)?|/20[0-9]{2}/(NĐ-CP|QH15|TTLT-BNV-BTC)|/(BC-UBND|UBND-VX|QyĐ-SNV-TC))`).Draw(t, "symbol")
		s, ok := ParseSymbol(in)
		if !ok {
			t.Fatalf("%q is not read", in)
		}
		if again, ok := ParseSymbol(s.String()); !ok || again != s || s.String() != in {
			t.Fatalf("%q → %+v → %q → %+v", in, s, s.String(), again)
		}
		spaced := strings.NewReplacer("-", " – ", "/", " / ").Replace(strings.TrimSuffix(in, "/nb"))
		if loose, ok := ParseSymbol(spaced); !ok || loose.String() != strings.TrimSuffix(in, "/nb") {
			t.Fatalf("%q with spaces → %+v", spaced, loose)
		}
	})
}

// checkCitations: what must hold of every answer.
func checkCitations(t interface {
	Fatalf(format string, args ...any)
}, text string) {
	end := 0
	all := FindCitations(text, DefaultIssuers())
	for i, c := range all {
		if (c.Relation == "") != (c.Role == Own) || c.Relation != "" && !slices.Contains(Relations, c.Relation) {
			t.Fatalf("%q has the relation %q", c.Raw, c.Relation)
		}
		if c.ShortOf >= 0 && (!c.Short || all[c.ShortOf].Symbol == "") {
			t.Fatalf("%q is short for %q", c.Raw, all[c.ShortOf].Raw)
		}
		if c.Start < end || c.End > len(text) || text[c.Start:c.End] != c.Raw || c.ShortOf >= i {
			t.Fatalf("citation %d of %q is out of place: %+v", i, text, c)
		}
		if c.Symbol != "" {
			if s, ok := ParseSymbol(c.Raw); !ok || s.String() != c.Symbol {
				t.Fatalf("%q is not the symbol of %q", c.Symbol, c.Raw)
			}
		}
		if (c.Symbol == "") != (c.Short || c.Named) || utf8.ValidString(text) && !utf8.ValidString(c.Issuer+c.Subject) {
			t.Fatalf("%+v", c)
		}
		end = c.End
	}
}

func TestFindCitationsHolds(t *testing.T) {
	t.Parallel()
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"Chỉ thị", " số ", "34-CT/TU", "23- CT/TU", " của ", "Ban Thường vụ Tỉnh uỷ", " Tuy Phong", ", ngày 8/7/2013", "12/QL1A", ".", "\n", " và ", "Nghị quyết Trung ương 4", "Chỉ thị 34", "30/2020/NĐ-CP", " đã ban hành ", "Bà Rịa - Vũng Tàu", "Căn cứ ", " thay thế ", " khoản 1 Điều 2 ", "; "}),
		rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		checkCitations(t, strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), ""))
	})
}

func FuzzFindCitations(f *testing.F) {
	for _, seed := range []string{"Chỉ thị số 23- CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy về thi đua", "Số 05-TB/VPTU\tHuế, ngày 1 tháng 2 năm 2020", "Nghị quyết Trung ương 4 khóa XI; Chỉ thị 34", "12/QL1A \xff 30/2020/NĐ-CP"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkCitations(t, text) })
}

func BenchmarkFindCitations(b *testing.B) {
	text := strings.Repeat("Thực hiện Chỉ thị số 23-CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy về tiếp tục đẩy mạnh phong trào thi đua trên địa bàn thôn, khu phố; ", 500)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindCitations(text, DefaultIssuers())
	}
}
