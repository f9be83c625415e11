package flow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestHistoriesAreReadOnce: whether the last values of a drifted metric can be settled,
// and its curve, come from one read of each history.
func TestHistoriesAreReadOnce(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	log := func(off float64) string {
		histories := map[string][]mlflowtest.Point{}
		for m := range 5 {
			for step := range int64(20) {
				point := mlflowtest.Point{Value: float64(step) + off, Time: 1000 + step, Step: step}
				histories[fmt.Sprintf("m%d", m)] = append(histories[fmt.Sprintf("m%d", m)], point)
			}
		}
		return server.AddRun(mlflowtest.Run{History: histories})
	}
	f := flowOf(nil, flowtest.Connect(t, server))
	var told []string
	f.Begin, f.End = func(what string) { told = append(told, what) }, func() { told = append(told, "over") }
	var runs []repro.Run
	for _, id := range []string{log(0), log(0.5)} {
		run, err := f.Registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, run)
	}
	server.Requests()
	result, err := f.CompareRuns(t.Context(), settings.Comparing{Diagnose: "on"}, runs[0], runs[1])
	if err != nil || result.Verdict != repro.Drifted || len(result.Comparison.Curves) != 5 {
		t.Fatalf("%v %s, %d curves", err, result.Verdict, len(result.Comparison.Curves))
	}
	read := 0
	for _, request := range server.Requests() {
		if strings.HasPrefix(request, "GET metrics/get-history?") {
			read++
		}
	}
	if read != 10 {
		t.Errorf("ten histories were read in %d requests", read)
	}
	if len(told) != 10 || told[0] != "histories of m0" || told[1] != "over" {
		t.Errorf("told was %q", told)
	}
}
