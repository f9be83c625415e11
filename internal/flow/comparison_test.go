package flow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestCompareRunsSettles: two runs that logged the same two values at their last
// step, a millisecond apart in the one, do not differ because MLflow calls
// another of them the latest.
func TestCompareRunsSettles(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	log := func(points ...mlflowtest.Point) string {
		return server.AddRun(mlflowtest.Run{History: map[string][]mlflowtest.Point{"acc": points}})
	}
	at := func(value float64, ms int64) mlflowtest.Point { return mlflowtest.Point{Value: value, Time: ms} }
	first := log(at(0.9, 1000), at(0.8, 1001))
	f := flowOf(nil, connect(t, server))
	for id, want := range map[string]repro.Verdict{
		log(at(0.9, 1000), at(0.8, 1000)): repro.Unverified,
		log(at(0.9, 1000), at(0.7, 1000)): repro.Drifted,
		log(at(0.9, 1000), at(0.8, 1002)): repro.Reproduced,
	} {
		original, err := f.Registry.Run(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		other, err := f.Registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		result, err := f.CompareRuns(t.Context(), settings.Settings{Diagnose: "off"}, original, other)
		if err != nil || result.Verdict != want {
			t.Errorf("run %s: %s (%v), want %s", id, result.Verdict, err, want)
		}
	}
}

// TestAuditWithoutARegistry: the way out is one that audit has.
func TestAuditWithoutARegistry(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.NoRegistry = true
	_, err := (&audit.Auditor{Store: connect(t, server), Settings: settings.Settings{Models: []string{"*"}}, Now: flowOf(nil, nil).Now}).Audit(t.Context())
	if err == nil || strings.Contains(err.Error(), "--run-id") || !strings.Contains(err.Error(), "reproduce show") {
		t.Errorf("audit: %v; want no option that audit lacks, and a way to look at a run", err)
	}
}
