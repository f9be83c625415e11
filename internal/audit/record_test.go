//go:build unix

package audit

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// TestAuditTakesARecord: what reproduce record left on a run answers for its environment,
// its seed, its data and its tree; what it says against the tree counts as well.
func TestAuditTakesARecord(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	commit, sum := strings.Repeat("ab", 20), strings.Repeat("d", 64)
	for name, tree := range map[string]struct {
		clean    string
		possible Level
	}{
		"clean":            {"passed: reproduce record saw none", MaxLevel},
		"dirty":            {"failed: uncommitted changes were recorded, and not all of their content: train.py", 2},
		"dirty, with diff": {"passed: uncommitted changes were recorded whole: train.py", MaxLevel},
	} {
		l := recorded.Lineage{
			SchemaVersion: 1, ID: id, StartedAt: "2026-11-20T10:00:00Z", EndedAt: "2026-11-20T10:00:00Z", Command: []string{"make"},
			Code:        recorded.Code{Commit: commit, Tree: recorded.Clean},
			Data:        []recorded.Data{{Path: "data/a.csv", Hash: "sha256 " + sum, In: recorded.InGit, Seen: "python"}},
			Environment: recorded.Environment{Python: "3.11.7", Packages: []recorded.Package{{Name: "numpy", Version: "2.4.6"}}},
			Seeds:       []recorded.Setting{{Name: "seed", Value: "7", From: "the command"}},
		}
		tags := map[string]string{recorded.Tag: id, recorded.CommitTag: commit, recorded.TreeTag: recorded.Clean}
		if name != "clean" {
			l.Code.Tree, l.Code.Changed, tags[recorded.TreeTag] = recorded.Dirty, []string{"train.py"}, recorded.Dirty
			l.Code.Diff = &recorded.Diff{File: recorded.DiffFile, SHA256: sum, Bytes: 9}
			if name == "dirty" {
				l.Code.Diff.LeftOut = []recorded.LeftOut{{Path: "train.py", Why: "it is binary"}}
			}
		}
		text, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		server := mlflowtest.New(t)
		run := server.AddRun(mlflowtest.Run{
			Params: map[string]string{"lr": "0.1"}, Metrics: map[string]float64{"accuracy": 0.9},
			Tags: tags,
		})
		server.AddFiles(run, map[string]string{"reproduce/lineage.json": string(text)})
		server.AddVersion("churn", mlflowtest.Version{RunID: run})
		got := auditOf(t, server.URL, "", seven(t)).Versions[0]
		for check, want := range map[Check]string{
			CheckCommit: "passed: " + commit + ", tag reproduce.record.commit", CheckEnvironment: "passed: 1 package, reproduce/lineage.json of run",
			CheckPinned: "passed: Python 3.11.7 and every installed package", CheckSeed: "passed: seed = 7", CheckData: "passed: data/a.csv sha256",
			CheckClean: tree.clean,
		} {
			if text := told(got, check); !strings.HasPrefix(text, want) {
				t.Errorf("%s: %s is %q; want %q", name, check, text, want)
			}
		}
		if got.Possible != tree.possible {
			t.Errorf("%s: L%d is possible, want L%d", name, got.Possible, tree.possible)
		}
	}
}
