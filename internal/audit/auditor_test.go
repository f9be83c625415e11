//go:build unix

package audit

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/settings"
)

const (
	mostRequests = 60
	mostMemory   = 128 << 20
)

// TestAuditOfTenThousand audits a registry of 10,000 versions on a loopback
// server, with planted defects: all must be found and none invented, in few
// requests and little memory. The audit is a process of its own, so that what
// the server takes is not counted.
func TestAuditOfTenThousand(t *testing.T) {
	server := mlflowtest.New(t)
	world := newAuditWorld(t)
	versions := longtest.Of(10_000, 1_000)
	want := world.plant(server, versions, 40)
	server.Requests()

	child := exec.Command(os.Args[0], "-test.run", "^TestAuditProcess$", "-test.count=1")
	child.Env = append(os.Environ(), "AUDIT_STORE="+server.URL, "AUDIT_CLONE="+world.clone)
	var out, complaints bytes.Buffer
	child.Stdout, child.Stderr = &out, &complaints
	start := time.Now()
	if err := child.Run(); err != nil {
		t.Fatalf("audit: %v\n%s%s", err, out.String(), complaints.String())
	}
	took := time.Since(start)

	requests := server.Requests()
	for _, request := range requests {
		if method, path, _ := strings.Cut(request, " "); method != http.MethodGet && path != "runs/search" {
			t.Errorf("an audit only reads; it asked %s", request)
		}
	}
	got, peak := readAudited(t, &out)
	if len(got) != len(want) {
		t.Errorf("%d versions audited of %d", len(got), len(want))
	}
	found := tallyDefects(t, got, want)
	t.Logf("%d versions of 41 models: %d requests, peak %d MiB, %v", versions, len(requests), peak>>20, took.Round(time.Millisecond))
	for _, check := range Checks() {
		if c := found[check]; c != nil {
			t.Logf("%-12s planted %5d, found %5d, missed %d, invented %d", check, c.planted, c.found, c.planted-c.found, c.invented)
		}
	}
	if len(requests) > mostRequests {
		t.Errorf("%d requests; want at most %d", len(requests), mostRequests)
	}
	if peak > mostMemory && !raceDetector { // which takes several times as much
		t.Errorf("peak memory %d MiB; want at most %d", peak>>20, mostMemory>>20)
	}
}

// TestAuditProcess is the process that TestAuditOfTenThousand measures. It
// prints a line a version: its label, then the checks that failed; and at the
// end the most memory it had.
func TestAuditProcess(t *testing.T) {
	store := os.Getenv("AUDIT_STORE")
	if store == "" {
		t.Skip("TestAuditOfTenThousand starts it")
	}
	debug.SetGCPercent(100) // the program's, whatever GOGC the tests run with
	audit := auditOf(t, store, os.Getenv("AUDIT_CLONE"), settings.Selecting{Models: []string{"*"}})
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, version := range audit.Versions {
		fmt.Fprintf(out, "audited %s %s %d %d", version.Name, version.Version, version.Level, version.Possible)
		for _, finding := range version.Failed() {
			fmt.Fprintf(out, " %s", finding.Check)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "peak %d\n", peakMemory())
}

// peakMemory is the most this process had in memory, in bytes. What wait4 tells
// the parent will not do: it counts the parent's own memory, which the child
// shares for a moment. Without /proc it is all that Go ever asked for.
func peakMemory() int64 {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		var kilobytes int64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys)
}

func auditOf(t *testing.T, store, clone string, s settings.Selecting) Audit {
	t.Helper()
	auditor := &Auditor{Store: openStore(t, store), Selecting: s, Now: clock}
	if clone != "" {
		var err error
		if auditor.Clone, err = project.OpenClone(t.Context(), clone, ""); err != nil {
			t.Fatal(err)
		}
	}
	audit, err := auditor.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return audit
}

func openStore(t *testing.T, uri string) *mlflow.Registry {
	t.Helper()
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: uri, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = registry.Close() })
	return registry
}

func clock() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func readAudited(t *testing.T, out *bytes.Buffer) (got map[string][]Check, peak int64) {
	t.Helper()
	got = map[string][]Check{}
	for line := range strings.Lines(out.String()) {
		fields := strings.Fields(line)
		_, _ = fmt.Sscanf(line, "peak %d", &peak)
		if len(fields) < 5 || fields[0] != "audited" {
			continue
		}
		label := fields[1] + " v" + fields[2]
		if _, twice := got[label]; twice {
			t.Errorf("%s was audited twice", label)
		}
		got[label] = []Check{}
		for _, check := range fields[5:] {
			got[label] = append(got[label], Check(check))
		}
	}
	if peak == 0 {
		t.Error("the audit did not say how much memory it took")
	}
	return got, peak
}

type defectCount struct{ planted, found, invented int }

func tallyDefects(t *testing.T, got, want map[string][]Check) map[Check]*defectCount {
	t.Helper()
	counts := map[Check]*defectCount{}
	of := func(check Check) *defectCount {
		if counts[check] == nil {
			counts[check] = &defectCount{}
		}
		return counts[check]
	}
	told := 0
	labels := maps.Clone(want)
	maps.Copy(labels, got)
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		for _, check := range want[label] {
			of(check).planted++
			if slices.Contains(got[label], check) {
				of(check).found++
			}
		}
		for _, check := range got[label] {
			if !slices.Contains(want[label], check) {
				of(check).invented++
			}
		}
		if !slices.Equal(want[label], got[label]) {
			if told++; told <= 10 {
				t.Errorf("%s: found %v, planted %v", label, got[label], want[label])
			}
		}
	}
	if told > 10 {
		t.Errorf("and %d more differ", told-10)
	}
	return counts
}
