package document_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/authz"
	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// stored is one document of the shared set; its id is its place in the list.
type stored struct {
	id, kind, issuer, signer, symbol, date, subject, text, file string
	state                                                       document.State
	seenBy                                                      string // "" = everybody of the test
}

var library = []stored{
	{id: "kh77", kind: "plan", issuer: "bt-hu-tuyphong", symbol: "77-KH/HU", date: "2014-03-12", subject: "kiểm tra, giám sát việc thực hiện Nghị quyết Trung ương 4", text: "Ban Thường vụ Huyện ủy xây dựng kế hoạch kiểm tra năm 2014 đối với các chi bộ trực thuộc."},
	{id: "kh01", kind: "plan", issuer: "ld-tu", signer: "phong.hd", symbol: "01-KH/TU", date: "2026-01-09", subject: "chuyển đổi số trong các cơ quan đảng giai đoạn 2026 - 2030", text: "Mỗi cơ quan lập hồ sơ công việc trên môi trường mạng. Văn phòng Tỉnh ủy chủ trì, báo cáo trước ngày 15/12/2026."},
	{id: "kh02", kind: "plan", issuer: "ld-tu", signer: "loan.tt", symbol: "02-KH/TU", date: "2026-02-20", subject: "tổ chức Tết trồng cây “Đời đời nhớ ơn Bác Hồ”", text: "Các địa phương trồng mới 500.000 cây xanh. Sở Nông nghiệp và Môi trường cấp cây giống."},
	{id: "tb12", kind: "notice", issuer: "ld-vptu", signer: "khai.dn", symbol: "12-TB/VPTU", date: "2026-03-02", subject: "kết luận của đồng chí Bí thư Tỉnh ủy tại buổi làm việc với Huyện ủy cũ", text: "Đề nghị Ban Tổ chức Tỉnh ủy tham mưu quy hoạch cán bộ. Ủy ban nhân dân tỉnh bố trí kinh phí theo Kế hoạch số 01-KH/TU."},
	{id: "tb13", kind: "notice", issuer: "ld-vptu", signer: "khai.dn", symbol: "13-TB/VPTU", date: "2026-03-05", subject: "lịch tiếp công dân tháng 3 năm 2026", text: "Tiếp công dân tại Trụ sở tiếp công dân tỉnh vào ngày 10/3/2026."},
	{id: "bc45", kind: "report", issuer: "ld-vptu", signer: "huong.dp", symbol: "45-BC/VPTU", date: "2026-03-31", subject: "công tác văn phòng cấp ủy quý I năm 2026", text: "Trong quý I, văn phòng tiếp nhận 1.204 văn bản đến, phát hành 318 văn bản đi; hòa giải 12 đơn thư."},
	{id: "qd09", kind: "decision", issuer: "ld-tu", signer: "phong.hd", symbol: "09-QĐ/TU", date: "2026-04-01", subject: "thành lập Ban Chỉ đạo chuyển đổi số", text: "Điều 1. Thành lập Ban Chỉ đạo gồm 15 đồng chí. Điều 2. UBND tỉnh cử cán bộ tham gia."},
	{id: "ct05", kind: "directive", issuer: "ld-tu", signer: "phong.hd", symbol: "05-CT/TU", date: "2026-04-10", subject: "tăng cường phòng cháy, chữa cháy rừng mùa khô", text: "Các cấp ủy, tổ chức đảng quán triệt. Kỹ thuật chữa cháy rừng được tập huấn cho dân quân."},
	{id: "ub88", kind: "plan", issuer: "ld-ubnd", symbol: "88/KH-UBND", date: "2026-04-15", subject: "thực hiện chuyển đổi số tỉnh Lâm Đồng năm 2026", text: "Giao Sở Nội vụ chủ trì. Kinh phí 12 tỷ đồng. Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020.", file: "03.CĐS"},
	{id: "ub90", kind: "official_letter", issuer: "ld-ubnd", symbol: "1290/UBND-NC", date: "2026-04-20", subject: "giải quyết đơn của công dân xã Tuy Phong", text: "Chủ tịch UBND xã Tuy Phong kiểm tra, trả lời công dân trước ngày 30/4/2026.", file: "07.NC"},
	{id: "ub91", kind: "official_letter", issuer: "ld-ubnd", symbol: "1291/UBND-VX", date: "2026-04-20", subject: "chuẩn bị kỳ thi tốt nghiệp trung học phổ thông", text: "Sở Giáo dục và Đào tạo phối hợp Công an tỉnh bảo đảm an ninh, trật tự các điểm thi."},
	{id: "ubqd", kind: "decision", issuer: "ld-ubnd", symbol: "77/QĐ-UBND", date: "2026-05-04", subject: "phê duyệt quy hoạch chi tiết khu dân cư số 77", text: "Phê duyệt quy hoạch khu dân cư. Diện tích 77 ha."},
	{id: "draft", kind: "plan", issuer: "ld-tu", date: "", subject: "kiểm tra công tác lưu trữ năm 2026", text: "Dự thảo kế hoạch kiểm tra hồ sơ lưu trữ.", state: document.Drafting, seenBy: "an"},
	{id: "secret", kind: "report", issuer: "ld-tu", symbol: "99-BC/TU", date: "2026-05-05", subject: "chuyển đổi số (chỉ Bình được xem)", text: "nội dung riêng xyzabc", seenBy: "binh"},
}

func layLibrary(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := context.Background()
	if err := directory.LoadDemo(ctx, s); err != nil {
		t.Fatal(err)
	}
	err := s.Update(ctx, func(tx *store.Tx) error {
		for _, p := range library {
			if err := layBook(tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func layBook(tx *store.Tx, p stored) error {
	organ, err := directory.OrganByID(tx, p.issuer)
	if err != nil {
		return err
	}
	signer := ""
	if p.signer != "" {
		person, _, err := directory.PersonByUsername(tx, p.signer)
		if err != nil {
			return err
		}
		signer = person.ID
	}
	if p.state == "" {
		p.state = document.Numbered
	}
	d := document.Document{
		ID: p.id, Kind: p.kind, Regime: string(organ.Regime), IssuerID: p.issuer, DrafterID: "someone", SignerID: signer, State: document.Drafting,
		OfficeDate: "2026-05-06", ChainID: "c", ChainVersion: "v",
	}
	body := document.Body{Blocks: []document.Block{{Kind: document.Paragraph, Runs: []document.Run{{Text: p.text}}}}}
	if err := document.Create(tx, &d, document.Content{Subject: p.subject, Body: body, AuthorID: "someone"}); err != nil {
		return err
	}
	// what the văn thư adds later
	d.Symbol, d.DocumentDate, d.CaseFile, d.State = p.symbol, store.Date(p.date), p.file, document.Drafting
	if err := document.Change(tx, &d); err != nil {
		return err
	}
	who := []string{"an", "binh"}
	if p.seenBy != "" {
		who = []string{p.seenBy}
	}
	for _, id := range who {
		if err := document.Grant(tx, document.Access{DocumentID: p.id, PersonID: id, Why: authz.Addressed}); err != nil {
			return err
		}
	}
	return nil
}

func find(t *testing.T, s *store.Store, who string, q document.Query) document.Found {
	t.Helper()
	return findAs(t, s, reach(who), q)
}

func findAs(t *testing.T, s *store.Store, see authz.Reach, q document.Query) document.Found {
	t.Helper()
	var found document.Found
	q.See = see
	err := s.View(context.Background(), func(tx *store.Tx) (err error) {
		found, err = document.Search(tx, q)
		return err
	})
	if err != nil {
		t.Fatalf("%q: %v", q.Text, err)
	}
	return found
}

// The shared set of questions: what is found, in order. The same on both databases.
func TestSearchSharedSet(t *testing.T) {
	t.Parallel()
	questions := []struct {
		q    document.Query
		want string
	}{
		{document.Query{Text: "ke hoach 77"}, "kh77"},
		{document.Query{Text: "Kế hoạch số 77-KH/HU"}, ""},
		{document.Query{Text: "Kế hoạch 77-KH/HU"}, "kh77"},
		{document.Query{Text: "77-KH/HU"}, "kh77"},
		{document.Query{Text: "77-kh/hu"}, "kh77"},
		{document.Query{Text: "77"}, "ubqd kh77"},
		{document.Query{Text: "1-KH/TU"}, "kh01 tb12"},
		{document.Query{Text: "01-KH/TU"}, "kh01 tb12"},
		{document.Query{Text: "kế hoạch"}, "draft ub88 kh02 kh01 kh77 tb12"},
		{document.Query{Text: "ke hoach"}, "draft ub88 kh02 kh01 kh77 tb12"},
		{document.Query{Text: "KH"}, "draft ub88 kh02 kh01 kh77 tb12"},
		{document.Query{Text: "chuyển đổi số"}, "ub88 qd09 kh01"},
		{document.Query{Text: "chuyen doi so"}, "ub88 qd09 kh01"},
		{document.Query{Text: `"chuyển đổi số"`}, "ub88 qd09 kh01"},
		{document.Query{Text: `"chuyen doi so"`}, ""},
		{document.Query{Text: "“hòa giải”"}, "bc45"},
		{document.Query{Text: "“hoà giải”"}, "bc45"},
		{document.Query{Text: "hoa giai"}, "bc45"},
		{document.Query{Text: "ki thuat"}, "ct05"},
		{document.Query{Text: "kĩ thuật"}, "ct05"},
		{document.Query{Text: "ky thua*"}, "ct05"},
		{document.Query{Text: "uy ban nhan dan"}, "ubqd ub91 ub90 ub88 qd09 tb12"},
		{document.Query{Text: "UBND"}, "ubqd ub91 ub90 ub88 qd09 tb12"},
		{document.Query{Text: "ubnd tuy phong"}, "ub90"},
		{document.Query{Text: "cong dan"}, "ub91 ub90 tb13"},
		{document.Query{Text: "công dân tháng 3"}, "tb13"},
		{document.Query{Text: "10/3/2026"}, "tb13"},
		{document.Query{Text: "31/03/2026"}, "bc45"},
		{document.Query{Text: "15/12/2026"}, "kh01"},
		{document.Query{Text: "30/2020/NĐ-CP"}, "ub88"},
		{document.Query{Text: "5/3/2020"}, "ub88"},
		{document.Query{Text: "hoang duy phong"}, "ct05 qd09 kh01"},
		{document.Query{Text: "Đào Nhật Khải"}, "tb13 tb12"},
		{document.Query{Text: "bao cao van phong"}, "bc45 kh01"},
		{document.Query{Text: "quy I"}, "bc45"},
		{document.Query{Text: "quý"}, "ubqd bc45 tb12"},
		{document.Query{Text: "trồng cây"}, "kh02"},
		{document.Query{Text: "trong cay "}, "kh02"},
		{document.Query{Text: "500.000 cây"}, "kh02"},
		{document.Query{Text: "doi doi nho on"}, "kh02"},
		{document.Query{Text: "phòng cháy rừng"}, "ct05"},
		{document.Query{Text: "chua chay"}, "ct05"},
		{document.Query{Text: "chữ* chay"}, "ct05"},
		{document.Query{Text: "luu tru"}, "draft"},
		{document.Query{Text: "xyzabc"}, ""},
		{document.Query{Text: "99-BC/TU"}, ""},
		{document.Query{Text: "03.CĐS"}, "ub88"},
		{document.Query{CaseFile: "07.NC"}, "ub90"},
		{document.Query{Kind: "decision"}, "ubqd qd09"},
		{document.Query{Kind: "decision", Text: "quy hoach"}, "ubqd"},
		{document.Query{Issuer: "ld-vptu"}, "bc45 tb13 tb12"},
		{document.Query{Issuer: "ld-vptu", Text: "thong bao"}, "tb13 tb12"},
		{document.Query{Issuer: "ld-vptu", Text: "TB"}, "tb13 tb12"},
		{document.Query{From: "2026-04-01", To: "2026-04-15"}, "ub88 ct05 qd09"},
		{document.Query{From: "2026-04-01", To: "2026-04-15", Text: "rừng"}, "ct05"},
		{document.Query{State: document.Drafting, Text: "luu tru"}, "draft"},
		{document.Query{State: document.Issued}, ""},
		{document.Query{Text: "so noi vu"}, "ub88"},
		{document.Query{Text: "an ninh, trật tự"}, "ub91"},
		{document.Query{Text: "sở nông nghiệp"}, "kh02"},
		{document.Query{Text: "nghi quyet trung uong 4"}, "kh77"},
		{document.Query{Text: "tỉnh ủy kết luận"}, "tb12"},
		{document.Query{Text: "   "}, "draft ubqd ub91 ub90 ub88 ct05 qd09 bc45 tb13 tb12 kh02 kh01 kh77"},
		{document.Query{Text: "%_'\\ -- ) OR"}, ""},
		{document.Query{Text: "đề nghị"}, "tb12"},
		{document.Query{Text: "77-KH/HU", Issuer: "ld-tu"}, ""},
		{document.Query{Text: "77-KH/HU", Issuer: "bt-hu-tuyphong"}, "kh77"},
		{document.Query{Text: "kế hoạch", From: "2026-03-01", To: "2026-04-15"}, "ub88 tb12"},
		{document.Query{Text: "kế hoạch", From: "2013-01-01"}, "draft ub88 kh02 kh01 kh77 tb12"},
		{document.Query{Text: "kế hoạch", To: "2020-01-01"}, "kh77"},
		{document.Query{Text: `"chuyển đổi số tỉnh"`}, "ub88"},
		{document.Query{Text: `"số chuyển đổi"`}, ""},
		{document.Query{Text: "chuy* tỉnh"}, "ub88 qd09 kh01"},
	}
	if len(questions) < 60 {
		t.Fatalf("%d questions, want 60", len(questions))
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		layLibrary(t, s)
		widen(t, s, "an")
		for _, ask := range questions {
			for name, see := range map[string]authz.Reach{"few": reach("an"), "much": wide("an")} {
				found := findAs(t, s, see, ask.q)
				if got := idsOf(found); got != ask.want || found.Count != len(found.Hits) {
					t.Errorf("who sees %s: %+v found %q (counted %d), want %q", name, ask.q, got, found.Count, ask.want)
				}
			}
		}
	})
}

func TestSearchPagesAndMarks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		layLibrary(t, s)
		whole := find(t, s, "an", document.Query{Text: "ke hoach"})
		var paged []string
		for cursor := ""; ; {
			page := find(t, s, "an", document.Query{Text: "ke hoach", Limit: 1, Cursor: cursor})
			for _, h := range page.Hits {
				paged = append(paged, h.ID)
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		for i, h := range whole.Hits {
			if i >= len(paged) || paged[i] != h.ID {
				t.Fatalf("pages of one give %v, the whole differs at %d: %s", paged, i, h.ID)
			}
		}
		last := whole.Hits[len(whole.Hits)-1]
		var marked []string
		var text strings.Builder
		for _, p := range last.Excerpt {
			text.WriteString(p.Text)
			if p.Found {
				marked = append(marked, p.Text)
			}
		}
		if diff := cmp.Diff([]string{"hoạch", "Kế hoạch"}, marked); last.ID != "tb12" || diff != "" {
			t.Errorf("%s: %s in %q", last.ID, diff, text.String())
		}
		if got := find(t, s, "binh", document.Query{Text: "chuyen doi so"}); got.Count != 4 || got.Hits[0].ID != "secret" {
			t.Errorf("who may see it finds %d, first %q", got.Count, got.Hits[0].ID)
		}
		if got := find(t, s, "nobody", document.Query{Text: "chuyen"}); got.Count != 0 || len(got.Hits) != 0 {
			t.Errorf("a stranger found %+v", got)
		}
	})
}

func TestSuggestKeepsToWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		layLibrary(t, s)
		for who, want := range map[string]int{"an": 3, "binh": 4, "nobody": 0} {
			err := s.View(context.Background(), func(tx *store.Tx) error {
				found, err := document.Suggest(tx, reach(who), "chuyen d")
				if err == nil && len(found) != want {
					t.Errorf("%s is offered %d titles, want %d", who, len(found), want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
