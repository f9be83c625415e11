//go:build !nodesk

package lineage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCompareRuns_committedSince: a change that the first run was trained with, and that was committed
// before the second, is no difference; one that was changed once more is.
func TestCompareRuns_committedSince(t *testing.T) {
	t.Parallel()
	was, is := strings.Repeat("a", 40), strings.Repeat("b", 40)
	for later, differs := range map[string]bool{"k = 2\n": false, "k = 3\n": true} {
		server := mlflowtest.New(t)
		registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = registry.Close() })
		run := func(commit, tree, text string, changed []string) repro.Run {
			sum := sha256.Sum256([]byte(text))
			id := server.AddRun(mlflowtest.Run{Tags: map[string]string{recorded.Tag: recordID, MlflowCommit: commit}})
			server.AddFiles(id, map[string]string{"reproduce/lineage.json": documentOf(t, func(l *recorded.Lineage) {
				l.Code.Commit, l.Code.Tree, l.Code.Changed, l.Code.Diff = commit, tree, changed, nil
				l.Code.Files = []recorded.Content{{Path: "churn/train.py", SHA256: hex.EncodeToString(sum[:])}}
			})})
			run, err := registry.Run(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return run
		}
		files := func(_ context.Context, commit string) (fs.FS, string, error) {
			text := later
			if commit == was {
				text = "k = 1\n"
			}
			return fstest.MapFS{"churn/train.py": {Data: []byte(text)}}, "", nil
		}
		original, now := run(was, recorded.Dirty, "k = 2\n", []string{"churn/train.py"}), run(is, recorded.Clean, later, nil)
		inputs, _, _ := CompareRuns(t.Context(), registry, files, cause.Ledger{}, original, now, repro.Comparison{})
		for _, name := range []string{"churn/train.py", repro.DirtyTree} {
			told := slices.ContainsFunc(inputs, func(input repro.Input) bool { return input.Name == name && input.State == repro.InputDiffers })
			if told != differs {
				t.Errorf("then %q: %s differs: %t\n%+v", later, name, told, inputs)
			}
		}
	}
}
