//go:build more

package explain

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestExplain_uncommitted: what trained was committed after the training. Its commit's file gives
// other numbers, and restores nothing: a trial takes the file from the later commit.
func TestExplain_uncommitted(t *testing.T) {
	t.Parallel()
	dirty := strings.Replace(projectFile(t, "helper.py"), "(7.3 + lr)", "(7.5 + lr)", 1)
	s := newStage(t, map[string]string{"helper.py": dirty}, map[string]string{"helper.py": twoNeeded, "notes.md": "x\n"})
	commits := strings.Fields(gittest.Git(t, s.dir, "rev-list", "HEAD"))
	sum := sha256.Sum256([]byte(dirty))
	was := recorded.Lineage{
		SchemaVersion: recorded.Version, Tool: "reproduce test", ID: strings.Repeat("a", 32), StartedAt: "2026-01-02T03:04:05Z", EndedAt: "2026-01-02T03:04:06Z",
		Command: []string{"python3", "train.py"}, Code: recorded.Code{
			Commit: commits[2], Tree: recorded.Dirty, Changed: []string{"helper.py"},
			Files: []recorded.Content{{Path: "helper.py", SHA256: hex.EncodeToString(sum[:])}},
		},
	}
	text, err := was.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.flow.Registry.WriteRunFile(t.Context(), s.original, recorded.Folder+"/"+recorded.File, text); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(s.local.Environ, func(set string) bool {
		return strings.HasPrefix(set, "MLFLOW_TRACKING_URI=") && strings.Contains(set, t.Name())
	})
	store := strings.TrimPrefix(s.local.Environ[at], "MLFLOW_TRACKING_URI=")
	for name, value := range map[string]string{
		"mlflow.source.git.commit": commits[2], recorded.Tag: was.ID, recorded.CommitTag: commits[2], recorded.TreeTag: recorded.Dirty,
	} {
		gittest.Write(t, store, "1/"+s.original+"/tags/"+name, value)
	}
	saved := s.check()
	if saved.Verdict != repro.Drifted {
		t.Fatalf("the check is %s (%s): %s", saved.Verdict, saved.Reason, saved.Detail)
	}
	result := s.explain(saved, plenty, nil)
	e := result.Experiment
	if names := causeNames(e); e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"code helper.py"}) || len(e.Left) > 0 {
		t.Fatalf("%s (%s) %q, left %q\n%s\n%+v", e.Conclusion, e.Why, names, e.Left, result.Diagnosis, e.Trials)
	}
	if want := []string{"git checkout " + commits[1][:7] + " -- helper.py"}; !slices.Equal(e.Recipe, want) {
		t.Errorf("recipe %q, want %q", e.Recipe, want)
	}
	if want := " It came with commit " + commits[0][:7] + ": as in " + commits[1][:7] + " the metrics come back"; !strings.Contains(result.Diagnosis, want) {
		t.Errorf("%q, want %q", result.Diagnosis, want)
	}
}
