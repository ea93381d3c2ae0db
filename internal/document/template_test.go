package document

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/directory"
	"trinhky/internal/store"
)

func TestEveryKindOfTheIssueHasItsTemplate(t *testing.T) {
	t.Parallel()
	both := []string{"thong-bao-ket-luan", "ke-hoach", "bao-cao-thang", "bao-cao-quy", "bao-cao-6-thang", "bao-cao-nam", "bao-cao-chuyen-de", "bao-cao-so-ket",
		"bao-cao-tong-ket", "cong-van", "to-trinh", "quyet-dinh", "nghi-quyet", "chi-thi", "huong-dan", "chuong-trinh", "giay-moi", "bien-ban",
		"cong-van-dinh-chinh", "thong-bao-thu-hoi"}
	for regime, names := range map[string][]string{"party": append(slices.Clone(both), "ket-luan"), "state": both} {
		for _, name := range names {
			if _, err := TemplateByID(regime + "-" + name); err != nil {
				t.Errorf("%s: no %s: %v", regime, name, err)
			}
		}
	}
	if _, err := TemplateByID("state-ket-luan"); code(err) != "TEMPLATE_UNKNOWN" { // Kết luận is no type of NĐ 30
		t.Error(err)
	}
	if reports := Templates("state", "report"); len(reports) != 7 {
		t.Errorf("%d templates of a report", len(reports))
	}
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"Giao [cơ quan\tchủ trì] trước ngày [thời hạn]; [thời hạn].": {"[cơ quan chủ trì]", "[thời hạn]"},
		"[Nêu rõ lý do].": {"[Nêu rõ lý do]"}, "năm {{năm}}": {"{{năm}}"}, "[… điền tiếp]": {"[… điền tiếp]"},
		"theo tài liệu [1], [MẬT], [...], [10a]? (để báo cáo)": nil, "": nil, "a [b\nc] d": nil, "[[tên]]": {"[tên]"},
	} {
		if diff := cmp.Diff(want, Placeholders(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	province := directory.Organ{Name: "Tỉnh ủy Lâm Đồng", ShortNames: []string{"Tỉnh ủy", "TU Lâm Đồng"}, Body: "BAN THƯỜNG VỤ", Regime: directory.Party, Class: directory.ProvinceCommittee, Level: "tinh"}
	office := directory.Organ{Name: "Văn phòng Tỉnh ủy Lâm Đồng", ShortNames: []string{"Văn phòng Tỉnh ủy"}, HeadPosition: "CHÁNH VĂN PHÒNG", Regime: directory.Party, Class: directory.ProvinceOffice, Level: "tinh"}
	inspection := directory.Organ{Name: "Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng", ShortNames: []string{"Ủy ban Kiểm tra Tỉnh ủy"}, Body: "ỦY BAN KIỂM TRA", Regime: directory.Party, Class: directory.InspectionCommittee, Level: "tinh"}
	commune := directory.Organ{Name: "Đảng ủy xã Tuy Phong", Body: "BAN THƯỜNG VỤ", Regime: directory.Party, Class: directory.CommuneCommittee, Level: "xa"}
	people := directory.Organ{Name: "Ủy ban nhân dân tỉnh Lâm Đồng", ShortNames: []string{"UBND tỉnh", "Ủy ban nhân dân tỉnh"}, Body: "ỦY BAN NHÂN DÂN", Regime: directory.State, Class: directory.ProvincePeopleCommittee, Level: "tinh"}
	ward := directory.Organ{Name: "Ủy ban nhân dân phường Phan Thiết", Body: "ỦY BAN NHÂN DÂN", Regime: directory.State, Class: directory.CommunePeopleCommittee, Level: "xa"}
	department := directory.Organ{Name: "Sở Nội vụ tỉnh Lâm Đồng", ShortNames: []string{"Sở Nội vụ"}, HeadPosition: "GIÁM ĐỐC", Regime: directory.State, Class: directory.Department, Level: "tinh"}
	for _, test := range []struct {
		c    TemplateContext
		want map[string]string
	}{
		{TemplateContext{Issuer: province, On: "2026-11-20"}, map[string]string{
			"chủ thể": "Ban Thường vụ Tỉnh ủy", "lưu": "Lưu Văn phòng Tỉnh ủy", "THẨM QUYỀN": "BAN THƯỜNG VỤ TỈNH ỦY", "cấp dưới": "Đảng ủy các xã, phường, đặc khu", "nơi trình": "Ban Bí thư Trung ương Đảng",
		}},
		{TemplateContext{Issuer: province, On: "2014-06-10"}, map[string]string{"cấp dưới": "Các huyện ủy, thị ủy, thành ủy", "các ban": "Các ban của Tỉnh ủy"}},
		{TemplateContext{Issuer: office}, map[string]string{"chủ thể": "Văn phòng Tỉnh ủy", "THẨM QUYỀN": "CHÁNH VĂN PHÒNG TỈNH ỦY", "cấp ủy": "Tỉnh ủy", "lưu": "Lưu Văn phòng Tỉnh ủy"}},
		{TemplateContext{Issuer: inspection}, map[string]string{"chủ thể": "Ủy ban Kiểm tra Tỉnh ủy", "lưu": "Lưu Ủy ban Kiểm tra Tỉnh ủy", "lãnh đạo": "Thường trực Tỉnh ủy"}},
		{TemplateContext{Issuer: commune, On: "2026-11-20"}, map[string]string{"chủ thể": "Ban Thường vụ Đảng ủy xã Tuy Phong", "lưu": "Lưu Văn phòng Đảng ủy", "cấp dưới": "", "các ban": "Các cơ quan tham mưu, giúp việc Đảng ủy"}},
		{TemplateContext{Issuer: people, Unit: directory.Organ{Code: "TH"}}, map[string]string{"chủ thể": "Ủy ban nhân dân tỉnh", "lưu": "Lưu: VT, TH", "lãnh đạo": "CT và các PCT UBND tỉnh", "THẨM QUYỀN": "ỦY BAN NHÂN DÂN TỈNH", "cấp ủy": ""}},
		{TemplateContext{Issuer: ward}, map[string]string{"lưu": "Lưu: VT, [đơn vị soạn thảo]", "lãnh đạo": "CT và các PCT UBND phường", "cấp dưới": "", "các ban": ""}},
		{TemplateContext{Issuer: department, Superior: people}, map[string]string{"chủ thể": "Sở Nội vụ", "THẨM QUYỀN": "GIÁM ĐỐC SỞ NỘI VỤ", "cơ quan chủ quản": "Ủy ban nhân dân tỉnh", "nơi trình": "Ủy ban nhân dân tỉnh"}},
	} {
		got := test.c.fields()
		for name, want := range test.want {
			if got[name] != want {
				t.Errorf("%s, %s: %q, want %q", test.c.Issuer.Name, name, got[name], want)
			}
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for on, want := range map[store.Date]map[string]string{
		"2026-06-25": {"tháng báo cáo": "tháng 6 năm 2026", "tháng sau": "tháng 7 năm 2026", "quý báo cáo": "quý II năm 2026", "quý sau": "quý III năm 2026", "6 tháng báo cáo": "6 tháng đầu năm 2026", "6 tháng sau": "6 tháng cuối năm 2026", "năm": "2026"},
		"2026-07-05": {"tháng báo cáo": "tháng 6 năm 2026", "quý báo cáo": "quý II năm 2026", "6 tháng báo cáo": "6 tháng đầu năm 2026"},
		"2027-01-08": {"tháng báo cáo": "tháng 12 năm 2026", "tháng sau": "tháng 1 năm 2027", "năm báo cáo": "2026", "năm sau": "2027", "năm": "2027", "quý sau": "quý I năm 2027", "6 tháng sau": "6 tháng đầu năm 2027"},
		"2026-12-31": {"tháng báo cáo": "tháng 12 năm 2026", "năm báo cáo": "2026"},
		"2026-10-31": {"tháng sau": "tháng 11 năm 2026"}, // no day 31 in the month after
	} {
		got := periods(on)
		for name, value := range want {
			if got[name] != value {
				t.Errorf("%s, %s: %q, want %q", on, name, got[name], value)
			}
		}
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	tpl, err := readTemplate("state", "thu", "tên: Thử\nloại: Kế hoạch\n---\nKẾ HOẠCH\nnăm {{năm}}\n\nNơi nhận:\n- {{cấp dưới}};\n- {{lưu}}.\n")
	if err != nil {
		t.Fatal(err)
	}
	ward := directory.Organ{Name: "Ủy ban nhân dân phường Phan Thiết", Regime: directory.State, Class: directory.CommunePeopleCommittee, Level: "xa"}
	got, err := tpl.Fill(TemplateContext{Issuer: ward, On: "2026-11-20"})
	if err != nil || got != "KẾ HOẠCH\nnăm 2026\n\nNơi nhận:\n- Lưu: VT, [đơn vị soạn thảo].\n" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := tpl.Fill(TemplateContext{Issuer: directory.Organ{Regime: directory.Party}}); code(err) != "TEMPLATE_REGIME" {
		t.Error(err)
	}
	report, err := TemplateByID("state-bao-cao-quy")
	if err != nil {
		t.Fatal(err)
	}
	department := directory.Organ{Name: "Sở Nội vụ tỉnh Lâm Đồng", ShortNames: []string{"Sở Nội vụ"}, Regime: directory.State, Class: directory.Department, Level: "tinh"}
	got, err = report.Fill(TemplateContext{Issuer: department, On: "2026-11-20"})
	if err != nil || !strings.Contains(got, "Kính gửi: Ủy ban nhân dân tỉnh\n") || !strings.HasSuffix(got, "- Như trên;\n- Lưu: VT, [đơn vị soạn thảo].\n") {
		t.Errorf("names whom it is sent to twice: %q, %v", got, err)
	}
	chiThi, err := TemplateByID("state-chi-thi")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chiThi.Fill(TemplateContext{Issuer: directory.Organ{Regime: directory.State, Class: directory.Department}}); code(err) != "KIND_NOT_ALLOWED" {
		t.Error(err)
	}
}

func TestABrokenTemplateStopsTheStart(t *testing.T) {
	t.Parallel()
	good := "tên: Thử\nloại: Kế hoạch\n---\nKẾ HOẠCH\n"
	if _, err := readTemplate("party", "x", good); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"no head": "KẾ HOẠCH\n", "no name": "loại: Kế hoạch\n---\nx\n", "unknown kind": "tên: Thử\nloại: Sổ tay\n---\nx\n", "kind of the other regime": "tên: Thử\nloại: Hợp đồng\n---\nx\n",
		"unknown key": "tên: Thử\nloại: Kế hoạch\nmã: 1\n---\nx\n", "unknown field": good + "{{tên vua}}\n", "no text": "tên: Thử\nloại: Kế hoạch\n---\n \n",
		"not NFC": good + "u\u0309y\n", "tab": good + "a\tb\n", "foreign Đ": good + "\u00D0U\n",
	} {
		if _, err := loadTemplates(fstest.MapFS{"official/party/x.txt": {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), "official/party/x.txt") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
