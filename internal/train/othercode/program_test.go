//go:build unix

package othercode

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestForeign: the program that a run names is one of the commit's, of an
// environment, or of the sort that the original's was.
func TestForeign(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, file := range []string{"train.py", "src/churn/train.py", "bin/fit", "steps/fit.ipynb", "app/__main__.py", "ml/proj/run.py"} {
		gittest.Write(t, top, file, "1\n")
	}
	place := CheckoutOf(top, filepath.Join(top, "ml/proj"))
	gittest.Write(t, top, "run8.py", "2\n") // made by the training
	gittest.Write(t, top, "build/lib/train.py", "1\n")
	gittest.Write(t, top, "ml/proj/build/run.py", "1\n")
	gittest.Write(t, top, "ml/proj/build/other.py", "2\n")
	gittest.Write(t, top, "env/pyvenv.cfg", "")
	gittest.Write(t, top, "env/bin/churn-train", "3\n")
	away := t.TempDir()
	gittest.Write(t, away, "run8.py", "2\n")
	gittest.Write(t, away, "x/train.py", "1\n")
	gittest.Write(t, away, "conda/conda-meta/history", "")
	gittest.Write(t, away, "conda/bin/run8.py", "")
	for _, tt := range []struct {
		program, was string
		again        bool
		want         string
	}{
		{"", "train.py", true, ""},
		{"train.py", "train.py", true, ""},
		{"./train.py", "src/train.py", false, ""},
		{"../../train.py", "train.py", false, ""},
		{"churn/train.py", "", false, ""},
		{"run.py", "run.py", false, ""},
		{"app", "train.py", false, ""},
		{".", "train.py", false, ""},
		{"bin/fit", "bin/fit", false, ""},
		{"steps/fit.py", "fit.ipynb", false, ""},
		{filepath.Join(top, "src/churn/train.py"), "train.py", false, ""},
		{filepath.Join(top, "build/lib/train.py"), "train.py", false, ""},
		{"build/run.py", "", false, ""},
		{"build/other.py", "", false, "is not a file of the commit"},
		{filepath.Join(top, "env/bin/churn-train"), "/home/ada/bin/churn", false, ""},
		{"env/bin/churn-train", "train.py", false, "is not a file of the commit"}, // from the project's directory there is none
		{"../../env/bin/churn-train", "train.py", false, ""},
		{"/opt/lib/python3.12/site-packages/pytest/__main__.py", "train.py", false, ""},
		{"/opt/x/ipykernel_launcher.py", "train.py", false, ""},
		{filepath.Join(away, "x/train.py"), "train.py", false, ""},
		{filepath.Join(away, "conda/bin/run8.py"), "train.py", false, ""},
		{"/opt/conda/bin/churn-train", "train.py", false, ""},
		{"/app-in-a-container/train.py", "train.py", false, ""},
		{"https://example.org/churn", "train.py", false, ""},
		{"reproduce demo-train", "reproduce demo-train", false, ""},
		{"-", "-", false, ""},
		{"-c", "", false, ""},
		{"made.py", "made.py", true, ""},
		{"made", "", false, ""},
		{"run8.py", "train.py", true, "run8.py, which is not a file of the commit"},
		{"run8.py", "", false, "is not a file of the commit"},
		{"./tmp/run8.py", "train.py", true, "is not a file of the commit"},
		{"made.py", "made.py", false, "is not a file of the commit"}, // of another commit than the original's
		{"run8", "train.py", true, "is not a file of the commit"},
		{filepath.Join(top, "run8.py"), "train.py", true, "is not a file of the commit"},
		{filepath.Join(top, "gone.py"), "train.py", true, "is not a file of the commit"},
		{filepath.Join(away, "run8.py"), "train.py", true, "is not a file of the commit"},
		{"/app-in-a-container/run8.py", "train.py", true, "is not a file of the commit"},
		{"-", "train.py", true, `"-", which is not a file of the commit; the original's was train.py`},
		{"-c", "train.py", true, `"-c", which is not a file`},
		{"-", "-c", true, `"-", which is not a file`},
	} {
		got := place.foreign(tt.program, repro.Run{Tags: map[string]string{lineage.MlflowSource: tt.was}}, tt.again)
		if !strings.Contains(got, tt.want) || got != "" && tt.want == "" {
			t.Errorf("%s after %s: %q, want %q", tt.program, tt.was, got, tt.want)
		}
	}
}

var commitA, commitB = strings.Repeat("a", 40), strings.Repeat("b", 40)

// TestUnrecorded: MLflow finds the commit where the program lies; a run without
// one did not run where the original did.
func TestUnrecorded(t *testing.T) {
	t.Parallel()
	run := func(program, commit string) repro.Run {
		tags := map[string]string{lineage.MlflowSource: program}
		if commit != "" {
			tags[lineage.MlflowCommit] = commit
		}
		return repro.Run{Tags: tags}
	}
	for _, tt := range []struct {
		original, run repro.Run
		want          string
	}{
		{run("train.py", commitA), run("train.py", commitB), ""},
		{run("train.py", ""), run("train.py", ""), ""},
		{run("train.py", commitA), run("", ""), ""},
		{run("/a/bin/churn", commitA), run("/b/bin/churn", ""), ""},
		{run("", commitA), run("/b/bin/churn", ""), ""},
		{run("train.py", commitA), run("train.py", ""), "with git and GitPython installed"},
		{run("train.py", commitA), run("/tmp/x/train.py", ""), "outside of the checkout"},
		{run("train.py", commitA), run("/b/bin/churn", ""), "outside of the checkout"},
		{run("train.py", commitA), run("-", ""), "outside of the checkout"},
		{run("", commitA), run("train.py", ""), "outside of the checkout"},
		{repro.Run{Tags: map[string]string{"git_commit": commitA}}, run("train.py", ""), ""}, // not by MLflow's own
	} {
		got := unrecorded(tt.run, tt.original)
		if !strings.Contains(got, tt.want) || got != "" && tt.want == "" {
			t.Errorf("%v after %v: %q, want %q", tt.run.Tags, tt.original.Tags, got, tt.want)
		}
	}
}
