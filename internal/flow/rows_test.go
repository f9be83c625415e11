//go:build !nodesk

package flow

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestRows: the lines of the tables that were read are counted once, and not for an option.
func TestRows(t *testing.T) {
	t.Parallel()
	asked := 0
	training := train.Training{
		Files: fstest.MapFS{"d.csv": {Data: []byte("x,y\n1,2\n3,4\n\n5,6")}, "other.csv": {Data: []byte("x\n")}, "w.npy": {Data: []byte("\n\n\n")}},
		Observed: func([]string, string) observe.Finding {
			asked++
			return observe.Finding{Data: []observe.Data{{Path: "d.csv", Size: 100}, {Path: "w.npy", Size: 3}, {Path: "gone.csv", Size: 5}, {Path: "../d.csv", Size: 5}}}
		},
	}
	f, d, _ := newBench()
	d.files = fstest.MapFS{"train.py": {Data: []byte(`p.add_argument("--n-samples", type=int)`)}}
	if f.rows(t.Context(), repro.Plan{}, training, collect.Collected{}) != nil {
		t.Error("a project that nobody can look through has rows")
	}
	f.Project = readable{d}
	rows := f.rows(t.Context(), repro.Plan{}, training, collect.Collected{})
	for param, want := range map[string][]int{"n_rows": {4, 3}, "n_samples": nil} {
		if got := rows(param); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", param, got, want)
		}
	}
	rows("n_rows")
	if asked != 1 {
		t.Errorf("the data was counted %d times", asked)
	}
}
