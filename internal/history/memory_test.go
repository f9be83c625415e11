package history

import (
	"runtime"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// TestReadHoldsLittle: what checks have in common is held once. It is not parallel, as
// the heap is everybody's.
func TestReadHoldsLittle(t *testing.T) {
	files, err := Files(reporttest.Checks(200, 10))
	if err != nil {
		t.Fatal(err)
	}
	heapInUse := func() int64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return int64(stats.HeapAlloc)
	}
	before, reader := heapInUse(), &Reader{}
	for _, file := range files {
		reader.Add(file.Path, file.Data)
	}
	checks, _ := reader.Read(nil)
	held := (heapInUse() - before) / int64(len(checks))
	runtime.KeepAlive(checks)
	runtime.KeepAlive(files)
	t.Logf("%d bytes a check", held)
	if len(checks) != 2000 || held > 1600 {
		t.Errorf("%d checks hold %d bytes each", len(checks), held)
	}
}
