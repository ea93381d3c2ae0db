package layout

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkAgainstLibreOffice makes the PDF of a three-page notice in one run on one machine: by us, by a soffice started
// for it, and by one that listens and is warm; the last two from the same document as a Word file. It reports the medians
// and how many times faster ours is.
func BenchmarkAgainstLibreOffice(b *testing.B) {
	s := partyNotice(everything(6, 5)...)
	if r := mustRender(b, s); r.Pages != 3 {
		b.Fatalf("%d pages, want 3", r.Pages)
	}
	dir := b.TempDir()
	file := filepath.Join(dir, "notice.docx")
	if err := os.WriteFile(file, mustRenderDOCX(b, s), 0o600); err != nil {
		b.Fatal(err)
	}
	var ours []float64
	for b.Loop() {
		begin := time.Now()
		mustRender(b, s)
		ours = append(ours, since(begin))
	}
	b.StopTimer()
	profile := b.TempDir()
	soffice(b, dir, profile, file) // makes its profile
	var cold []float64
	for range 5 {
		begin := time.Now()
		soffice(b, dir, profile, file)
		cold = append(cold, since(begin))
	}
	warm := warmed(b, dir, profile, file)
	b.ReportMetric(median(ours), "ms/ours")
	b.ReportMetric(median(cold), "ms/soffice")
	b.ReportMetric(median(warm), "ms/warm")
	b.ReportMetric(median(cold)/median(ours), "×soffice")
	b.ReportMetric(median(warm)/median(ours), "×warm")
}

func since(t time.Time) float64 { return float64(time.Since(t).Microseconds()) / 1000 }

func median(all []float64) float64 {
	all = slices.Clone(all)
	slices.Sort(all)
	return all[len(all)/2]
}

// warmed gives the milliseconds of conversions by a LibreOffice that has made some already.
func warmed(b *testing.B, dir, profile, file string) []float64 {
	python := pythonWithUNO(b)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	if err := free.Close(); err != nil {
		b.Fatal(err)
	}
	office := exec.Command("soffice", "-env:UserInstallation=file://"+profile, "--headless", "--norestore", fmt.Sprintf("--accept=socket,host=127.0.0.1,port=%d;urp;", port))
	if err := office.Start(); err != nil {
		b.Fatal(err)
	}
	out, err := exec.Command(python, "testdata/warm.py", fmt.Sprint(port), file, filepath.Join(dir, "warm.pdf"), "25").Output()
	if err != nil {
		b.Errorf("warm.py: %v", err)
		_ = office.Process.Kill() // a process of this benchmark
	}
	_ = office.Wait() // warm.py has ended it; its exit code says nothing of the conversions
	var all []float64
	for _, line := range strings.Fields(string(out)) {
		var ms float64
		if _, err := fmt.Sscan(line, &ms); err != nil {
			b.Fatal(err)
		}
		all = append(all, ms)
	}
	if len(all) != 25 {
		b.Fatalf("%d conversions, want 25", len(all))
	}
	return all[5:]
}

// pythonWithUNO finds a Python that can talk to LibreOffice: the distribution's, where another comes first in the path.
func pythonWithUNO(b *testing.B) string {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", "import uno").Run() == nil {
			return python
		}
	}
	if os.Getenv("CI") == "true" {
		b.Fatal("python3-uno is not installed")
	}
	b.Skip("python3-uno is not installed")
	return ""
}
