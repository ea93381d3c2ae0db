package document

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Domain §2.2, vector by vector, as they stand in running text.
func TestDomainVectors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vector int
		text   string
		want   []string // symbol or raw | type | date | issuer | standing with nothing known
	}{
		{1, "Chỉ thị 34-CT/TU của Ban Thường vụ Tỉnh ủy Bình Thuận", []string{"34-CT/TU|Chỉ thị||Ban Thường vụ Tỉnh ủy Bình Thuận|ambiguous"}},
		{2, "Hướng dẫn 80-HD/BTGTU, ngày 8/7/2013 của Ban Tuyên giáo Tỉnh ủy", []string{"80-HD/BTGTU|Hướng dẫn|2013-07-08|Ban Tuyên giáo Tỉnh ủy|unknown"}},
		{3, "Chỉ thị 55-CT/TU", []string{"55-CT/TU|Chỉ thị|||ambiguous"}},
		{4, "Chỉ thị số 23- CT/TU; Chỉ thị số 23-CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy", []string{"23-CT/TU|Chỉ thị||Ban Thường vụ Tỉnh ủy|unknown", "23-CT/TU|Chỉ thị|2017-04-21|Ban Thường vụ Tỉnh ủy|unknown"}},
		{5, "Kế hoạch số 77-KH/HU, ngày 15/5/2017 của Ban Thường vụ Huyện ủy", []string{"77-KH/HU|Kế hoạch|2017-05-15|Ban Thường vụ Huyện ủy|unknown"}},
		{6, "Kế hoạch 57-KH/ĐU, 57-KH/\u00D0U và 57–KH/ĐU, ngày 24/5/2017", []string{"57-KH/ĐU|Kế hoạch|||unknown", "57-KH/ĐU|Kế hoạch|||unknown", "57-KH/ĐU|Kế hoạch|2017-05-24||unknown"}},
		{7, "Báo cáo số 403-BC/TU, ngày 03/6/2014 của Ban Thường vụ Huyện ủy", []string{"403-BC/TU|Báo cáo|2014-06-03|Ban Thường vụ Huyện ủy|misattributed"}},
		{8, "Quyết định số 217-QĐ/TW của Bộ Chính trị", []string{"217-QĐ/TW|Quyết định||Bộ Chính trị|ambiguous"}},
		{9, "Quyết định số 218-QĐ/TW của Bộ Chính trị", []string{"218-QĐ/TW|Quyết định||Bộ Chính trị|ambiguous"}},
		{10, "Công văn số 770-CV/TU, ngày 13/11/2023 của Ban Thường vụ Tỉnh ủy Trà Vinh", []string{"770-CV/TU|Công văn|2023-11-13|Ban Thường vụ Tỉnh ủy Trà Vinh|unknown"}},
		{11, "Chỉ thị 34-CT/TU, ngày 05/02/2014 và Chỉ thị 23-CT/TU; Chỉ thị 34, Chỉ thị 23", []string{"34-CT/TU|Chỉ thị|2014-02-05||unknown", "23-CT/TU|Chỉ thị|||ambiguous", "Chỉ thị 34|Chỉ thị|||unknown", "Chỉ thị 23|Chỉ thị|||ambiguous"}},
		{12, "Nghị quyết Trung ương 4", []string{"Nghị quyết Trung ương 4|Nghị quyết|||unnumbered"}},
		{13, "Nghị định 30/2020/NĐ-CP, ngày 05/3/2020 của Chính phủ", []string{"30/2020/NĐ-CP|Nghị định|2020-03-05|Chính phủ|unknown"}},
		{14, "Báo cáo số 15/BC-UBND; Thông báo 05/TB-VP", []string{"15/BC-UBND|Báo cáo|||ambiguous", "05/TB-VP|Thông báo|||ambiguous"}},
		{15, "Công văn số 12/UBND-VX, 05/BNV-VP; văn bản số 7816/VPCP-TTĐT", []string{"12/UBND-VX|Công văn|||ambiguous", "05/BNV-VP|Công văn|||ambiguous", "7816/VPCP-TTĐT|Công văn|||ambiguous"}},
		{16, "Công văn số 5053-CV/VPTW/nb, ngày 11/3/2019", []string{"5053-CV/VPTW/nb|Công văn|2019-03-11||unknown"}},
		{17, "Quyết định số 367 - QĐ/TWĐTN-VP, ngày 29/10/2013", []string{"367-QĐ/TWĐTN-VP|Quyết định|2013-10-29||unknown"}},
		{18, "Luật 33/2024/QH15; Thông tư liên tịch số 02/2011/TTLT-VPCP-BNV", []string{"33/2024/QH15|Luật|||unknown", "02/2011/TTLT-VPCP-BNV|Thông tư liên tịch|||unknown"}},
		{19, "giai đoạn 2021-2025, có 12/17 khu phố, ngày 06/4/2015, loại QĐ/TW", nil},
	} {
		cited := FindCitations(test.text, DefaultIssuers())
		var got []string
		for i, v := range Judge(cited, nil, "") {
			c := cited[i]
			name := c.Symbol
			if name == "" {
				name = c.Raw
			}
			got = append(got, strings.Join([]string{name, c.Type, c.Date, c.Issuer, string(v.Standing)}, "|"))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("vector %d: %s\n%s", test.vector, test.text, diff)
		}
	}
}

// Every citation of the four seeds with what it is for the text, and, of a short one, which it is short for (by place).
func TestSeedRelations(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][]string{
		"000_72ef83b8bb7c602e.txt": {
			"34-CT/TU implements", "34-CT/TU implements", "34-CT/TU implements", "80-HD/BTGTU implements", "34-CT/TU grounds",
			"34-CT/TU grounds", "34-CT/TU implements", "Chỉ thị 34 grounds = 6", "34-CT/TU implements", "34-CT/TU implements",
			"Chỉ thị 34 implements = 9", "55-CT/TU implements",
		},
		"001_2c7221eaf46217ea.txt": {
			"23- CT/TU mentions", "77-KH/HU mentions", "57-KH/ĐU mentions", "Chỉ thị 23 implements = 0", "23-CT/TU implements",
		},
		"002_0e1e5b514ef6e61b.txt": {
			"403-BC/TU mentions", "Nghị quyết Trung ương 4 grounds", "217-QĐ/TW implements", "218-QĐ/TW implements",
		},
		"004_ed95d894b6b52846.txt": {"770-CV/TU mentions"},
	} {
		raw, err := os.ReadFile("../../../shared/seeds/" + file)
		if os.IsNotExist(err) {
			t.Skip("no seeds beside the repository")
		}
		text, err := Normalize(raw)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range FindCitations(text, DefaultIssuers()) {
			line := fmt.Sprintf("%s %s", c.Raw, c.Relation)
			if c.ShortOf >= 0 {
				line += fmt.Sprintf(" = %d", c.ShortOf)
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", file, diff)
		}
	}
}

// A short citation is short for the last full one of its type that its issuer and date do not gainsay.
func TestShortOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int{
		"Chỉ thị số 23-CT/TU; Chỉ thị số 23-CT/HU; Chỉ thị 23":                                                                    {-1, -1, 1},
		"Chỉ thị số 23-CT/TU; Chỉ thị số 23-CT/HU; Chỉ thị 23 của Ban Thường vụ Tỉnh ủy":                                          {-1, -1, 0},
		"Chỉ thị số 23-CT/TU của Tỉnh ủy Bình Thuận; Chỉ thị số 23-CT/TU của Tỉnh ủy Trà Vinh; Chỉ thị 23 của Tỉnh ủy Bình Thuận": {-1, -1, 0},
		"Chỉ thị số 23-CT/TU, ngày 21/4/2017; Chỉ thị số 23-CT/TU, ngày 05/5/2020; Chỉ thị 23 ngày 21/4/2017":                     {-1, -1, 0},
		"Chỉ thị số 05-CT/TU; Chỉ thị 5, Chỉ thị 05":                                                                              {-1, 0, 0},
		"Quy định 217-QĐ/TW; theo Quyết định 217 của Bộ Chính trị; theo Quy định 217 của Bộ Chính trị":                            {-1, -1, 0},
		"số 217-QĐ/TW; theo Quy định 217 của Bộ Chính trị":                                                                        {-1, 0},
		"Chỉ thị 12bis-CT/TU; theo Chỉ thị 12, Chỉ thị 12bis":                                                                     {-1, -1, 0},
		"Chỉ thị 34 của Huyện ủy; Chỉ thị số 34-CT/TU; theo Chỉ thị 34 của Huyện ủy":                                              {-1, -1, -1},
	} {
		var got []int
		for _, c := range FindCitations(text, DefaultIssuers()) {
			got = append(got, c.ShortOf)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// BenchmarkFindCitationsInLongTexts has texts that could take the square of their length; each at two lengths, so that the
// bytes a second tell.
func BenchmarkFindCitationsInLongTexts(b *testing.B) {
	for name, piece := range map[string]string{
		"cited":   "Thực hiện Chỉ thị số 23-CT/TU, ngày 21/4/2017 của Ban Thường vụ Tỉnh ủy về thi đua, theo Chỉ thị 23 và Kế hoạch số 77-KH/HU; ",
		"numbers": "1 2/3 4-5 6/7-8 số 9 ", "dashes": "số - / - / ", "short": "Chỉ thị 23, ", "spaces": "Chỉ thị số          ",
		"plain": "các cấp ủy, tổ chức đảng tiếp tục quán triệt, nâng cao nhận thức về vị trí, vai trò của phong trào ",
	} {
		for _, size := range []int{MaxText / 12, MaxText / 3} {
			text := strings.Repeat(piece, size/len(piece))
			b.Run(fmt.Sprintf("%s-%dKB", name, len(text)>>10), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					FindCitations(text, DefaultIssuers())
				}
			})
		}
	}
}
