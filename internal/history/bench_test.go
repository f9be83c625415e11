package history

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// BenchmarkRead reads ten thousand checks of a thousand models.
func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	checks := reporttest.Checks(1000, 10)
	if _, err := Append(dir, checks); err != nil {
		b.Fatal(err)
	}
	files, err := Files(checks)
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, file := range files {
		size += len(file.Data)
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(size)/float64(len(files)), "bytes/check")
	for b.Loop() {
		read, gaps := (&Reader{Dir: dir}).Read([]string{"."})
		if len(read) != len(checks) || gaps.Notes != nil {
			b.Fatalf("%d checks, %q", len(read), gaps.Notes)
		}
	}
}
