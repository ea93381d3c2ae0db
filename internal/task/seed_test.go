package task

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trinhky/internal/layout"
)

// The worked example of a notice of a conclusion: its tasks 2.1 to 2.4, the paragraph that assesses gives none.
func TestSeedOfTuyPhong(t *testing.T) {
	t.Parallel()
	const seeds = "../../../shared/seeds"
	if _, err := os.Stat(seeds); os.IsNotExist(err) {
		t.Skip("the folder of real documents is not here")
	}
	found, err := filepath.Glob(seeds + "/002*.txt")
	if err != nil || len(found) != 1 {
		t.Fatalf("the folder is here, seed 002 is not: %q %v", found, err)
	}
	raw, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	reading, err := layout.ReadText(raw, layout.Known{})
	if err != nil {
		t.Fatal(err)
	}
	district, front := []string{"Ban Thường vụ Huyện ủy Tuy Phong"}, []string{"Mặt trận Tổ quốc Việt Nam", "các đoàn thể chính trị - xã hội"}
	want := []struct {
		ref         string
		leads       []string
		paragraphs  int
		words, made string
	}{
		{"2.1", district, 2, "sinh hoạt chi bộ", "kế hoạch thật cụ thể"},
		{"2.2", district, 1, "công tác dân vận", ""},
		{"2.2-bis", district, 2, "kết nạp đảng viên", ""},
		{"2.3", front, 1, "tuyên truyền", ""},
		{"2.4", district, 0, "217-QĐ/TW", "kế hoạch cụ thể"},
	}
	got := Extract(reading.Body, "2014-06-10")
	for i, p := range got {
		t.Logf("%s %v %v %q → %q (%s)", p.Ref, p.Leads, p.Deadline.Kind, p.Deliverable, p.ReportTo, strings.ReplaceAll(p.Text, "\n", " ¶ "))
		if i >= len(want) {
			continue
		}
		w := want[i]
		if p.Ref != w.ref || !strings.Contains(p.Text, w.words) || p.Deadline.Kind != NoDeadline || p.Deliverable != w.made {
			t.Errorf("task %d: %+v", i, p)
		}
		if diff := cmp.Diff(w.leads, p.Leads); diff != "" {
			t.Errorf("%s leads: %s", p.Ref, diff)
		}
		if w.paragraphs > 0 && len(p.Source) != w.paragraphs {
			t.Errorf("%s has %d paragraphs", p.Ref, len(p.Source))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d tasks, want %d", len(got), len(want))
	}
}
