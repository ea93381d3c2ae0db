package casefile

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/book"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
	"trinhky/policies"
)

func TestEveryRuleOfRetentionHasASource(t *testing.T) {
	t.Parallel()
	read, err := readRules(policies.FS)
	if err != nil || len(read) < 10 {
		t.Fatalf("%d rules: %v", len(read), err)
	}
	if len(Rules("state")) >= len(Rules("party")) {
		t.Error("the Party's own rules are offered to the State too")
	}
}

func TestPagesOfTheListMeetWithoutGap(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s)
		var want []string
		for i := range 7 {
			f := r.file(fmt.Sprintf("%02d.TH", i+1))
			want = append(want, f.Code)
		}
		var got []string
		for cursor := ""; ; {
			page, err := r.List(r.ctx, who("an"), Filter{Year: 2026, Limit: 3, Cursor: cursor})
			r.want(err, "done")
			for _, f := range page.Files {
				got = append(got, f.Code)
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		for query, n := range map[string]int{"ho so 03": 1, "hồ sơ": 7, "03.th": 1, "100%": 0, "_3": 0, "khong co": 0} {
			page, err := r.List(r.ctx, who("an"), Filter{Query: query})
			if err != nil || len(page.Files) != n {
				t.Errorf("%q finds %d, want %d: %v", query, len(page.Files), n, err)
			}
		}
		_, err := r.List(r.ctx, who("an"), Filter{Cursor: "xyz"})
		r.want(err, "CURSOR_INVALID")
	})
}

func TestTheListsHaveTheColumnsOfTheLaw(t *testing.T) {
	t.Parallel()
	r := open(t, storetest.SQLite(t))
	f := r.file("01.TH")
	_, err := r.PutDocument(r.ctx, who("an"), f.ID, r.document(document.Issued, "kết luận", "2026-05-01", 2), "bản gốc")
	r.want(err, "done")
	plan, err := r.PlanBook(r.ctx, who("an"), "vptu", 2026)
	r.want(err, "done")
	contents, err := r.ContentsBook(r.ctx, who("an"), f.ID)
	r.want(err, "done")
	titles := func(columns []book.Column) (titles []string) {
		for _, c := range columns {
			titles = append(titles, c.Title)
		}
		return titles
	}
	for _, list := range []struct{ got, want []string }{
		{titles(plan.Columns), []string{"Số và ký hiệu hồ sơ", "Tên đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập hồ sơ", "Ghi chú"}},
		{titles(contents.Columns), []string{"STT", "Số, ký hiệu văn bản", "Ngày tháng năm văn bản", "Tên loại và trích yếu nội dung văn bản", "Tác giả văn bản", "Tờ số/Trang số", "Ghi chú"}},
		{titles(submittedColumns), []string{"Số TT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn bảo quản", "Số tờ/Số trang", "Ghi chú"}},
		{titles(loanColumns), []string{
			"Ngày tháng", "Họ tên người sử dụng", "Số, ký hiệu, ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Số và ký hiệu hồ sơ",
			"Ký nhận", "Ngày trả", "Người cho phép sử dụng", "Ghi chú",
		}},
	} {
		if diff := cmp.Diff(list.want, list.got); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff([]string{"01.TH", "Hồ sơ về việc 01.TH", "20 năm", "Nguyễn an", ""}, plan.Rows[1].Cells); diff != "" || plan.Rows[0].Cells[0] != "I. Tổng hợp" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"1", "01-TB/VPTU", "01/05/2026", "Thông báo kết luận", "Văn phòng vptu", "1-2", "bản gốc"}, contents.Rows[0].Cells); diff != "" {
		t.Error(diff)
	}
}
