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
	s.record(commits[2], recorded.Code{Tree: recorded.Dirty, Changed: []string{"helper.py"}, Files: []recorded.Content{{Path: "helper.py", SHA256: hex.EncodeToString(sum[:])}}}, nil)
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

// TestExplain_untrackedData: what the original read and nobody had committed is restored from the
// commit that has it since. Without the file, as its commit is, it was never trained.
func TestExplain_untrackedData(t *testing.T) {
	t.Parallel()
	reads := "import json, math, os\nk = json.load(open('cfg.json'))['k'] if os.path.exists('cfg.json') else 1.5\n\n\n" +
		"def loss(rows, lr, scale):\n    return math.log1p(sum(x * scale - y for x, y in rows)) / (k + lr)\n\n\ndef noise(random):\n    return 0.0\n"
	was := `{"k": 7.3}`
	s := newStage(t, map[string]string{"helper.py": reads, "cfg.json": was}, map[string]string{"cfg.json": `{"k": 5.5}`, "notes.md": "x\n"})
	since := strings.Fields(gittest.Git(t, s.dir, "rev-list", "HEAD"))[1]
	gittest.Git(t, s.dir, "switch", "--quiet", "--create=first", since)
	gittest.Git(t, s.dir, "rm", "--quiet", "cfg.json")
	gittest.Git(t, s.dir, "commit", "--quiet", "-m", "Before it was committed")
	commit := strings.TrimSpace(gittest.Git(t, s.dir, "rev-parse", "HEAD"))
	gittest.Git(t, s.dir, "switch", "--quiet", "main")
	sum := sha256.Sum256([]byte(was))
	s.record(commit, recorded.Code{Tree: recorded.Clean}, []recorded.Data{{Path: "cfg.json", Hash: "sha256 " + hex.EncodeToString(sum[:]), Seen: "python"}})
	saved := s.check()
	if told := slices.IndexFunc(saved.Inputs, func(input repro.Input) bool { return input.Name == "cfg.json" }); told < 0 || saved.Inputs[told].Kind != repro.KindData || saved.Inputs[told].State != repro.InputDiffers {
		t.Errorf("the check tells %+v", saved.Inputs)
	}
	result := s.explain(saved, plenty, nil)
	e := result.Experiment
	if names := causeNames(e); e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"data cfg.json"}) || len(e.Left) > 0 {
		t.Fatalf("%s (%s) %q, left %q\n%s\n%+v", e.Conclusion, e.Why, names, e.Left, result.Diagnosis, e.Trials)
	}
	if want := []string{"git checkout " + since[:7] + " -- cfg.json"}; !slices.Equal(e.Recipe, want) {
		t.Errorf("recipe %q, want %q", e.Recipe, want)
	}
}

// record leaves on the original's run what a recorded training of a commit would have.
func (s *stage) record(commit string, code recorded.Code, data []recorded.Data) {
	s.t.Helper()
	code.Commit = commit
	was := recorded.Lineage{
		SchemaVersion: recorded.Version, Tool: "reproduce test", ID: strings.Repeat("a", 32), StartedAt: "2026-01-02T03:04:05Z", EndedAt: "2026-01-02T03:04:06Z",
		Command: []string{"python3", "train.py"}, Code: code, Data: data,
	}
	text, err := was.Encode()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.flow.Registry.WriteRunFile(s.t.Context(), s.original, recorded.Folder+"/"+recorded.File, text); err != nil {
		s.t.Fatal(err)
	}
	at := slices.IndexFunc(s.local.Environ, func(set string) bool {
		return strings.HasPrefix(set, "MLFLOW_TRACKING_URI=") && strings.Contains(set, s.t.Name())
	})
	store := strings.TrimPrefix(s.local.Environ[at], "MLFLOW_TRACKING_URI=")
	for name, value := range map[string]string{
		"mlflow.source.git.commit": commit, recorded.Tag: was.ID, recorded.CommitTag: commit, recorded.TreeTag: code.Tree,
	} {
		gittest.Write(s.t, store, "1/"+s.original+"/tags/"+name, value)
	}
}
