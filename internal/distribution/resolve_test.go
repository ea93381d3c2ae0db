package distribution

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/fault"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

const day2014, day2026 = store.Date("2014-06-10"), store.Date("2026-03-10")

func paragraph(text string) document.Block {
	return document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}
}

func TestWorkedExampleResolves(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2014)
		r := o.resolved("Văn phòng Tỉnh ủy Bình Thuận", workedLines, Env{Body: document.Body{Blocks: []document.Block{paragraph(workedClosing)}}})

		thuongTruc := line(r, 1)
		if want := []string{"Phan Khắc Khôi", "Nguyễn Kim Khang", "Trần Quốc An"}; cmp.Diff(want, namesOf(thuongTruc)) != "" {
			t.Errorf("Thường trực: %v", namesOf(thuongTruc))
		}
		for _, p := range thuongTruc {
			if p.Ack != Required || len(p.Capacities) != 2 || cmp.Diff([]int{1, 5}, p.Lines) != "" {
				t.Errorf("in two lines, the stronger duty counts: %+v", p)
			}
		}
		boards := line(r, 2)
		if len(boards) != 5 || slices.Contains(namesOf(boards), "Văn phòng Tỉnh ủy Bình Thuận") {
			t.Errorf("boards without the issuer: %v", namesOf(boards))
		}
		district := line(r, 3)
		if len(district) != 1 || district[0].Name != "Huyện ủy Tuy Phong" || !district[0].Task || district[0].Ack != Required ||
			district[0].OfficeID == district[0].OrganID {
			t.Errorf("Huyện ủy: %+v", district)
		}
		if front := line(r, 4); len(front) != 6 || front[0].Name != "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Tuy Phong" {
			t.Errorf("Mặt trận and five organisations: %v", namesOf(front))
		}
		for _, p := range line(r, 5) {
			if p.Kind != Person || p.Ack == Required && len(p.Lines) == 1 {
				t.Errorf("a member reads: %+v", p)
			}
		}
		if got := line(r, 6); len(got) != 0 {
			t.Errorf("the archive receives nothing: %v", namesOf(got))
		}
		once := map[string]bool{}
		for _, n := range r.Recipients {
			if once[n.id()] {
				t.Errorf("%s twice", n.Name)
			}
			once[n.id()] = true
		}
	})
}

func line(r Resolution, n int) (out []Recipient) {
	for _, p := range r.Recipients {
		if slices.Contains(p.Lines, n) {
			out = append(out, p)
		}
	}
	return out
}

func namesOf(list []Recipient) []string { return names(Resolution{Recipients: list}) }

func TestResolveByDate(t *testing.T) {
	t.Parallel()
	const province, old = "Văn phòng Tỉnh ủy Lâm Đồng", "Văn phòng Tỉnh ủy Bình Thuận"
	decree := document.Body{Blocks: []document.Block{
		paragraph("Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc."),
		paragraph("Điều 3. Ban Tổ chức Tỉnh ủy, Ủy ban Kiểm tra Tỉnh ủy và các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này."),
	}}
	cases := []struct {
		name, issuer string
		on           store.Date
		lines        string // without the archive line
		env          Env
		want         string // names, or codes after "!"
	}{
		{"bare name of our own province", province, day2026, "Ban Tổ chức Tỉnh ủy;", Env{}, "Ban Tổ chức Tỉnh ủy Lâm Đồng"},
		{"the other province of its day", old, day2014, "Ban Tổ chức Tỉnh ủy;", Env{}, "Ban Tổ chức Tỉnh ủy Bình Thuận"},
		{"abbreviated", old, day2014, "BTV Huyện ủy Tuy Phong (t/h);", Env{}, "Huyện ủy Tuy Phong"},
		{"Như trên", province, day2026, "Như trên;", Env{Addressees: []string{"- Ban Tổ chức Tỉnh ủy;", "Sở Nội vụ."}}, "Ban Tổ chức Tỉnh ủy Lâm Đồng, Sở Nội vụ tỉnh Lâm Đồng"},
		{"Như trên without Kính gửi", province, day2026, "Như trên;", Env{}, "!RECIPIENTS_UNRESOLVED REF_WITHOUT_ADDRESSEES"},
		{"Như Điều 3", province, day2026, "Như Điều 3;", Env{Body: decree}, "Ban Tổ chức Tỉnh ủy Lâm Đồng, Ủy ban Kiểm tra Tỉnh ủy Lâm Đồng"},
		{"Như Điều that names nobody", province, day2026, "Như Điều 1;", Env{Body: decree}, "!RECIPIENTS_UNRESOLVED REF_ARTICLE_NAMES_NOBODY"},
		{"unknown", province, day2026, "Ban Vũ trụ Tỉnh ủy;", Env{}, "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
		{"unknown person", province, day2026, "đồng chí Nguyễn Vô Danh;", Env{}, "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN"},
		{"closed group", province, day2026, "Ban Thường vụ Huyện ủy Tuy Phong;", Env{}, "!RECIPIENTS_UNRESOLVED RECIPIENT_CLOSED"},
		{"closed group of organs", province, day2026, "Các đoàn thể chính trị - xã hội huyện Tuy Phong;", Env{}, "!RECIPIENTS_UNRESOLVED RECIPIENT_CLOSED"},
		{"closed organ", province, day2026, "Ban Tổ chức Tỉnh ủy Bình Thuận;", Env{}, "!RECIPIENTS_UNRESOLVED RECIPIENT_CLOSED"},
		{"one line fails, all are told", province, day2026, "Ban Vũ trụ;\n- Huyện ủy Tuy Phong;", Env{}, "!RECIPIENTS_UNRESOLVED RECIPIENT_UNKNOWN RECIPIENT_CLOSED"},
		{"the issuer only files", province, day2026, "Văn phòng Tỉnh ủy;\n- Ban Tổ chức Tỉnh ủy;", Env{}, "Ban Tổ chức Tỉnh ủy Lâm Đồng"},
		{"by name", old, day2014, "đồng chí Trần Quốc An, Phó Bí thư Tỉnh ủy;", Env{}, "Trần Quốc An"},
		{"by position", old, day2014, "Bí thư Tỉnh ủy;", Env{}, "Phan Khắc Khôi"},
		{"unfinished text", province, day2026, "Ban Tổ chức Tỉnh ủy", Env{}, "!RECIPIENTS_UNRESOLVED LINE_NOT_ENDED"},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, c := range cases {
			o := open(t, s, c.on)
			r, err := o.resolve(c.issuer, "- "+c.lines+"\n- Lưu Văn phòng Tỉnh ủy.", c.env)
			got := strings.Join(names(r), ", ")
			if err != nil {
				got = "!" + codeOf(err)
			}
			if got != c.want {
				t.Errorf("%s: got %s, want %s (%v)", c.name, got, c.want, err)
			}
		}
	})
}

func TestAClosedOrganNamesItsSuccessors(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		_, err := o.resolve("Văn phòng Tỉnh ủy Lâm Đồng", "- Sở Nội vụ;\n- Huyện ủy Tuy Phong;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		reasons := fault.Of(err).Reasons
		if len(reasons) != 1 || !strings.Contains(reasons[0].Detail, "Dòng 2 “Huyện ủy Tuy Phong”") || !strings.Contains(reasons[0].Detail, "Đảng ủy xã Tuy Phong") {
			t.Errorf("%+v", reasons)
		}
	})
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := open(t, s, day2026)
		r := o.resolved("Văn phòng Tỉnh ủy Lâm Đồng", "- Đảng ủy xã Tuy Phong (để b/c);\n- Văn phòng Tỉnh ủy;\n- Lưu Văn phòng Tỉnh ủy.", Env{})
		var codes []string
		for _, w := range r.Warnings {
			codes = append(codes, w.Code)
		}
		if cmp.Diff([]string{"REPORT_NOT_UPWARD", "RECIPIENT_IS_ISSUER"}, codes) != "" {
			t.Errorf("%v", codes)
		}
	})
}

// TestFiveThousand: a list of 5,000 organs by name, and a group of as many, resolve and freeze in seconds.
func TestFiveThousand(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const many = 5000
		o := open(t, s, day2026)
		o.addOrgans(many)
		var text strings.Builder
		for i := range many {
			fmt.Fprintf(&text, "- Trạm Y tế số %d;\n", i)
		}
		started := time.Now()
		r := o.resolved("Văn phòng Tỉnh ủy Lâm Đồng", text.String()+"- Lưu Văn phòng Tỉnh ủy.", Env{})
		id := o.issue("Văn phòng Tỉnh ủy Lâm Đồng", r)
		t.Logf("%d lines: %v", many, time.Since(started))
		if got := o.deliveries(id); len(got) != many {
			t.Fatalf("%d deliveries", len(got))
		}
	})
}

// addOrgans adds organs "Trạm Y tế số n" straight to the directory's table: its own edits write an event each.
func (o *office) addOrgans(n int) {
	o.update(func(tx *store.Tx) error {
		for i := range n {
			name := fmt.Sprintf("Trạm Y tế số %d", i)
			id := fmt.Sprintf("tram-%d", i)
			statement := `INSERT INTO organ (id, name, folded_name, printed_name, code, regime, class, level, channel, valid_from)
				VALUES ('` + id + `', '` + name + `', '` + directory.Fold(name) + `', '` + name + `', 'TYT', 'state', 'department', 'tinh', 'paper', '2020-01-01')`
			if _, err := tx.SQL().Exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
}
