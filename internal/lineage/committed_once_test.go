//go:build !nodesk

package lineage

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestCommittedSince_once: a file that no commit had when the original was trained, and that was
// committed later with other content, is one row: a check and a comparison tell it once.
func TestCommittedSince_once(t *testing.T) {
	t.Parallel()
	was, is := strings.Repeat("a", 40), strings.Repeat("b", 40)
	then, now := strings.TrimPrefix(hashOf("lr: 1\n"), sha+" "), strings.TrimPrefix(hashOf("lr: 2\n"), sha+" ")
	files := func(_ context.Context, commit string) (fs.FS, string, error) {
		tree := fstest.MapFS{"train.py": {Data: []byte("fit()\n")}}
		if commit == is {
			tree["cfg.yaml"] = &fstest.MapFile{Data: []byte("lr: 2\n")}
		}
		return tree, "", nil
	}
	for name, tt := range map[string]struct {
		asData  bool
		diff    *recorded.Diff
		changed []string
		told    string // by the row of what nobody committed; "" where there is none
		line    bool   // the line that lays the changes over the commit is given
	}{
		"a file":                 {},
		"a file that a diff has": {diff: &recorded.Diff{File: recorded.DiffFile, SHA256: then, Bytes: 3}, line: true},
		"data":                   {asData: true},
		"beside another change":  {changed: []string{"other.py"}, told: "other.py"},
	} {
		server := mlflowtest.New(t)
		registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = registry.Close() })
		run := func(commit, digest string, change func(*recorded.Code)) repro.Run {
			id := server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: recordID, MlflowCommit: commit}})
			server.AddFiles(id, map[string]string{"reproduce/lineage.json": documentOf(t, func(l *recorded.Lineage) {
				l.Directory, l.Data = "", nil
				l.Code = recorded.Code{Commit: commit, Branch: "main", Tree: recorded.Clean}
				if tt.asData {
					l.Data = []recorded.Data{{Path: "cfg.yaml", Hash: sha + " " + digest, Seen: "python"}}
				} else {
					l.Params = []recorded.Content{{Path: "cfg.yaml", SHA256: digest}}
				}
				change(&l.Code)
			})})
			run, err := registry.Run(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return run
		}
		original := run(was, then, func(c *recorded.Code) {
			c.Tree, c.Untracked, c.Changed, c.Diff = recorded.Dirty, []string{"cfg.yaml"}, tt.changed, tt.diff
		})
		later := run(is, now, func(*recorded.Code) {})
		if _, doubt := ReadRecord(t.Context(), registry, original); doubt != "" {
			t.Fatal(doubt)
		}
		compared, _, _ := CompareRuns(t.Context(), registry, files, cause.Ledger{}, original, later, repro.Comparison{})

		result := repro.Result{Original: original, Plan: repro.Plan{Command: "python train.py"}}
		result.Change.Base = is
		trained, _, _ := files(t.Context(), is)
		reading := Diagnosis{Head: func(context.Context) string { return is }, Store: registry, RepositoryFiles: files}.Read(t.Context(), settings.Comparing{}, result, Trained{
			Files: trained, WasRead: func(string) (bool, bool) { return true, true },
		})
		for by, inputs := range map[string][]repro.Input{"check": reading.inputs, "compare": compared} {
			var told []string
			rows := 0
			for _, input := range inputs {
				if input.State != repro.InputDiffers {
					continue
				}
				if input.Name == "cfg.yaml" {
					rows++
				} else if input.Name == repro.DirtyTree {
					told = append(told, input.Original)
				}
			}
			if rows != 1 || strings.Join(told, "; ") != tt.told {
				t.Errorf("%s, %s: %d rows of cfg.yaml, and %q of what nobody committed, want one and %q\n%+v", name, by, rows, told, tt.told, inputs)
			}
		}
		if line := ApplyDiff(original, reading.inputs); (line != "") != tt.line {
			t.Errorf("%s: the line is %q", name, line)
		}
	}
}
