package distribution

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/directory"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// A group's lead changes with time: who leads on the day of issue receives.
func TestTheLeadOfTheDayReceives(t *testing.T) {
	t.Parallel()
	const issuer, line = "Ủy ban nhân dân tỉnh Lâm Đồng", "- Đơn vị Cụm trưởng Cụm thi đua các sở (t/h);\n- Lưu: VT, TH."
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		for on, want := range map[store.Date]string{
			"2025-09-01": "Sở Tài chính tỉnh Lâm Đồng", "2025-12-31": "Sở Tài chính tỉnh Lâm Đồng",
			"2026-01-01": "Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng", day2026: "Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng",
		} {
			o.on = on
			r := o.resolved(issuer, line, Env{})
			if got := strings.Join(names(r), ", "); got != want || !r.Recipients[0].Task {
				t.Errorf("%s: %s", on, got)
			}
		}
		o.on = day2026
		o.update(func(tx *store.Tx) error {
			return directory.ChangeLead(tx, directory.Editor{Name: "Quản trị"}, "ld-cum-thi-dua-cac-so", "ld-sxd", "2026-04-01")
		})
		if got := names(o.resolved(issuer, line, Env{})); cmp.Diff([]string{"Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"}, got) != "" {
			t.Errorf("before the change: %v", got)
		}
		o.on = "2026-04-01"
		if got := names(o.resolved(issuer, line, Env{})); cmp.Diff([]string{"Sở Xây dựng tỉnh Lâm Đồng"}, got) != "" {
			t.Errorf("after the change: %v", got)
		}
		if got := names(o.resolved(issuer, "- Các đơn vị thuộc Cụm thi đua các sở;\n- Lưu: VT, TH.", Env{})); len(got) != 4 {
			t.Errorf("the whole cụm: %v", got)
		}
		_, err := o.resolve(issuer, "- Cụm trưởng Cụm thi đua các trường;\n- Lưu: VT, TH.", Env{})
		if got := codeOf(err); got != "RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN" {
			t.Error(got)
		}
	})
}

// One person named by a group, by a position and by name gets one copy in all these capacities; the organ that he heads gets
// its own, since its văn thư registers it.
func TestOnePersonOneDelivery(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2014)
		const issuer = "Văn phòng Tỉnh ủy Bình Thuận"
		r := o.resolved(issuer, "- Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy;\n- Trưởng ban Tổ chức Tỉnh ủy (t/h);\n- Ban Tổ chức Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		var head []Recipient
		for _, n := range line(r, 2) {
			if n.Kind == Person {
				head = append(head, n)
			}
		}
		want := []string{"Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng ban Tổ chức Tỉnh ủy"}
		if len(head) != 1 || cmp.Diff(want, head[0].Capacities) != "" || cmp.Diff([]int{1, 2}, head[0].Lines) != "" || !head[0].Task {
			t.Fatalf("%+v", head)
		}
		if organ := line(r, 3); len(organ) != 1 || organ[0].Kind != Org || organ[0].Ack != Required {
			t.Errorf("%+v", organ)
		}
		id := o.issue(issuer, r)
		copies := 0
		for _, d := range o.deliveries(id) {
			if d.PersonID == head[0].PersonID {
				copies++
				if cmp.Diff(want, d.Capacities) != "" {
					t.Errorf("%v", d.Capacities)
				}
			}
		}
		if copies != 1 {
			t.Errorf("%d copies to one person", copies)
		}
	})
}

// Words without a place mean our own group, never the only one of another office.
func TestAGroupOfOthersIsNotOurs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		for _, c := range []struct{ issuer, line, want string }{
			{"Tỉnh ủy Lâm Đồng", "Các chi bộ", "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "Các chi bộ trực thuộc", "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
			{"Đảng ủy xã Liên Hương", "Các chi bộ", "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
			{"Đảng ủy xã Tuy Phong", "Các chi bộ", "Chi bộ Công an xã Tuy Phong, Chi bộ Quân sự xã Tuy Phong"},
			{"Tỉnh ủy Lâm Đồng", "Các chi bộ trực thuộc Đảng ủy xã Tuy Phong", "Chi bộ Công an xã Tuy Phong, Chi bộ Quân sự xã Tuy Phong"},
			{"Đảng ủy xã Tuy Phong", "Thường trực Tỉnh ủy", "Hoàng Duy Phong, Trương Tuyết Loan, Lâm Vĩnh Lực"},
			{"Ủy ban nhân dân xã Bắc Bình", "Các sở, ban, ngành", "Sở Nội vụ tỉnh Lâm Đồng, Sở Tài chính tỉnh Lâm Đồng, Sở Xây dựng tỉnh Lâm Đồng, Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"},
			{"Tỉnh ủy Lâm Đồng", "CT và các PCT UBND tỉnh", ""},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "Chủ tịch UBND các xã: Tuy Phong, Bắc Bình", "Ủy ban nhân dân xã Tuy Phong, Ủy ban nhân dân xã Bắc Bình"},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "UBND các xã, phường: Tuy Phong, Phan Thiết", "Ủy ban nhân dân xã Tuy Phong, Ủy ban nhân dân phường Phan Thiết"},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "Chủ tịch UBND các xã, phường: Phan Thiết, Vũ Trụ", "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
			{"Sở Nội vụ tỉnh Lâm Đồng", "Ban Giám đốc Sở", "Châu Hoài Uyên, Đặng Khắc Hòa"},
			{"Ủy ban nhân dân tỉnh Lâm Đồng", "Các sở: Nội vụ, Nông nghiệp và Môi trường", "Sở Nội vụ tỉnh Lâm Đồng, Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"},
			{"Văn phòng Tỉnh ủy Lâm Đồng", "Các ban của Tỉnh ủy: Tổ chức, Nội chính", "Ban Tổ chức Tỉnh ủy Lâm Đồng, Ban Nội chính Tỉnh ủy Lâm Đồng"},
			{"Ủy ban nhân dân xã Tuy Phong", "Chủ tịch và các PCT UBND xã Bắc Bình", "Đinh Bá Hòa, Quách Kim Sang"},
		} {
			r, err := o.resolve(c.issuer, "- "+c.line+";\n- Lưu: VT, TH.", Env{})
			got := strings.Join(names(r), ", ")
			if err != nil {
				got = "!" + codeOf(err)
			}
			if c.want == "" && err == nil && got != "" {
				continue // somebody in office there
			}
			if got != c.want {
				t.Errorf("%s, %s: got %s, want %s (%v)", c.issuer, c.line, got, c.want, err)
			}
		}
	})
}

// Closed organs offer their successors, and a group that still lists one says so.
func TestSuccessorsAreOffered(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		r, err := o.resolve("Văn phòng Tỉnh ủy Lâm Đồng", "- Huyện ủy Tuy Phong;\n- Sở;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		if err == nil || len(r.Problems) != 2 {
			t.Fatalf("%v %+v", err, r.Problems)
		}
		closed := r.Problems[0]
		want := []string{"Đảng ủy xã Tuy Phong", "Đảng ủy xã Liên Hương"}
		if closed.Line != 1 || closed.Words != "Huyện ủy Tuy Phong" || closed.Code != "RECIPIENT_CLOSED" || cmp.Diff(want, closed.Suggestions) != "" {
			t.Errorf("%+v", closed)
		}
		if err := s.Update(context.Background(), func(tx *store.Tx) error {
			return directory.CloseOrgan(tx, directory.Editor{Name: "Quản trị"}, "ld-sxd", "2026-02-28", directory.Succession{OrganID: "ld-stc"})
		}); err != nil {
			t.Fatal(err)
		}
		r = o.resolved("Ủy ban nhân dân tỉnh Lâm Đồng", "- Các sở, ban, ngành;\n- Lưu: VT, TH.", Env{})
		told := slices.ContainsFunc(r.Warnings, func(w fault.Reason) bool {
			return w.Code == "RECIPIENT_MEMBER_CLOSED" && strings.Contains(w.Detail, "Sở Xây dựng tỉnh Lâm Đồng đã kết thúc hoạt động từ 01/3/2026; nơi kế thừa: Sở Tài chính tỉnh Lâm Đồng.")
		})
		if len(r.Recipients) != 3 || !told {
			t.Errorf("%v %+v", names(r), r.Warnings)
		}
	})
}
