package format

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/directory"
	"trinhky/internal/layout"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// TestLookUp: on a day of 2026 the directory knows who has ended, and who took over; on a day of 2014 they stand.
func TestLookUp(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		if err := directory.LoadDemo(ctx, s); err != nil {
			t.Fatal(err)
		}
		c := stored(t)
		c.Addressees = []string{"Huyện ủy Tuy Phong"}
		c.Body.Blocks[1].Runs = words("Đề nghị Ban Thường vụ Huyện ủy Tuy Phong quan tâm, rút kinh nghiệm của Văn phòng Huyện ủy Tuy Phong.")
		look := func(issuer string, on store.Date) (facts *Facts) {
			t.Helper()
			err := s.View(ctx, func(tx *store.Tx) error {
				organ, err := directory.OrganByID(tx, issuer)
				if err == nil {
					facts, err = LookUp(tx, c, organ, on)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return facts
		}
		facts := look("ld-vptu", "2026-06-10")
		ended := facts.Ended[directory.Fold("Huyện ủy Tuy Phong")]
		if facts.Code != "VPTU" || facts.IssuerEnded != "" || oneName(facts.Superior) != directory.Fold("Tỉnh ủy Lâm Đồng") || len(ended.Successors) != 2 || !strings.Contains(ended.Detail, "01/7/2025") {
			t.Errorf("%+v", facts)
		}
		if _, cited := facts.Ended[directory.Fold("Văn phòng Huyện ủy Tuy Phong")]; cited {
			t.Error("who is only cited is looked up")
		}
		c.Facts = facts
		var closed []string
		for _, f := range Check(c) {
			if f.Rule == "F19" {
				closed = append(closed, f.Where)
			}
		}
		if len(closed) != 2 || closed[0] != "Kính gửi" {
			t.Errorf("F19 at %q", closed)
		}
		if then := look("bt-vptu", "2014-06-10"); then.Ended[directory.Fold("Huyện ủy Tuy Phong")].Detail != "" {
			t.Errorf("%+v", then.Ended)
		}
		if gone := look("bt-vptu", "2026-06-10"); !strings.Contains(gone.IssuerEnded, "đã kết thúc") {
			t.Errorf("%+v", gone)
		}
	})
}

// TestConsult: a file of somebody is judged by the directory, on its own date.
func TestConsult(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	ctx := context.Background()
	if err := directory.LoadDemo(ctx, s); err != nil {
		t.Fatal(err)
	}
	good := strings.NewReplacer("Đà Lạt, ngày", "Lâm Đồng, ngày", "Nguyễn Văn An", "Đào Nhật Khải").Replace(goodNotice)
	for name, test := range map[string]struct {
		swap []string
		want []string
	}{
		"good":                  {nil, []string{"F08 W CITATION_UNKNOWN"}},
		"another name":          {[]string{"TỈNH ỦY LÂM ĐỒNG\t", "TỈNH ỦY LÂM ĐỒNG MỚI\t"}, []string{"F02 E SUPERIOR_NAME", "F08 W CITATION_UNKNOWN"}},
		"not entitled":          {[]string{"Đào Nhật Khải", "Lâm Vĩnh Lực"}, []string{"F08 W CITATION_UNKNOWN", "F12 E SIGNER_NOT_ENTITLED"}},
		"another formula":       {[]string{"CHÁNH VĂN PHÒNG", "QUYỀN CHÁNH VĂN PHÒNG"}, []string{"F08 W CITATION_UNKNOWN", "F12 E FORMULA_MISMATCH"}},
		"nobody of that name":   {[]string{"- Thường trực Tỉnh ủy;", "- Hội Những người Nuôi ong;"}, []string{"F08 W CITATION_UNKNOWN", "F13 E RECIPIENT_UNKNOWN"}},
		"a receiver that ended": {[]string{"- Thường trực Tỉnh ủy;", "- Huyện ủy Tuy Phong;"}, []string{"F08 W CITATION_UNKNOWN", "F19 E ORGAN_CLOSED"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := good
			if test.swap != nil {
				if !strings.Contains(text, test.swap[0]) {
					t.Fatalf("%q is not in the text", test.swap[0])
				}
				text = strings.Replace(text, test.swap[0], test.swap[1], 1)
			}
			var report Report
			err := s.View(ctx, func(tx *store.Tx) (err error) {
				ask := func(c Content, r layout.Reading) (*Facts, error) { return Consult(tx, c, r, "2026-06-10") }
				report, err = CheckText([]byte(text), Options{Ask: ask})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, codes(report.Findings)); diff != "" {
				t.Errorf("%s\n%+v", diff, slices.Clone(report.Findings))
			}
		})
	}
}
