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
	for name, dirty := range map[string]bool{"clean": false, "dirty": true} {
		l := recorded.Lineage{
			SchemaVersion: 1, ID: id, StartedAt: "2026-11-20T10:00:00Z", EndedAt: "2026-11-20T10:00:00Z", Command: []string{"make"},
			Code:        recorded.Code{Commit: commit, Tree: recorded.Clean},
			Data:        []recorded.Data{{Path: "data/a.csv", Hash: "sha256 " + sum, In: recorded.InGit, Seen: "python"}},
			Environment: recorded.Environment{Python: "3.11.7", Packages: []recorded.Package{{Name: "numpy", Version: "2.4.6"}}},
			Seeds:       []recorded.Setting{{Name: "seed", Value: "7", From: "the command"}},
		}
		if dirty {
			l.Code.Tree, l.Code.Changed = recorded.Dirty, []string{"train.py"}
		}
		text, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		server := mlflowtest.New(t)
		run := server.AddRun(mlflowtest.Run{
			Params: map[string]string{"lr": "0.1"}, Metrics: map[string]float64{"accuracy": 0.9},
			Tags: map[string]string{recorded.Tag: id, recorded.CommitTag: commit},
		})
		server.AddFiles(run, map[string]string{"reproduce/lineage.json": string(text)})
		server.AddVersion("churn", mlflowtest.Version{RunID: run})
		got := auditOf(t, server.URL, "", seven(t)).Versions[0]
		for check, want := range map[Check]string{
			CheckCommit: "passed: " + commit + ", tag reproduce.record.commit", CheckEnvironment: "passed: 1 packages, reproduce/lineage.json of run",
			CheckPinned: "passed: Python 3.11.7 and every installed package", CheckSeed: "passed: seed = 7", CheckData: "passed: data/a.csv sha256",
			CheckClean: map[bool]string{false: "passed: reproduce record saw none", true: "failed: uncommitted changes were recorded: train.py"}[dirty],
		} {
			if text := told(got, check); !strings.HasPrefix(text, want) {
				t.Errorf("%s: %s is %q; want %q", name, check, text, want)
			}
		}
	}
}
