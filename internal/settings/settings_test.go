package settings

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestSettings_haveTheDefaultsOfTheTable(t *testing.T) {
	s, err := Values{}.Settings("run")
	if err != nil {
		t.Fatal(err)
	}
	if s.Timeout >= 6*time.Hour || s.Timeout < 5*time.Hour || s.ParamsSection != "train" || s.Repeats != 1 || s.OutputDir != "reproduce-report" {
		t.Errorf("got %+v", s)
	}
	if !s.Fails(repro.Drifted) || !s.Fails(repro.Unverified) || s.Fails(repro.Reproduced) {
		t.Errorf("fails on %q; want drifted and unverified", s.FailOn)
	}
}

func TestSettings_reportAllProblemsAtOnce(t *testing.T) {
	_, err := Values{
		"timeout": "soon", "repeats": "-1", "metrics-source": "guess", "tolerances": "default: 0.005",
		"params-file": "../params.yaml", "fail-on": "reproduced", "metrics-map": "eval_f1", "version": "01", "model": "m",
	}.Settings("run")
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"timeout", "repeats", "metrics-source", "tolerances", "params-file", "fail-on", "metrics-map", "version"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing about %s in:\n%v", want, err)
		}
	}
}

// TestSettings_timeoutOfNothing: to wait not at all is no wait.
func TestSettings_timeoutOfNothing(t *testing.T) {
	for _, text := range []string{"0", "0s", "0h0m", "-1h", "soon"} {
		if _, err := (Values{"timeout": text, "model": "m"}).Settings("run"); err == nil || strings.Count(err.Error(), "timeout") != 1 {
			t.Errorf("timeout %q: %v, want one problem", text, err)
		}
	}
	if _, err := (Values{"timeout": "1s", "model": "m"}).Settings("run"); err != nil {
		t.Error(err)
	}
}

// TestSettings_reportProblemsOfTheAction: a configuration file is read by the
// command line too, and what is wrong in it is wrong there.
func TestSettings_reportProblemsOfTheAction(t *testing.T) {
	wrong := Values{"comment": "loudly", "comment-on": "x", "require-permission": "none", "job-summary": "perhaps", "commit-status": "x", "github-token": "a\nb", "due": "x", "issue": "always"}
	_, desk := wrong.Settings("run")
	_, action := wrong.ActionSettings("run")
	for name := range wrong {
		if desk == nil || action == nil || !strings.Contains(desk.Error(), name+":") || !strings.Contains(action.Error(), name+":") {
			t.Errorf("nothing about %s in:\n%v\n%v", name, desk, action)
		}
	}
}

func TestSettings_keepTheFolderInsideTheRepository(t *testing.T) {
	for said, want := range map[string]string{"": "", ".": "", "./": "", "ml": "ml", "./ml/": "ml", "services/ml": "services/ml", "a b/c": "a b/c", "..ml": "..ml"} {
		if s, err := (Values{"working-directory": said}).Settings("run"); err != nil || s.Directory != want {
			t.Errorf("working-directory %q is %q (%v), want %q", said, s.Directory, err, want)
		}
	}
	for _, said := range []string{"..", "../ml", "a/../..", "a/..", "/", "/ml", "//", "~/../x/..", "C:ml", `a\b`, "a//b", "a/./b", ".git", "a/.GIT/b", "a\nb", "a\x00b"} {
		if s, err := (Values{"working-directory": said}).Settings("run"); err == nil || !strings.Contains(err.Error(), "working-directory:") {
			t.Errorf("working-directory %q is %q (%v), want it refused", said, s.Directory, err)
		}
	}
}

func TestSettings_keepPathsInsideTheRepository(t *testing.T) {
	for path, ok := range map[string]bool{
		"params.yaml": true, "configs/a b/params.yml": true, "./params.yaml": true,
		"/etc/passwd": false, "../x": false, "a/../../x": false, ".git/config": false, "a/.GIT/x": false, `a\b`: false, "C:x": false, "a//b": false, "a/": false,
	} {
		_, err := Values{"params-file": path}.Settings("show")
		if (err == nil) != ok {
			t.Errorf("params-file %q: error %v, want ok %v", path, err, ok)
		}
	}
}

// TestSettings_keepInputs: inputs may lie outside of the repository, by full paths.
func TestSettings_keepInputs(t *testing.T) {
	for path, ok := range map[string]bool{
		"weights/base.pt": true, "./base.pt": true, "/mnt/weights/base.pt": true, "~/weights": true, "/mnt/cache/*": true,
		"../x": false, "/a/../b": false, "~/../b": false, "/": false, "~/": false, "//a": false, "~ada/x": true, ".git/config": false,
	} {
		s, err := Values{"run-command": "make", "keep": path}.Settings("run")
		if (err == nil) != ok {
			t.Errorf("keep %q: error %v, want ok %v", path, err, ok)
		}
		if err == nil && len(s.Keep) != 1 {
			t.Errorf("keep %q: %q", path, s.Keep)
		}
	}
}

// TestSettings_lentPaths: only what is in the clone is lent, by a full path or its own; a directory may end in a slash.
func TestSettings_lentPaths(t *testing.T) {
	for path, want := range map[string]string{".env": ".env", "data/": "data", "./data/raw": "data/raw", "/etc/passwd": "/etc/passwd", "/x/../y": "", "data//raw///a": "data/raw/a", "../x": "", "~/data": "~/data", ".git/config": "", "/x/.git/config": "", "a//": "a", ".": "", "/": "", "//": ""} {
		s, err := Values{"run-command": "make", "with": path}.Settings("run")
		if (err == nil) != (want != "") || err == nil && strings.Join(s.With, " ") != want {
			t.Errorf("with %q: %q, %v; want %q", path, s.With, err, want)
		}
	}
}

func TestSettings_readLists(t *testing.T) {
	s, err := Values{
		"metrics-map": "eval_f1=f1_score\n# a comment\n eval_auc = auc ", "metrics": "eval_*\ntest_*", "workflow-inputs": "a=1\nb=x=y",
		"fail-on": "drifted",
	}.Settings("run")
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"eval_f1": "f1_score", "eval_auc": "auc"}; !reflect.DeepEqual(s.Metrics.Map, want) {
		t.Errorf("metrics-map %q, want %q", s.Metrics.Map, want)
	}
	if want := []Pair{{"a", "1"}, {"b", "x=y"}}; !reflect.DeepEqual(s.WorkflowInputs, want) {
		t.Errorf("workflow-inputs %q, want %q", s.WorkflowInputs, want)
	}
	if s.Fails(repro.Unverified) || !s.Fails(repro.Drifted) {
		t.Errorf("fails on %q, want drifted alone", s.FailOn)
	}
}

func TestValues_ofMoreAuthorityWin(t *testing.T) {
	got := Values{"a": "flag"}.Over(Values{"a": "file", "b": "file"})
	if want := (Values{"a": "flag", "b": "file"}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRepeats: what is no number of trainings gets one problem, and it names auto.
func TestRepeats(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"many", "0", "-1", "1.5", "AUTO", "99999999999999999999"} {
		_, err := Values{"repeats": text}.Settings("run")
		if err == nil || strings.Count(err.Error(), "repeats:") != 1 || !strings.Contains(err.Error(), "auto") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestSettingsNameEachFault: a number that is none is said beside another fault too.
func TestSettingsNameEachFault(t *testing.T) {
	t.Parallel()
	_, err := Values{"timeout": "0s", "stop-after": "0"}.Settings("run")
	if err == nil || !strings.Contains(err.Error(), "timeout") || !strings.Contains(err.Error(), "stop-after") {
		t.Errorf("got %v", err)
	}
}

// TestCommentTarget: a place for a comment is checked before there is anything to say.
func TestCommentTarget(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{"": "auto", "auto": "auto", "None": "none", "PR/12": "pr/12", " issue/7 ": "issue/7"} {
		if s, err := (Values{"comment-target": said}).ActionSettings("run"); err != nil || s.CommentTarget != want {
			t.Errorf("%q is %q (%v), want %q", said, s.CommentTarget, err, want)
		}
	}
	for _, said := range []string{"#12", "12", "pr", "pr/", "pr/0", "pr/+1", "pr/-1", "pr/012", "pr/12/../13", "pulls/12", "issue/1e3", "issue/99999999999", "off", "auto/1"} {
		if _, err := (Values{"comment-target": said}).ActionSettings("run"); err == nil || !strings.Contains(err.Error(), "comment-target:") || !strings.Contains(err.Error(), "pr/12") {
			t.Errorf("%q: %v, want it refused with the way out", said, err)
		}
	}
}

// TestWorkflowInputs: one that would have no effect is refused.
func TestWorkflowInputs(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"seed=1\nname=a=b":        "",
		"seed=1\nseed=2":          `"seed" is said twice`,
		"reproduce_context={}":    "reproduce_context is filled in by the check itself",
		"seed=1\nreproduce_id=me": "reproduce_id is filled in by the check itself",
	} {
		_, err := Values{"workflow-inputs": said}.Settings("run")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", said, err, want)
		}
	}
}
