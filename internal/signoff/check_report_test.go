package signoff

import (
	"context"
	"slices"
	"strings"
	"testing"

	"trinhky/internal/directory"
	"trinhky/internal/document"
	"trinhky/internal/store"
	"trinhky/internal/store/storetest"
)

// TestReportTellsWhoWaivedAndWhy: who reads the report sees of every waived warning who let it stand, and the reason.
func TestReportTellsWhoWaivedAndWhy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		o := openOffice(t, s)
		ctx := context.Background()
		v := o.mended()
		id := v.Document.ID
		o.walk(v, document.FormatCheck)
		found := o.check(checker, id).Findings
		typo := slices.IndexFunc(found, func(f Finding) bool { return f.Code == "LIKELY_TYPO" })
		if err := o.Waive(ctx, o.id(checker), id, 0, []string{found[typo].ID}, "Trích nguyên văn\nbáo cáo của phường."); err != nil {
			t.Fatal(err)
		}
		name := o.check(checker, id).Findings[typo].Waiver.Name
		err := s.View(ctx, func(tx *store.Tx) error {
			f, err := o.load(tx, o.id(checker), id)
			if err != nil {
				return err
			}
			if err := f.examine(tx); err != nil {
				return err
			}
			sheet, err := f.reportSheet(tx)
			if err != nil {
				return err
			}
			want := found[typo].Message + " " + name + " chấp nhận với lý do: Trích nguyên văn báo cáo của phường."
			if text := sheet.Body.Text(); name == "" || !strings.Contains(text, "Lưu ý đã được chấp nhận, có lý do (1):") || !strings.Contains(text, want) {
				t.Errorf("the report lacks %q:\n%s", want, text)
			}
			if last := sheet.Recipients[len(sheet.Recipients)-1]; last != "- Lưu Văn phòng Tỉnh ủy." {
				t.Errorf("the archive line: %q", last)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestReportRecipients(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		office directory.Organ
		want   string
	}{
		{directory.Organ{Name: "Văn phòng Tỉnh ủy Lâm Đồng", Regime: directory.Party}, "- Lưu Văn phòng Tỉnh ủy."},
		{directory.Organ{Name: "Văn phòng Đảng ủy xã Tuy Phong", Regime: directory.Party}, "- Lưu Văn phòng Đảng ủy."},
		{directory.Organ{Name: "Văn phòng Tỉnh ủy", Regime: directory.Party}, "- Lưu Văn phòng Tỉnh ủy."},
		{directory.Organ{Name: "Ủy ban nhân dân xã Thạch Bàn", Code: "UBND", Regime: directory.State}, "- Lưu: VT, VP."},
	} {
		f := &facts{}
		if got := reportRecipients(f, test.office); got[len(got)-1] != test.want {
			t.Errorf("%s: %v, want %s", test.office.Name, got, test.want)
		}
	}
}
