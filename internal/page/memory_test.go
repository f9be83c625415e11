package page

import (
	"runtime"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// heapWatch is a writer that says how much memory was in use at most while it was written
// to.
type heapWatch struct {
	writes int
	most   uint64
}

func (h *heapWatch) Write(text []byte) (int, error) {
	if h.writes++; h.writes%8 == 0 {
		h.most = max(h.most, heapInUse())
	}
	return len(text), nil
}

// heapInUse is what is left when the garbage is collected.
func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestWriteHoldsLittle: a page of five megabytes is written as it is made, from the
// checks themselves. It is not parallel, as the heap is everybody's.
func TestWriteHoldsLittle(t *testing.T) {
	checks := reporttest.Checks(1000, 10)
	before, watch := heapInUse(), &heapWatch{}
	if err := Write(watch, Known{Checks: checks, Now: made, Limit: fortnight}, "reproduce v1.0.0"); err != nil {
		t.Fatal(err)
	}
	runtime.KeepAlive(checks)
	if watch.most == 0 {
		t.Fatal("nothing was written")
	}
	held := int64(watch.most) - int64(before)
	t.Logf("%d bytes held beside %d", held, before)
	if held > 3<<20 {
		t.Errorf("%d bytes were held beside the checks", held)
	}
}
