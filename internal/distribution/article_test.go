package distribution

import (
	"strings"
	"testing"

	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// Those whom an Điều charges, in the wordings that offices use.
func TestThoseChargedByAnArticle(t *testing.T) {
	t.Parallel()
	const (
		province, department, commune = "Ủy ban nhân dân tỉnh Lâm Đồng", "Sở Nội vụ tỉnh Lâm Đồng", "Ủy ban nhân dân xã Tuy Phong"
		tinhUy, dangUy                = "Tỉnh ủy Lâm Đồng", "Đảng ủy xã Tuy Phong"
		communes                      = "Ủy ban nhân dân xã Tuy Phong, Ủy ban nhân dân xã Bắc Bình, Ủy ban nhân dân phường Phan Thiết"
		departments                   = "Sở Nội vụ tỉnh Lâm Đồng, Sở Tài chính tỉnh Lâm Đồng, Sở Xây dựng tỉnh Lâm Đồng, Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"
		nobody                        = "!RECIPIENTS_UNRESOLVED REF_ARTICLE_NAMES_NOBODY"
	)
	cases := []struct{ issuer, names, want string }{
		{province, "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Chủ tịch Ủy ban nhân dân các xã, phường và các cá nhân có tên tại Điều 1",
			"Kiều Quang Tân, Sở Nội vụ tỉnh Lâm Đồng, " + communes},
		{province, "Chánh Văn phòng UBND tỉnh; Giám đốc các Sở: Nội vụ, Tài chính, Nông nghiệp và Môi trường; Chủ tịch UBND các xã, phường, thị trấn; Thủ trưởng các cơ quan, đơn vị liên quan",
			"Kiều Quang Tân, Sở Nội vụ tỉnh Lâm Đồng, Sở Tài chính tỉnh Lâm Đồng, Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng, " + communes},
		{province, "Giám đốc các Sở: Nội vụ, Tài chính và Xây dựng", "Sở Nội vụ tỉnh Lâm Đồng, Sở Tài chính tỉnh Lâm Đồng, Sở Xây dựng tỉnh Lâm Đồng"},
		{province, "Giám đốc các sở, Thủ trưởng các ban, ngành", departments},
		{province, "Giám đốc, Thủ trưởng các sở, ban, ngành cấp tỉnh và các tổ chức, cá nhân có liên quan", departments},
		{province, "Thủ trưởng các sở, ban, ngành tỉnh; Chủ tịch UBND các xã, phường trên địa bàn tỉnh", departments + ", " + communes},
		{province, "Các ông (bà): Chánh Văn phòng UBND tỉnh, Giám đốc Sở Tài chính, Chủ tịch UBND xã Bắc Bình và các ông, bà có tên tại Điều 1",
			"Kiều Quang Tân, Sở Tài chính tỉnh Lâm Đồng, Ủy ban nhân dân xã Bắc Bình"},
		{province, "Các cơ quan liên quan, Giám đốc Sở Xây dựng và các đồng chí nêu tại Điều 1, Điều 2", "Sở Xây dựng tỉnh Lâm Đồng"},
		{province, "Các ông (bà): Giám đốc các Sở Nội vụ, Tài chính và Chủ tịch UBND các xã, phường; các hộ gia đình, cá nhân có liên quan",
			"Sở Nội vụ tỉnh Lâm Đồng, Sở Tài chính tỉnh Lâm Đồng, " + communes},
		{province, "Sở Nội vụ và đơn vị có liên quan", "Sở Nội vụ tỉnh Lâm Đồng"},
		{province, "Văn phòng UBND tỉnh, Sở Nội vụ và bà Châu Hoài Uyên có tên tại Điều 1", "Sở Nội vụ tỉnh Lâm Đồng, Châu Hoài Uyên"},
		{province, "Thủ trưởng các cơ quan, đơn vị có liên quan và các cá nhân có tên tại Điều 1", nobody},
		{province, "Thủ trưởng các cơ quan, đơn vị", nobody},
		{province, "Các ông, bà có tên tại Điều 1", nobody},
		{province, "Giám đốc Sở Vũ trụ, Chủ tịch UBND các xã, phường", "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
		{department, "Chánh Văn phòng Sở, Giám đốc Sở Tài chính", "Thái Chí Đăng, Sở Tài chính tỉnh Lâm Đồng"},
		{commune, "Chủ tịch Ủy ban nhân dân xã, Chánh Văn phòng", "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
		{commune, "Chánh Văn phòng HĐND và UBND xã, Giám đốc Sở Nội vụ", "Nguyễn Thị Loan, Sở Nội vụ tỉnh Lâm Đồng"},
		{tinhUy, "Chánh Văn phòng Tỉnh ủy, Trưởng ban Tổ chức Tỉnh ủy, Bí thư Đảng ủy các xã, phường, đặc khu và các đồng chí có tên tại Điều 1",
			"Đào Nhật Khải, Ban Tổ chức Tỉnh ủy Lâm Đồng, Đảng ủy xã Tuy Phong, Đảng ủy xã Liên Hương"},
		{tinhUy, "Văn phòng Tỉnh ủy, Ban Tổ chức Tỉnh ủy, Ủy ban Kiểm tra Tỉnh ủy và các cơ quan, đơn vị, cá nhân có liên quan",
			"Ban Tổ chức Tỉnh ủy Lâm Đồng, Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng"},
		{dangUy, "Văn phòng Đảng ủy, các chi bộ và các đồng chí có tên tại Điều 1", "Chi bộ Công an xã Tuy Phong, Chi bộ Quân sự xã Tuy Phong"},
		{dangUy, "Chánh Văn phòng, Trưởng ban Xây dựng Đảng và các chi bộ trực thuộc Đảng ủy",
			"Trương Mỹ Liễu, Ban Xây dựng Đảng Đảng ủy xã Tuy Phong, Chi bộ Công an xã Tuy Phong, Chi bộ Quân sự xã Tuy Phong"},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		for _, c := range cases {
			body := document.Body{Blocks: []document.Block{paragraph("Điều 3. " + c.names + " chịu trách nhiệm thi hành Quyết định này.")}}
			r, err := o.resolve(c.issuer, "- Như Điều 3;\n- Lưu: VT.", Env{Body: body})
			got := strings.Join(names(r), ", ")
			if err != nil {
				got = "!" + codeOf(err)
			}
			if got != c.want {
				t.Errorf("%s\n got %s\nwant %s (%v)", c.names, got, c.want, err)
			}
			if len(r.Warnings) > 0 {
				t.Errorf("%s: %v", c.names, r.Warnings)
			}
		}
	})
}

// What is told of an Điều is the words that name nobody, once.
func TestOnlyTheUnknownWordsAreTold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		body := document.Body{Blocks: []document.Block{paragraph("Điều 3. Giám đốc Sở Vũ trụ, Chủ tịch UBND các xã, phường chịu trách nhiệm thi hành.")}}
		_, err := o.resolve("Ủy ban nhân dân tỉnh Lâm Đồng", "- Như Điều 3;\n- Lưu: VT.", Env{Body: body})
		const want = "Dòng 1 “Như Điều 3”: Danh bạ ngày 10/03/2026 không có “Giám đốc Sở Vũ trụ”."
		if reasons := fault.Of(err).Reasons; len(reasons) != 1 || reasons[0].Detail != want {
			t.Errorf("%v", reasons)
		}
	})
}

// The receivers that our own templates fill in are in the demo's directory.
func TestReceiversOfTheTemplates(t *testing.T) {
	t.Parallel()
	cases := []struct{ issuer, line, want string }{
		{"Ủy ban nhân dân tỉnh Lâm Đồng", "Thủ tướng Chính phủ", "Văn phòng Chính phủ"},
		{"Tỉnh ủy Lâm Đồng", "Ban Bí thư Trung ương Đảng (để báo cáo)", "Văn phòng Trung ương Đảng"},
		{"Tỉnh ủy Lâm Đồng", "Văn phòng Trung ương Đảng (để báo cáo)", "Văn phòng Trung ương Đảng"},
		{"Ủy ban nhân dân xã Tuy Phong", "CT và các PCT UBND xã", "Đặng Duy Nghĩa, Lương Hoài Châu"},
		{"Ủy ban nhân dân xã Bắc Bình", "Chủ tịch và các Phó Chủ tịch UBND xã", "Đinh Bá Hòa, Quách Kim Sang"},
		{"Ủy ban nhân dân phường Phan Thiết", "CT và các PCT UBND phường", "Đặng Bá Lộc, Cao Thùy Thủy"},
		{"Đảng ủy xã Liên Hương", "Các cơ quan tham mưu, giúp việc Đảng ủy", ""},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		for _, c := range cases {
			r := o.resolved(c.issuer, "- "+c.line+";\n- Lưu: VT.", Env{})
			if got := strings.Join(names(r), ", "); got != c.want || len(r.Warnings) > 0 {
				t.Errorf("%s: got %q, want %q %v", c.line, got, c.want, r.Warnings)
			}
			for _, n := range r.Recipients {
				if strings.HasPrefix(n.Name, "Văn phòng") && n.Channel != ByPaper {
					t.Errorf("%s has no account here: %s", n.Name, n.Channel)
				}
			}
		}
	})
}
