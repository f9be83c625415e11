package lineage

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestChangedSince: of an original that recorded no commit, the files that commits have
// changed since are named before what nobody knows anything of, and are no difference.
func TestChangedSince(t *testing.T) {
	t.Parallel()
	then, now := strings.Repeat("a", 40), strings.Repeat("b", 40)
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	trees := map[string]fstest.MapFS{
		then: {"train.sh": file("fit 1\n"), "points.csv": file("1,2\n"), "README.md": file("old\n"), "same.py": file("x = 1\n")},
		now:  {"train.sh": file("fit 2\n"), "points.csv": file("1,3\n"), "README.md": file("new\n"), "same.py": file("x = 1  # one\n")},
	}
	started := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		before string
		change func(*repro.Result)
		want   []string
	}{
		"changed since":     {before: then, want: []string{"train.sh", "points.csv"}},
		"nothing since":     {before: now},
		"no commit so old":  {},
		"recorded":          {before: then, change: func(r *repro.Result) { r.Original.Tags = map[string]string{MlflowCommit: now} }},
		"nobody knows when": {before: then, change: func(r *repro.Result) { r.Original.Started = time.Time{} }},
	} {
		result := repro.Result{Original: repro.Run{Started: started}, Plan: repro.Plan{Command: "sh train.sh"}, Comparison: repro.Comparison{Deltas: []repro.Delta{{Name: "loss", State: repro.StateOutside}}}}
		result.Change.Base = now
		if test.change != nil {
			test.change(&result)
		}
		d := Diagnosis{
			Head:            func(context.Context) string { return now },
			RepositoryFiles: func(_ context.Context, commit string) (fs.FS, string, error) { return trees[commit], "", nil },
			Before: func(_ context.Context, commit string, at time.Time) string {
				if commit != now || !at.Equal(started) {
					t.Errorf("%s: asked for %s at %s", name, commit, at)
				}
				return test.before
			},
		}
		_, causes, says := d.Read(t.Context(), settings.Comparing{}, result, Trained{}).Conclude(result, nil)
		var first []string
		for _, cause := range causes[:min(len(test.want), len(causes))] {
			if cause.Strength != repro.NotRecorded {
				t.Errorf("%s: %+v", name, cause)
			}
			first = append(first, cause.Name)
		}
		slices.Sort(first)
		if want := slices.Sorted(slices.Values(test.want)); !slices.Equal(first, want) {
			t.Errorf("%s: first %v, want %v, of %v", name, first, want, causes)
		}
		if told := strings.Contains(says, "commits have changed"); told != (test.want != nil) || told && (strings.Contains(says, "README") || !strings.Contains(says, "train.sh and points.csv since the original started") && !strings.Contains(says, "points.csv and train.sh since the original started")) {
			t.Errorf("%s: it says %q", name, says)
		}
	}
}
