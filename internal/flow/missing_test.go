package flow

import (
	"errors"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestMissing: what only the user's clone has is told of a failure and of a
// drift, and of nothing else.
func TestMissing(t *testing.T) {
	t.Parallel()
	outside := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 2, State: repro.StateOutside}}}
	within := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 1, State: repro.StateWithin}}}
	failed := []repro.Gate{{Name: "pipeline ended", State: repro.GateFailed, Reason: repro.PipelineTimedOut}}
	for name, tt := range map[string]struct {
		result repro.Result
		files  []string
		want   bool
	}{
		"failed":           {repro.Result{Execution: repro.Execution{Status: repro.ExecFailed}, Evidence: failed}, []string{".env"}, true},
		"failed, the same": {repro.Result{Execution: repro.Execution{Status: repro.ExecFailed}, Evidence: failed}, nil, false},
		"drifted":          {repro.Result{Execution: repro.Execution{Status: repro.ExecSucceeded}, Comparison: outside}, []string{".env"}, true},
		"came back":        {repro.Result{Execution: repro.Execution{Status: repro.ExecSucceeded}, Comparison: within}, []string{".env"}, false},
		"timed out":        {repro.Result{Execution: repro.Execution{Status: repro.ExecTimedOut}, Evidence: failed}, []string{".env"}, false},
	} {
		got := missing(tt.result, train.Training{Missing: tt.files})
		if (len(got) > 0) != tt.want || tt.want && !strings.Contains(got[0], "Your clone also has: .env.") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestMissingData: data that DVC tracks has one cure, and is not to be lent.
func TestMissingData(t *testing.T) {
	t.Parallel()
	failed := repro.Result{Execution: repro.Execution{Status: repro.ExecFailed, LookedFor: []string{"data/raw.csv.dvc"}}}
	got := missing(failed, train.Training{MissingData: []string{"data/raw.csv.dvc"}})
	if want := "data that DVC tracks was not in the checkout. If the training needs it, begin the command with: dvc checkout data/raw.csv.dvc"; len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := missing(failed, train.Training{MissingLinks: []string{"begin the run command with: ln -s /nfs/x data &&", "begin the run command with: ln -s /nfs/y y &&"}}); len(got) != 1 || !strings.HasSuffix(got[0], "begin the run command with: ln -s /nfs/x data && ln -s /nfs/y y &&") {
		t.Errorf("%q", got)
	}
	if got := missing(failed, train.Training{LackedAbove: []string{"/home/ada/data/raw.csv"}, Execution: repro.Execution{Linking: "ln -s /home/ada/data ../data && "}}); len(got) != 1 || got[0] != "the training looked for what lies beside your clone, and not beside the checkout that it ran in. To let it read that, and write to it, begin the run command with: ln -s /home/ada/data ../data &&" {
		t.Errorf("%q", got)
	}
	if got := missing(failed, train.Training{MissingData: []string{"data/raw.csv.dvc"}, Missing: []string{".env"}}); len(got) != 2 || strings.Contains(got[1], "raw.csv") || strings.Contains(got[0], "--with") {
		t.Errorf("beside another file: %q", got)
	}
}

// TestMissingCode: code that only the clone has is not to be lent, which would be refused.
func TestMissingCode(t *testing.T) {
	t.Parallel()
	failed := repro.Result{Execution: repro.Execution{Status: repro.ExecFailed}}
	got := missing(failed, train.Training{MissingCode: []string{"churn/_version.py"}})
	if len(got) != 1 || !strings.Contains(got[0], "churn/_version.py. If the training needs it, begin the command with the generator") || strings.Contains(got[0], "--with") {
		t.Errorf("%q", got)
	}
}

// TestMissed names what a failed training asked for, the whole path first.
func TestMissed(t *testing.T) {
	t.Parallel()
	away := []string{"m.json", "out/m.json", "models/clf.pkl"}
	for want, tt := range map[string]repro.Execution{
		"":               {Status: repro.ExecSucceeded, Absent: away, Log: []string{"m.json"}},
		"out/m.json":     {Status: repro.ExecFailed, Absent: away[1:], Log: []string{"cat: /tmp/x/out/m.json: No such file", "make: *** [run] Error 1"}},
		"models/clf.pkl": {Status: repro.ExecFailed, Absent: away, Log: []string{"FileNotFoundError: 'clf.pkl'"}},
	} {
		if got := nextstep.MissedFile(tt); got != want {
			t.Errorf("%q missed %q, want %q", tt.Log, got, want)
		}
	}
	if got := absent(repro.Execution{Status: repro.ExecFailed, Absent: away, Log: []string{"killed"}}, false); got != nil {
		t.Errorf("where another lack is known: %q", got)
	}
	if got := absent(repro.Execution{Status: repro.ExecFailed, Absent: away, Log: []string{"killed"}}, true); len(got) != 1 {
		t.Errorf("where nothing else is known: %q", got)
	}
}

// TestUnmade: a drift names what was taken away and is not there again, and says how to keep it.
func TestUnmade(t *testing.T) {
	t.Parallel()
	outside := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 2, State: repro.StateOutside}}}
	within := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 1, State: repro.StateWithin}}}
	const said = "taken away before the training, as the commit has them, and not written by it: "
	for name, tt := range map[string]struct {
		command    string
		comparison repro.Comparison
		files      []string
		want       string
	}{
		"it drifted":           {"make run", outside, []string{"models/base.json"}, said + "models/base.json. A training that starts from one needs --keep models/base.json"},
		"without several":      {"make run", outside, []string{"a.pkl", "b.pkl"}, said + "a.pkl, b.pkl. A training that starts from one needs --keep PATH"},
		"on GitHub":            {"", outside, []string{"a.pkl"}, said + "a.pkl. A training that starts from one needs the input keep: a.pkl"},
		"it wrote them itself": {"make run", outside, nil, ""},
		"it came back":         {"make run", within, []string{"a.pkl"}, ""},
	} {
		result := repro.Result{Comparison: tt.comparison, Execution: repro.Execution{Status: repro.ExecSucceeded, Absent: []string{"made.pkl"}, NotMade: tt.files}}
		result.Plan.Command = tt.command
		if got := strings.Join(unmade(result), "\n"); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestDoubtWithout: a drift without a file that the training looked for is none, and says how
// it is settled; a reproduction is one, and so is a drift of a training that looked for nothing.
func TestDoubtWithout(t *testing.T) {
	t.Parallel()
	outside := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 2, State: repro.StateOutside}}}
	within := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 1, State: repro.StateWithin}}}
	for name, tt := range map[string]struct {
		command    string
		comparison repro.Comparison
		sought     []string
		way        string
	}{
		"it drifted":         {"make run", outside, []string{"models/base.json"}, "train with --keep models/base.json to know"},
		"without two":        {"make run", outside, []string{"a b.pkl", "c.pkl"}, "train with --keep 'a b.pkl' --keep c.pkl to know"},
		"on GitHub":          {"", outside, []string{"a.pkl"}, "train with the input keep: a.pkl to know"},
		"it looked for none": {"make run", outside, nil, ""},
		"it came back":       {"make run", within, []string{"a.pkl"}, ""},
	} {
		c := &check{Flow: &Flow{}, result: repro.Result{Comparison: tt.comparison, Execution: repro.Execution{Status: repro.ExecSucceeded, Sought: tt.sought}}}
		c.result.Plan.Command = tt.command
		err := c.doubtWithout(t.Context())
		gate, failed := repro.FirstFailed(c.result.Evidence)
		if failed != (tt.way != "") || failed && (gate.Reason != repro.InputsMissing || !strings.Contains(gate.Text, tt.way) || !errors.Is(err, errNotProven)) || !failed && err != nil {
			t.Errorf("%s: %+v, %v", name, gate, err)
		}
	}
}

// TestDoubtWithout_unlent: neither is a drift of a training that looked for what only the user's
// clone has, or whose program reads settings that only that has.
func TestDoubtWithout_unlent(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lacked, lookedFor []string
		reproduced        float64
		way               string
	}{
		"data":              {[]string{"full data.csv"}, []string{"full data.csv"}, 2, "lend it to know: --with 'full data.csv'"},
		"settings":          {nil, []string{".env"}, 2, "lend it to know: --with .env"},
		"named in the code": {nil, []string{"notes.txt"}, 2, ""},
		"it came back":      {[]string{"full.csv"}, []string{"full.csv"}, 1, ""},
	} {
		comparison := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: tt.reproduced, State: repro.StateWithin}}}
		if tt.reproduced > 1 {
			comparison.Deltas[0].State = repro.StateOutside
		}
		c := &check{Flow: &Flow{}, training: train.Training{Lacked: tt.lacked}, result: repro.Result{Comparison: comparison, Execution: repro.Execution{Status: repro.ExecSucceeded, LookedFor: tt.lookedFor}}}
		err := c.doubtWithout(t.Context())
		gate, failed := repro.FirstFailed(c.result.Evidence)
		if failed != (tt.way != "") || failed && (gate.Reason != repro.InputsMissing || !strings.Contains(gate.Text, tt.way) || !errors.Is(err, errNotProven)) || !failed && err != nil {
			t.Errorf("%s: %+v, %v", name, gate, err)
		}
	}
}

// TestAboveNote: a file outside of the clone is named with the way to it.
func TestAboveNote(t *testing.T) {
	t.Parallel()
	outside := repro.Result{Comparison: repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 2, State: repro.StateOutside}}}, Execution: repro.Execution{Status: repro.ExecSucceeded}}
	for file, want := range map[string]string{
		"/home/ada/.env":      "the training looked for /home/ada/.env, which lies outside of your clone and not so beside the checkout. Begin the run command with: set -a; . /home/ada/.env; set +a;",
		"/home/ada/rows.yaml": "the training looked for /home/ada/rows.yaml, which lies outside of your clone and not so beside the checkout. Have the training read it by its full path",
	} {
		if got := missing(outside, train.Training{LackedAbove: []string{file}}); len(got) != 1 || got[0] != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestDoubtCommit: a drift of a training that makes a number of its commit is none, as a
// reproduction has another.
func TestDoubtCommit(t *testing.T) {
	t.Parallel()
	outside := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 2, State: repro.StateOutside}}}
	within := repro.Comparison{Deltas: []repro.Delta{{Name: "acc", Original: 1, Reproduced: 1, State: repro.StateWithin}}}
	for name, tt := range map[string]struct {
		comparison repro.Comparison
		line       string
		fails      bool
	}{
		"it drifted":             {outside, "seed = int(head[:8], 16)", true},
		"a drift of another one": {outside, "", false},
		"it came back":           {within, "seed = int(head[:8], 16)", false},
	} {
		c := &check{Flow: &Flow{}, training: train.Training{GitNumber: tt.line}, result: repro.Result{Comparison: tt.comparison, Execution: repro.Execution{Status: repro.ExecSucceeded}}}
		c.result.Evidence = []repro.Gate{{Name: evidence.ParamsArrived, State: repro.GatePassed}}
		err := c.doubtCommit(t.Context())
		gate, failed := repro.FirstFailed(c.result.Evidence)
		if failed != tt.fails || failed != errors.Is(err, errNotProven) || len(c.result.Evidence) != 1 || failed && (gate.Reason != repro.ParamsNotApplied || !strings.Contains(gate.Text, tt.line+". A reproduction has a commit and a branch of its own")) {
			t.Errorf("%s: %+v, %v", name, c.result.Evidence, err)
		}
	}
}

// TestLacksPackage: who trains without a package is told the way to it, and nobody else is.
func TestLacksPackage(t *testing.T) {
	t.Parallel()
	failed := repro.Result{Plan: repro.Plan{Command: "python train.py"}, Execution: repro.Execution{Status: repro.ExecFailed, Log: []string{"Traceback", "ModuleNotFoundError: No module named 'numpy'"}}}
	if got := lacksPackage(failed); len(got) != 1 || !strings.Contains(got[0], "no module 'numpy' here; --environment original") {
		t.Errorf("got %q", got)
	}
	rebuilt, succeeded, hosted := failed, failed, failed
	rebuilt.Plan.Environment.Asked = repro.EnvironmentOriginal
	succeeded.Execution.Status = repro.ExecSucceeded
	hosted.Plan.Command = ""
	bare := failed
	bare.Warnings = []string{"submodule lib is empty in the training, because its commit is not available; run: " + repro.FillSubmodules}
	for _, result := range []repro.Result{rebuilt, succeeded, hosted, bare} {
		if got := lacksPackage(result); len(got) > 0 {
			t.Errorf("%+v: %q", result.Plan, got)
		}
	}
}
