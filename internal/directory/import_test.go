package directory_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trinhky/internal/audit"
	"trinhky/internal/directory"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// office is a small workbook that is right: a Sở with a phòng, its people, a group with a lead, a mandate.
func office() []directory.ImportTable {
	return []directory.ImportTable{
		{Name: "Cơ quan", Rows: [][]string{
			{"Mã", "Tên", "Tên khác", "Ký hiệu", "Chế độ", "Loại", "Cấp", "Chức danh đứng đầu", "Cấp trên", "Thuộc", "Từ ngày", "Đến ngày", "Kế thừa"},
			{"q-th", "Phòng Tổng hợp Sở Quê", "", "TH", "Nhà nước", "phòng, đơn vị", "tỉnh", "", "q-so", "q-so", "01/7/2025"}, // before its Sở
			{"q-so", "Sở Quê tỉnh Mẫu", "Sở Quê; SQ", "SQ", "nhà nước", "Sở", "Tỉnh", "GIÁM ĐỐC", "", "", "01/7/2025"},
			{"q-cu", "Sở Cũ tỉnh Mẫu", "", "SC", "Nhà nước", "sở", "tỉnh", "GIÁM ĐỐC", "", "", "1/1/2000", "30/6/2025", "q-so"},
			nil,
			{"q-hai", "Sở Hai tỉnh Mẫu", "", "SH", "Nhà nước", "department", "tinh", "GIÁM ĐỐC", "", "", "2025-07-01"},
		}},
		{Name: "người", Rows: [][]string{
			{"Tên đăng nhập", "Họ và tên", "Giới tính"},
			{"q.giam-doc", "Trần Văn Quê", "nam"}, {"Q.pho", "Lê Thị Phó", "nữ"}, {"q.van-thu", "Ngô Thị Thư", ""}, {"h.giam-doc", "Vũ Văn Hai", ""},
		}},
		{Name: "Chức vụ", Rows: [][]string{
			{"Tên đăng nhập", "Cơ quan", "Chức vụ in", "Chức danh", "Vai trò", "Vị trí", "Từ ngày", "Đến ngày"},
			{"q.giam-doc", "q-so", "GIÁM ĐỐC", "Giám đốc Sở Quê", "lãnh đạo", "đứng đầu", "01/7/2025"},
			{"q.pho", "q-so", "PHÓ GIÁM ĐỐC", "Phó Giám đốc Sở Quê", "lãnh đạo", "cấp phó", "01/7/2025"},
			{"q.van-thu", "q-th", "VĂN THƯ", "Văn thư Sở Quê", "văn thư", "thành viên", "01/7/2025"},
			{"h.giam-doc", "q-hai", "GIÁM ĐỐC", "Giám đốc Sở Hai", "lãnh đạo", "đứng đầu", "01/7/2025"},
		}},
		{Name: "Nhóm nơi nhận", Rows: [][]string{
			{"Mã nhóm", "Tên nhóm", "Loại", "Chủ quản", "Cách viết khác", "Thành viên là", "Thành viên", "Chức vụ", "Từ ngày"},
			{"q-cum", "Cụm thi đua Mẫu", "nhóm cơ quan", "q-so", "Cụm Mẫu", "cơ quan", "q-so", "", "01/7/2025"},
			{"q-cum", "", "", "", "", "cơ quan", "q-hai", "", "01/7/2025"},
			{"q-cum", "", "", "", "", "đứng đầu", "q-so", "", "01/7/2025"},
			{"q-cum", "", "", "", "", "đứng đầu", "q-hai", "", "01/01/2026"},
			{"q-ld", "Lãnh đạo Sở Quê", "nhóm cá nhân", "q-so", "", "chức vụ", "q-so", "GIÁM ĐỐC", "01/7/2025"},
			{"q-ld", "", "", "", "", "người", "q.pho", "", "01/7/2025"},
		}},
		{Name: "Ủy quyền", Rows: [][]string{
			{"Mã", "Người giao", "Người nhận", "Cơ quan", "Hình thức", "Văn bản giao quyền", "Từ ngày", "Đến ngày"},
			{"q-uq", "q.giam-doc", "q.pho", "q-so", "TUQ", "Giấy ủy quyền số 01/GUQ-SQ", "01/02/2026", "31/12/2026"},
		}},
		{Name: "Hướng dẫn", Rows: [][]string{{"bỏ qua"}}},
	}
}

func run(t *testing.T, s *store.Store, tables []directory.ImportTable, dry bool) (directory.Outcome, []directory.ImportFault) {
	t.Helper()
	done, faults, err := directory.RunImport(context.Background(), s, editor, tables, dry)
	if err != nil {
		t.Fatal(err)
	}
	return done, faults
}

// count is how many rows the directory and the trail hold.
func count(t *testing.T, s *store.Store) string {
	t.Helper()
	var out []string
	err := s.View(context.Background(), func(tx *store.Tx) error {
		for _, table := range []string{"organ", "organ_short_name", "organ_successor", "person", "holding", "mandate", "term", "org_group", "group_member", "group_lead", "audit_event"} {
			var n int
			if err := tx.SQL().QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
				return err
			}
			out = append(out, fmt.Sprint(table, " ", n))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, ", ")
}

func TestImport(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		empty := count(t, s)
		if done, faults := run(t, s, office(), true); len(faults) > 0 || done.Added != 19 || count(t, s) != empty {
			t.Fatalf("dry run: %+v %v %s", done, faults, count(t, s))
		}
		if done, faults := run(t, s, office(), false); len(faults) > 0 || done.Added != 19 {
			t.Fatalf("%+v %v", done, faults)
		}
		full := count(t, s)
		if done, faults := run(t, s, office(), false); len(faults) > 0 || done.Added+done.Ended != 0 || done.Kept != 19 || count(t, s) != full {
			t.Fatalf("a second run changes nothing: %+v %v\n%s\n%s", done, faults, full, count(t, s))
		}
		change(t, s, func(tx *store.Tx) error {
			if o, err := directory.OrganAt(tx, "q-th", "2026-03-10"); err != nil || o.UnitOf != "q-so" || o.PrintedName != "PHÒNG TỔNG HỢP SỞ QUÊ" {
				t.Errorf("%+v %v", o, err)
			}
			_, err := directory.OrganAt(tx, "q-cu", "2026-03-10")
			if f := refused(t, err, "ORGAN_CLOSED"); len(f.Reasons) != 1 || f.Reasons[0].Detail != "Sở Quê tỉnh Mẫu" {
				t.Errorf("%+v", f)
			}
			for on, want := range map[store.Date]string{"2025-12-31": "q-so", "2026-01-01": "q-hai"} {
				if g, err := directory.GroupByID(tx, "q-cum", on); err != nil || g.LeadOrganID != want || g.Key != "cum_thi_dua_mau" {
					t.Errorf("%s: %+v %v", on, g, err)
				}
			}
			if _, people, err := directory.Members(tx, "q-ld", "2026-03-10"); err != nil || len(people) != 2 {
				t.Errorf("%v %v", people, err)
			}
			signers, err := directory.Signers(tx, "q-so", "report", "2026-03-10")
			if err != nil || len(signers) != 2 {
				t.Errorf("%v %v", signers, err)
			}
			report, err := audit.Verify(tx)
			if err != nil || report.Fault != nil || report.Events == 0 {
				t.Errorf("%+v %v", report, err)
			}
			return err
		})
	})
}

// What has ended since ends; what says otherwise than the directory is a fault, and then nothing is written.
func TestImportEndsAndNeverRewrites(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		run(t, s, office(), false)
		later := office()
		post := later[2].Rows[2]
		later[2].Rows[2] = append(slices.Clone(post), "31/3/2026") // the deputy leaves
		later[2].Rows = append(later[2].Rows, []string{"q.van-thu", "q-so", "PHÓ GIÁM ĐỐC", "Phó Giám đốc Sở Quê", "lãnh đạo", "cấp phó", "01/4/2026"})
		later[3].Rows = append(later[3].Rows, []string{"q-ld", "", "", "", "", "người", "q.van-thu", "", "01/4/2026"})
		if done, faults := run(t, s, later, false); len(faults) > 0 || done.Ended != 1 || done.Added != 2 {
			t.Fatalf("%+v %v", done, faults)
		}
		change(t, s, func(tx *store.Tx) error {
			held, err := directory.Holdings(tx, "q-so", "2026-04-02")
			if err != nil || len(held) != 2 || held[1].Username != "q.van-thu" {
				t.Errorf("%+v %v", held, err)
			}
			return err
		})
		before := count(t, s)
		other := office()
		other[0].Rows[2][1], other[1].Rows[1][1], other[2].Rows[1][3] = "Sở Khác tỉnh Mẫu", "Trần Văn Khác", "Quyền Giám đốc"
		done, faults := run(t, s, other, false)
		var told []string
		for _, f := range faults {
			told = append(told, fmt.Sprint(f.Sheet, f.Row, f.Column))
		}
		want := "Cơ quan3B (Tên) Cơ quan3C (Tên in) Người2B (Họ và tên) Chức vụ2D (Chức danh) Chức vụ3J (Đến ngày)"
		if strings.Join(told, " ") != want || count(t, s) != before {
			t.Errorf("%+v\n%s\n%s", done, strings.Join(told, " "), want)
		}
	})
}

// Every fault of a workbook is told at once, with its place, and nothing is written.
func TestImportTellsEveryFault(t *testing.T) {
	t.Parallel()
	bad := []directory.ImportTable{
		{Name: "Cơ quan", Rows: [][]string{
			{"Mã", "Tên", "Chế độ", "Loại", "Cấp", "Cấp trên", "Thuộc", "Kênh nhận", "Từ ngày", "Đến ngày", "Màu"},
			{"a", "Sở A", "Nhà nước", "sở", "tỉnh", "b", "", "", "01/7/2025"},
			{"b", "Sở B", "Nhà nước", "sở", "tỉnh", "a", "", "", "01/7/2025"}, // a circle
			{"c", "Sở C", "Hoàng gia", "tòa tháp", "tỉnh", "", "", "", "01/7/2025"},
			{"d", "Sở D", "Nhà nước", "sở", "tỉnh", "", "", "", "01/7/2025", "01/6/2025"},
			{"d", "Sở D", "Nhà nước", "sở", "tỉnh", "", "", "thư điện tử", "32/13/2025"},
			{"", "#REF!", "Nhà nước", "sở", "tỉnh", "", "", "", "01/7/2025"},
			{"e e", "Sở E", "Nhà nước", "phòng, đơn vị", "tỉnh", "", "", "", "01/7/2025"},
			{"g", "Sở G", "Nhà nước", "sở", "tỉnh", "nowhere", "", "", "01/7/2025"},
			{"h", "Sở H", "Nhà nước", "sở", "tỉnh", "", "", "", "01/7/2025"},
			{"i", strings.Repeat("Sở dài ", 300), "Nhà nước", "sở", "tỉnh", "", "", "", "01/7/2025"},
		}},
		{Name: "Người", Rows: [][]string{
			{"Tên đăng nhập", "Họ và tên", "Giới tính"}, {"Ông An", "Nguyễn Văn An"}, {"an.nv", "", "khác"}, {"an.nv", "Nguyễn Văn An"}, {"binh.nv", "Nguyễn Văn Bình"},
		}},
		{Name: "Chức vụ", Rows: [][]string{
			{"Tên đăng nhập", "Cơ quan", "Chức vụ in", "Chức danh", "Vai trò", "Vị trí", "Từ ngày", "Đến ngày"},
			{"nobody", "h", "GIÁM ĐỐC", "Giám đốc", "lãnh đạo", "đứng đầu", "01/7/2025"},
			{"nobody", "h", "PHÓ GIÁM ĐỐC", "Phó Giám đốc", "lãnh đạo", "cấp phó", "01/7/2025"},
			{"binh.nv", "h", "GIÁM ĐỐC", "Giám đốc", "lãnh đạo", "đứng đầu", "01/6/2025"}, // before its Sở
			{"binh.nv", "h", "VĂN THƯ", "Văn thư", "văn thư", "đứng đầu", "01/7/2025"},
			{"binh.nv", "k", "GIÁM ĐỐC", "Giám đốc", "vua", "đứng đầu", "01/7/2025"},
		}},
		{Name: "Nhóm nơi nhận", Rows: [][]string{
			{"Mã nhóm", "Tên nhóm", "Loại", "Chủ quản", "Thành viên là", "Thành viên", "Chức vụ", "Từ ngày"},
			{"n1", "", "nhóm cơ quan", "h", "cơ quan", "h", "", "01/7/2025"},
			{"n2", "Nhóm hai", "nhóm cơ quan", "h", "chức vụ", "h", "", "01/7/2025"},
			{"n3", "Nhóm ba", "nhóm cơ quan", "h", "người", "binh.nv", "", "01/7/2025"},
		}},
		{Name: "Nhiệm kỳ", Rows: [][]string{{"Cơ quan", "Nhiệm kỳ"}, {"h", "I"}}},
		{Name: "Lương", Rows: [][]string{{"Người", "Bậc"}}},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		empty := count(t, s)
		done, faults := run(t, s, bad, false)
		var told []string
		for _, f := range faults {
			told = append(told, f.String())
		}
		all := strings.Join(told, "\n")
		for _, want := range []string{
			"trang “Lương”: trang này không có trong mẫu",
			"trang “Cơ quan”, dòng 1, cột K: cột này không có trong mẫu [Màu]",
			"trang “Cơ quan”, dòng 2, cột K (Cấp trên): cơ quan ở trên chính mình: a → b → a",
			"trang “Cơ quan”, dòng 4, cột F (Chế độ): giá trị không có trong danh mục [Hoàng gia]; cần: Nhà nước, Đảng",
			"trang “Cơ quan”, dòng 4, cột G (Loại): giá trị không có trong danh mục [tòa tháp]",
			"trang “Cơ quan”, dòng 5, cột U (Đến ngày): kết thúc trước khi bắt đầu [2025-06-01]; cần: ngày từ 01/7/2025 trở đi",
			"dòng 6, cột A (Mã): trùng với dòng 5 [d]",
			"dòng 6, cột T (Từ ngày): không phải ngày hợp lệ [32/13/2025]",
			"dòng 6, cột S (Thư điện tử): kênh nhận là thư điện tử mà chưa có địa chỉ",
			"dòng 7, cột A (Mã): ô còn trống",
			"dòng 7, cột B (Tên): công thức trong ô bị lỗi [#REF!]",
			"dòng 8, cột A (Mã): mã không hợp lệ [e e]",
			"dòng 8, cột N (Thuộc): phòng, đơn vị phải ghi thuộc cơ quan nào",
			"dòng 9, cột K (Cấp trên): không có cơ quan này trong danh bạ và trong tệp [nowhere]",
			"dòng 11, cột B (Tên): ô dài quá 1000 ký tự",
			"trang “Người”, dòng 2, cột A (Tên đăng nhập): tên đăng nhập không hợp lệ [ông an]",
			"trang “Người”, dòng 3, cột B (Họ và tên): ô còn trống",
			"trang “Người”, dòng 3, cột D (Giới tính): giá trị không có trong danh mục [khác]; cần: nam, nữ",
			"trang “Người”, dòng 4, cột A (Tên đăng nhập): trùng với dòng 3 [an.nv]",
			"trang “Chức vụ”, dòng 2, cột A (Tên đăng nhập): không có người dùng này trong danh bạ và trong tệp [nobody]",
			"trang “Chức vụ”, dòng 3, cột A (Tên đăng nhập): không có người dùng này",
			"trang “Chức vụ”, dòng 4: Thời gian giữ chức vụ phải nằm trong thời gian hoạt động của Sở H",
			"trang “Chức vụ”, dòng 5: Văn thư, quản trị không đứng đầu",
			"trang “Chức vụ”, dòng 6, cột F (Vai trò): giá trị không có trong danh mục [vua]",
			"trang “Nhóm nơi nhận”, dòng 2, cột C (Tên nhóm): dòng đầu của nhóm thiếu ô này",
			"trang “Nhóm nơi nhận”, dòng 3, cột K (Chức vụ): chỉ ghi, và phải ghi, khi thành viên là chức vụ",
			"trang “Nhóm nơi nhận”, dòng 4: Nhóm “Nhóm ba” chỉ gồm cơ quan hoặc chỉ gồm người",
			"trang “Nhiệm kỳ”, dòng 1: thiếu cột “Từ ngày”",
		} {
			if !strings.Contains(all, want) {
				t.Errorf("not told: %s", want)
			}
		}
		if count(t, s) != empty {
			t.Errorf("something was written: %+v %s", done, count(t, s))
		}
		if t.Failed() {
			t.Log(all)
		}
		_, faults = run(t, s, nil, true)
		if len(faults) != 1 || !strings.Contains(faults[0].String(), "tệp không có trang nào của mẫu") {
			t.Errorf("%v", faults)
		}
	})
}

// The template is a workbook that says nothing: it is taken in, and adds nothing.
func TestTheTemplateIsTakenIn(t *testing.T) {
	t.Parallel()
	read, faults := directory.ReadImport(directory.ImportTemplate())
	if len(faults) > 0 || read.Rows() != 0 || len(directory.ImportTemplate()) != 7 {
		t.Errorf("%v, %d rows", faults, read.Rows())
	}
}

// A province with its communes: 5,000 rows in seconds, and a second run changes nothing.
func TestImportOfFiveThousandRows(t *testing.T) {
	t.Parallel()
	organs := [][]string{{"Mã", "Tên", "Ký hiệu", "Chế độ", "Loại", "Cấp", "Chức danh đứng đầu", "Cấp trên", "Từ ngày"},
		{"p", "Ủy ban nhân dân tỉnh Mẫu", "UBND", "Nhà nước", "UBND tỉnh", "tỉnh", "CHỦ TỊCH", "", "01/7/2025"}}
	people, posts := [][]string{{"Tên đăng nhập", "Họ và tên"}}, [][]string{{"Tên đăng nhập", "Cơ quan", "Chức vụ in", "Chức danh", "Vai trò", "Vị trí", "Từ ngày"}}
	for n := range 420 {
		id := fmt.Sprintf("x-%d", n)
		organs = append(organs, []string{id, fmt.Sprintf("Ủy ban nhân dân xã Mẫu %d", n), "UBND", "Nhà nước", "UBND xã", "xã", "CHỦ TỊCH", "p", "01/7/2025"})
		for i := range 5 {
			username := fmt.Sprintf("u%d.x%d", i, n)
			people = append(people, []string{username, "Nguyễn Văn Mẫu"})
			post := []string{username, id, "CHUYÊN VIÊN", "Chuyên viên", "chuyên viên", "thành viên", "01/7/2025"}
			if i == 0 {
				post = []string{username, id, "CHỦ TỊCH", "Chủ tịch UBND xã", "lãnh đạo", "đứng đầu", "01/7/2025"}
			}
			posts = append(posts, post)
			if i == 1 {
				posts = append(posts, []string{username, id, "VĂN THƯ", "Văn thư", "văn thư", "thành viên", "01/7/2025"})
			}
		}
	}
	tables := []directory.ImportTable{{Name: "Cơ quan", Rows: organs}, {Name: "Người", Rows: people}, {Name: "Chức vụ", Rows: posts}}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		started := time.Now()
		done, faults := run(t, s, tables, false)
		first := time.Since(started)
		if len(faults) > 0 || done.Added < 5000 {
			t.Fatalf("%+v %.5v", done, faults)
		}
		started = time.Now()
		again, faults := run(t, s, tables, false)
		if len(faults) > 0 || again.Added != 0 || again.Kept != done.Added {
			t.Fatalf("%+v %.5v", again, faults)
		}
		t.Logf("%d rows: %v, again: %v", done.Added, first, time.Since(started))
	})
}
