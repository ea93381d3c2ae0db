package layout

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"trinhky/internal/document"
)

// longReport is a report of about n pages: headings, prose, lists and tables.
func longReport(n int) Sheet {
	var blocks []document.Block
	for i := range n / 2 {
		blocks = append(blocks, heading(1+i%3, fmt.Sprintf("%d.", i+1), "Kết quả thực hiện nhiệm vụ trọng tâm"), prose(i), prose(i+1), prose(i+2), prose(i+3), item("-", sentences[i%len(sentences)]), prose(i+1), figures(9))
	}
	return stateReport(blocks...)
}

func BenchmarkRender3Pages(b *testing.B) {
	benchmarkRender(b, partyNotice(everything(12, 10)...), 3, 4)
}

func BenchmarkRender100Pages(b *testing.B) { benchmarkRender(b, longReport(122), 98, 108) }

func benchmarkRender(b *testing.B, s Sheet, least, most int) {
	b.ReportAllocs()
	for b.Loop() {
		if r := mustRender(b, s); r.Pages < least || r.Pages > most {
			b.Fatalf("%d pages", r.Pages)
		}
	}
}

// TestALongReportIsQuickAndSmall holds the promise: a hundred pages in a second and with 150 MB. The limit of time is
// wide, since a test shares its machine.
func TestALongReportIsQuickAndSmall(t *testing.T) {
	s := longReport(122)
	mustRender(t, s) // fonts are parsed once
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	r := mustRender(t, s)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; r.Pages < 98 || made > 150<<20 {
		t.Errorf("%d pages with %d MB", r.Pages, made>>20)
	}
	if took > 5*time.Second {
		t.Errorf("%d pages took %s", r.Pages, took)
	}
}
