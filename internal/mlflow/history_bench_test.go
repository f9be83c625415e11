package mlflow_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const historyRun = "0123456789abcdef0123456789abcdef"

// longHistory serves n points as MLflow prints them, in pages of size, and
// holds none of them in memory.
func longHistory(t testing.TB, n, size int) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, _ := strconv.Atoi(r.URL.Query().Get("page_token"))
		end := min(start+size, n)
		w.Header().Set("Content-Type", "application/json")
		out := bufio.NewWriterSize(w, 64<<10)
		defer out.Flush()
		fmt.Fprint(out, "{\n  \"metrics\": [")
		for i := start; i < end; i++ {
			comma := ","
			if i == start {
				comma = ""
			}
			fmt.Fprintf(out, "%s\n    {\n      \"key\": \"loss\",\n      \"value\": 0.%016d,\n      \"timestamp\": %d,\n      \"step\": %d\n    }", comma, 1_000_003*i+1, 1_750_000_000_000+i, i)
		}
		fmt.Fprint(out, "\n  ]")
		if end < n {
			fmt.Fprintf(out, ",\n  \"next_page_token\": \"%d\"", end)
		}
		fmt.Fprint(out, "\n}")
	}))
	t.Cleanup(server.Close)
	return server
}

func readAll(t testing.TB, store mlflow.Store, each func(repro.Point) error) {
	t.Helper()
	if err := store.MetricHistory(context.Background(), historyRun, "loss", each); err != nil {
		t.Fatal(err)
	}
}

// TestLongHistoryNeedsLittle reads a million points, in pages and, as from an
// old server, in one answer of 130 MB, within the memory of a few pages.
func TestLongHistoryNeedsLittle(t *testing.T) {
	const most = 64 << 20
	n := longtest.Of(1_000_000, 200_000)
	for name, size := range map[string]int{"pages": 25_000, "one answer": n} {
		registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: longHistory(t, n, size).URL})
		if err != nil {
			t.Fatal(err)
		}
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		before, peak, count := stats.HeapAlloc, uint64(0), 0
		var last repro.Point
		readAll(t, registry, func(p repro.Point) error {
			if count++; count%20_000 == 0 {
				runtime.ReadMemStats(&stats)
				peak = max(peak, stats.HeapAlloc)
			}
			last = p
			return nil
		})
		registry.Close()
		if count != n || last.Step != int64(n-1) {
			t.Errorf("%s: %d points, the last %v", name, count, last)
		}
		if grown := int64(peak) - int64(before); grown > most {
			t.Errorf("%s: the heap grew by %d MiB; want at most %d", name, grown>>20, most>>20)
		} else {
			t.Logf("%s: the heap grew by %d MiB at most", name, grown>>20)
		}
	}
}

func BenchmarkMetricHistory(b *testing.B) {
	const n = 100_000
	db := filepath.Join(b.TempDir(), "mlflow.db")
	tree := filepath.Join(b.TempDir(), "mlruns")
	makeLocalHistories(b, db, tree, n)
	for _, from := range []struct{ name, uri string }{
		{"server", longHistory(b, n, 25_000).URL}, {"files", tree}, {"sqlite", "sqlite:///" + db},
	} {
		b.Run(from.name, func(b *testing.B) {
			registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: from.uri})
			if err != nil {
				b.Fatal(err)
			}
			defer registry.Close()
			b.ReportAllocs()
			for b.Loop() {
				count := 0
				readAll(b, registry, func(repro.Point) error { count++; return nil })
				if count != n {
					b.Fatalf("%d points", count)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/point")
		})
	}
}

func makeLocalHistories(b *testing.B, db, tree string, n int) {
	dump, err := os.ReadFile(fixtures + "mlflow.sql")
	if err != nil {
		b.Fatal(err)
	}
	execute(b, db, string(dump)+fmt.Sprintf(`
		INSERT INTO runs (run_uuid, experiment_id, status, lifecycle_stage) VALUES ('%s', 1, 'FINISHED', 'active');
		WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < %d - 1)
		INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) SELECT 'loss', i / 7.0, 1750000000000 + i, '%s', i, 0 FROM s;`, historyRun, n, historyRun))
	run := filepath.Join(tree, "1", historyRun)
	write(b, filepath.Join(tree, "1", "meta.yaml"), "experiment_id: '1'\n")
	write(b, filepath.Join(run, "meta.yaml"), "run_id: "+historyRun+"\n")
	lines := make([]byte, 0, n*40)
	for i := range n {
		lines = fmt.Appendf(lines, "%d %v %d\n", 1_750_000_000_000+i, float64(i)/7, i)
	}
	write(b, filepath.Join(run, "metrics", "loss"), string(lines))
}
