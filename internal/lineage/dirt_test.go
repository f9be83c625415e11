package lineage

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUncommittedUnknown: equal commits explain no drift where nobody recorded whether
// there were uncommitted changes, and that comes first of what may differ.
func TestUncommittedUnknown(t *testing.T) {
	t.Parallel()
	was, is := strings.Repeat("a", 40), strings.Repeat("b", 40)
	whole := func(_ context.Context, commit string) (fs.FS, string, error) {
		files := fstest.MapFS{"train.py": {Data: []byte("1")}}
		if commit == is {
			files["train.py"] = &fstest.MapFile{Data: []byte("2")}
		}
		return files, "", nil
	}
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", State: repro.StateOutside}}}
	clean := map[string]string{"mlflow.source.git.dirty": "False"}
	for name, tt := range map[string]struct {
		commit        string
		before, after map[string]string
		comparison    repro.Comparison
		want          bool
	}{
		"nothing says so":        {was, nil, nil, drift, true},
		"only one says so":       {was, clean, nil, drift, true},
		"both were clean":        {was, clean, clean, drift, false},
		"reproduce's own":        {was, map[string]string{repro.IDTag: "x"}, map[string]string{"git_dirty": "false"}, drift, false},
		"a project of MLflow":    {was, clean, map[string]string{"mlflow.source.type": "PROJECT", MlflowSource: "https://git.example/churn#models"}, drift, false},
		"a project of this disk": {was, clean, map[string]string{"mlflow.source.type": "PROJECT", MlflowSource: "/home/ada/churn"}, drift, true},
		"other code":             {is, nil, nil, drift, false},
		"no drift":               {was, nil, nil, repro.Comparison{Deltas: []repro.Delta{{Name: "acc", State: repro.StateWithin}}}, false},
	} {
		run := func(id, commit string, tags map[string]string) repro.Run {
			all := map[string]string{MlflowCommit: commit}
			for tag, value := range tags {
				all[tag] = value
			}
			return repro.Run{ID: id, Tags: all}
		}
		inputs, causes, says := CompareRuns(t.Context(), nil, whole, cause.Ledger{}, run("a", was, tt.before), run("b", tt.commit, tt.after), tt.comparison)
		got := slices.ContainsFunc(inputs, func(input repro.Input) bool {
			return input.Name == repro.DirtyTree && input.State == repro.InputUnknown
		})
		if got != tt.want {
			t.Errorf("%s: uncommitted changes are unknown: %v, want %v", name, got, tt.want)
		}
		first := slices.IndexFunc(causes, func(c repro.Cause) bool { return c.Strength == repro.NotRecorded })
		if tt.want && (causes[first].Name != repro.DirtyTree || !strings.Contains(says, "may differ (uncommitted changes")) {
			t.Errorf("%s: first of what may differ is %q; %s", name, causes[first].Name, says)
		}
	}
}
