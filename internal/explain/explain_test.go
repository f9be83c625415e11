//go:build more

package explain

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/here"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// A stage is a real project in a real repository, whose original was trained, with a commit
// of today on top of the original's.
type stage struct {
	t        testing.TB
	dir      string
	flow     *flow.Flow
	local    *local.Project
	values   settings.Values
	original string
	said     []string
}

// newStage trains the original, and commits today's files; "" removes one.
func newStage(t testing.TB, original, today map[string]string, variables ...string) *stage {
	t.Helper()
	dir, store := t.TempDir(), t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	if err := os.CopyFS(dir, os.DirFS("testdata/project")); err != nil {
		t.Fatal(err)
	}
	commitFiles(t, dir, nil)
	if len(original) > 0 {
		commitFiles(t, dir, original)
	}
	environ := append(os.Environ(), "MLFLOW_TRACKING_URI="+store, "PYTHONDONTWRITEBYTECODE=1")
	environ = append(environ, variables...)
	local, err := local.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	local.Environ, local.Observe, local.Timeout = environ, true, time.Minute
	local.Repository.Clones = t.TempDir()
	t.Cleanup(func() { _ = local.Close(context.Background()) })
	trained := gittestRun(t, dir, environ, "python3", "train.py")
	run := strings.TrimSpace(strings.TrimPrefix(trained, "run "))
	commitFiles(t, dir, today)
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: store, Dir: dir, Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = registry.Close() })
	s := &stage{t: t, dir: dir, local: local, original: run, values: settings.Values{"run-id": run, "run-command": "python3 train.py", "code-ref": "head"}}
	ids := 0
	s.flow = &flow.Flow{
		Registry: registry, Project: &here.Project{Project: local}, Tool: "reproduce test", Now: time.Now,
		NewID: func() string { ids++; return "id" + run[:8] + strings.Repeat("x", ids) },
		Step:  func(string, string) {}, Begin: func(string) {}, End: func() {}, Say: func(text string) { s.said = append(s.said, text) },
	}
	return s
}

// commitFiles writes files and commits them; "" removes one.
func commitFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if text == "" {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		gittest.Write(t, dir, name, text)
	}
	gittest.Git(t, dir, "add", "--all")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "files")
}

func gittestRun(t testing.TB, dir string, environ []string, name string, args ...string) string {
	t.Helper()
	command := commandOf(t.Context(), dir, environ, name, args...)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// settings are those of a check.
func (s *stage) settings() settings.Settings {
	s.t.Helper()
	said, err := s.values.Settings("run")
	if err != nil {
		s.t.Fatal(err)
	}
	return said
}

// check reproduces the original with today's files.
func (s *stage) check() repro.Result {
	s.t.Helper()
	result, err := s.flow.Reproduce(s.t.Context(), s.settings())
	if err != nil {
		s.t.Fatal(err)
	}
	return result
}

// explain looks for the cause as the command does: from the saved report.
func (s *stage) explain(saved repro.Result, budget Budget, save func(repro.Result) error) repro.Result {
	s.t.Helper()
	return s.explainTo(saved, budget, save, func(*Search) {})
}

// explainTo is explain with a search that is changed before it runs.
func (s *stage) explainTo(saved repro.Result, budget Budget, save func(repro.Result) error, change func(*Search)) repro.Result {
	s.t.Helper()
	text, err := reportjson.Encode(saved)
	if err != nil {
		s.t.Fatal(err)
	}
	if saved, err = reportjson.Decode(text); err != nil {
		s.t.Fatal(err)
	}
	if err := Check(saved); err != nil {
		s.t.Fatal(err)
	}
	values, err := Values(saved)
	if err != nil {
		s.t.Fatal(err)
	}
	said, err := values.Settings("explain")
	if err != nil {
		s.t.Fatal(err)
	}
	said.Ref = repro.ModelRef{RunID: s.original}
	search := &Search{Flow: s.flow, Local: s.local, Settings: said, Saved: saved, Budget: budget, Save: save}
	if _, err := search.Plan(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	change(search)
	result, err := search.Run(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if text, err = reportjson.Encode(result); err != nil {
		s.t.Fatal(err)
	}
	if _, err := reportjson.Decode(text); err != nil {
		s.t.Errorf("the report with the finding is not read back: %v", err)
	}
	return result
}

var plenty = Budget{Trainings: 60, Time: 10 * time.Minute}

// causeNames are the factors that a result's experiment calls the cause, or isolated.
func causeNames(e *repro.Experiment) (names []string) {
	for _, i := range e.Cause {
		names = append(names, e.Factors[i].Kind+" "+e.Factors[i].Name)
	}
	return names
}

const twoNeeded = "import math\n\n\ndef loss(rows, lr, scale):\n    return math.log1p(sum(x * scale - y for x, y in rows)) / (7.3 + lr) + 0.5\n\n\ndef noise(random):\n    return 0.0\n"

// TestExplain: a real training in a real repository, for each kind of finding.
func TestExplain(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("0"), 0o600); err != nil {
		t.Fatal(err)
	}
	fromOutside := "import math\n\n\ndef loss(rows, lr, scale):\n    return math.log1p(sum(x * scale - y for x, y in rows)) / (7.3 + lr) + float(open(" + quoted(outside) + ").read())\n\n\ndef noise(random):\n    return 0.0\n"
	fromNotes := strings.Replace(projectFile(t, "helper.py"), "return 0.0", "return float(len(open('NO' + 'TES.md').read()))", 1)
	left := t.TempDir()
	fromCache := func(value string) string {
		return "import os\n\n\ndef loss(rows, lr, scale):\n    name = " + quoted(left) + " + '/f' + open('key.txt').read().strip() + '.csv'\n    if not os.path.exists(name):\n        open(name, 'w').write('" + value + "')\n    return float(open(name).read()) + lr\n\n\ndef noise(random):\n    return 0.0\n"
	}
	other := strings.NewReplacer("(rows, lr, scale)", "(rows, lr, scale, 2)").Replace(projectFile(t, "train.py"))
	for name, c := range map[string]struct {
		original, today map[string]string
		meanwhile       func() // between the original and the check
		conclusion      repro.Conclusion
		why             repro.ExperimentWhy
		cause           []string
		recipe          string
		most            int // trainings
	}{
		"one key of the params": {
			today:      map[string]string{"params.yaml": "lr: 0.3\nscale: 3.0 # wider\nseed: 7\n"},
			conclusion: repro.CauseEstablished, why: repro.WhyBoth, cause: []string{"params scale (params.yaml)"},
			recipe: "git show ", most: 12,
		},
		"code and data together": {
			today:      map[string]string{"helper.py": twoNeeded, "data/table.csv": "1.25,0.5\n2.5,1.5\n3.125,2.0\n", "notes.md": "x\n"},
			conclusion: repro.CauseEstablished, why: repro.WhyBoth, cause: []string{"code helper.py", "file data/table.csv"},
			recipe: "git checkout ", most: 30,
		},
		"two files that only run together": {
			today:      map[string]string{"train.py": other, "helper.py": strings.Replace(twoNeeded, "scale):", "scale, more):", 1)},
			conclusion: repro.CauseIsolated, why: repro.WhyInseparable, cause: []string{"code train.py", "code helper.py"}, most: 10,
		},
		"one of the files that a training seldom reads": {
			original:   map[string]string{"helper.py": fromNotes, "NOTES.md": "x\n", "LICENSE": "a\n", "CHANGELOG.md": "a\n"},
			today:      map[string]string{"NOTES.md": "xxx\n", "LICENSE": "b\n", "CHANGELOG.md": "b\n"},
			conclusion: repro.CauseEstablished, why: repro.WhyBoth, cause: []string{"file NOTES.md"},
			recipe: "git checkout ", most: 14,
		},
		"what a training leaves to the next": {
			original:   map[string]string{"helper.py": fromCache("1.25"), "key.txt": "a\n"},
			today:      map[string]string{"helper.py": fromCache("3.5"), "key.txt": "b\n"},
			conclusion: repro.CauseUnknown, why: repro.WhyTodayFailed, most: 2,
		},
		"what no commit has": {
			original:   map[string]string{"helper.py": fromOutside},
			today:      map[string]string{"notes.md": "x\n"},
			meanwhile:  func() { _ = os.WriteFile(outside, []byte("4"), 0o600) },
			conclusion: repro.CauseUnknown, why: repro.WhyNotRestored, most: 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, c.original, c.today)
			if c.meanwhile != nil {
				c.meanwhile()
			}
			before := gittest.Git(t, s.dir, "status", "--porcelain") + gittest.Git(t, s.dir, "rev-parse", "HEAD")
			saved := s.check()
			if saved.Verdict != repro.Drifted {
				t.Fatalf("the check is %s (%s): %s", saved.Verdict, saved.Reason, saved.Detail)
			}
			result := s.explain(saved, plenty, nil)
			e := result.Experiment
			names := causeNames(e)
			slices.Sort(names)
			slices.Sort(c.cause)
			if e.Conclusion != c.conclusion || e.Why != c.why || !slices.Equal(names, c.cause) {
				t.Errorf("%s (%s) %q, want %s (%s) %q\n%s\n%+v", e.Conclusion, e.Why, names, c.conclusion, c.why, c.cause, result.Diagnosis, e.Trials)
			}
			if e.Took.Made > c.most || e.Took.Made < len(e.Trials) {
				t.Errorf("%d trainings for %d trials, want %d at most", e.Took.Made, len(e.Trials), c.most)
			}
			commits := map[string]bool{} // a seed that is taken from the commit is another one each time
			for _, trial := range e.Trials {
				if commits[trial.Commit] {
					t.Errorf("two trials have commit %s", trial.Commit)
				}
				commits[trial.Commit] = true
			}
			if recipe := strings.Join(e.Recipe, "\n"); !strings.HasPrefix(recipe, c.recipe) || c.recipe == "" && recipe != "" {
				t.Errorf("recipe %q, want %q", recipe, c.recipe)
			}
			if strings.HasPrefix(result.Diagnosis, "Caused by") != (e.Conclusion == repro.CauseEstablished) {
				t.Errorf("%s, and it says %q", e.Conclusion, result.Diagnosis)
			}
			for _, cause := range result.Causes { // the row of the input that it is says so
				row := slices.ContainsFunc(saved.Inputs, func(input repro.Input) bool { return input.Kind == cause.Factor && input.Name == cause.Name })
				if cause.Strength == repro.Established && !row {
					t.Errorf("%s %s is established, and no input is called so", cause.Factor, cause.Name)
				}
			}
			if after := gittest.Git(t, s.dir, "status", "--porcelain") + gittest.Git(t, s.dir, "rev-parse", "HEAD"); after != before {
				t.Errorf("the clone was\n%s\nand is\n%s", before, after)
			}
			s.countsForNothing(result)
		})
	}
}

// countsForNothing holds each trial to a branch and a run of its own, by which no later
// check takes it for an original.
func (s *stage) countsForNothing(result repro.Result) {
	s.t.Helper()
	runs, branches := map[string]bool{}, map[string]bool{}
	for _, trial := range result.Experiment.Trials {
		if trial.Outcome == repro.TrialUnresolved {
			continue
		}
		if trial.Run == "" || runs[trial.Run] || branches[trial.Branch] || trial.Run == result.Reproduction.ID || trial.Branch == result.Change.Branch {
			s.t.Errorf("trial %+v has no run or branch of its own", trial)
		}
		runs[trial.Run], branches[trial.Branch] = true, true
		run, err := s.flow.Registry.Run(s.t.Context(), trial.Run)
		if err != nil || run.Tags[repro.IDTag] == "" || run.Tags[repro.BaselineTag] != "" {
			s.t.Errorf("run %s of a trial: %v, tags %v", trial.Run, err, run.Tags)
		}
	}
}

// TestExplain_unseeded: where the numbers vary by themselves, and only now and then come
// back, nothing is established.
func TestExplain_unseeded(t *testing.T) {
	t.Parallel()
	chance := "import math\n\n\ndef loss(rows, lr, scale):\n    return math.log1p(sum(x * scale - y for x, y in rows)) / (7.3 + lr)\n\n\ndef noise(random):\n    return random.choice([0.0, 3.0])\n"
	s := newStage(t, map[string]string{"helper.py": chance, "params.yaml": "lr: 0.1\nscale: 2.0\nseed: none\n"}, map[string]string{"helper.py": chance + "# same\n"})
	saved := s.check()
	for range 40 {
		if saved.Verdict == repro.Drifted {
			break
		}
		saved = s.check()
	}
	if saved.Verdict != repro.Drifted {
		t.Fatalf("the check is %s (%s): %s", saved.Verdict, saved.Reason, saved.Detail)
	}
	result := s.explain(saved, plenty, nil)
	if e := result.Experiment; e.Conclusion != repro.CauseUnknown {
		t.Errorf("%s (%s): %s\n%+v", e.Conclusion, e.Why, result.Diagnosis, e.Trials)
	}
}

// TestExplain_resumed: a search that the budget ended keeps what it has trained, and begins
// again where today's state is another by then. TestExplain_bisect has one that goes on.
func TestExplain_resumed(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil, map[string]string{"params.yaml": "lr: 0.1\nscale: 3.0\nseed: 7\n"})
	kept := 0
	first := s.explain(s.check(), Budget{Trainings: 4, Time: time.Minute}, func(repro.Result) error { kept++; return nil })
	if e := first.Experiment; e.Why != repro.WhySpent || e.Conclusion != repro.CauseUnknown || len(e.Trials) != 4 || kept != 4 {
		t.Fatalf("%s (%s), %d trials, kept %d times", e.Conclusion, e.Why, len(e.Trials), kept)
	}
	changed := first
	experiment := *first.Experiment
	experiment.Trials = slices.Clone(experiment.Trials)
	for i := range experiment.Trials {
		experiment.Trials[i].Software = "Python 2.7"
	}
	changed.Experiment = &experiment
	anew := s.explain(changed, Budget{Trainings: 1, Time: time.Minute}, nil)
	if e := anew.Experiment; len(e.Trials) != 1 || !slices.ContainsFunc(s.said, func(text string) bool { return strings.Contains(text, "not what it was") }) {
		t.Errorf("%d trials count, said %q", len(e.Trials), s.said)
	}
}

// TestExplain_budget: what a trial of an earlier search cost is no part of this one's budget.
func TestExplain_budget(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil, map[string]string{"params.yaml": "lr: 0.1\nscale: 3.0\nseed: 7\n"})
	first := s.explain(s.check(), Budget{Trainings: 2, Time: time.Minute}, nil)
	before := first.Experiment.Trials
	for i := range before {
		before[i].Took.Made = 5 // with challenges, say
	}
	again := s.explain(first, Budget{Trainings: 4, Time: time.Minute}, nil)
	if e := again.Experiment; len(before) != 2 || len(e.Trials) != 2+4 || e.Took.Made != 2+4 {
		t.Errorf("%d trials, then %d of %d trainings: %s (%s)", len(before), len(e.Trials), e.Took.Made, e.Conclusion, e.Why)
	}
}

// TestExplain_timedOut: a trial that took too long on a busy machine is made again by the
// search that goes on, and is no answer for ever.
func TestExplain_timedOut(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil, map[string]string{"params.yaml": "lr: 0.1\nscale: 3.0\nseed: 7\n"})
	first := s.explain(s.check(), Budget{Trainings: 2, Time: time.Minute}, nil)
	trials := first.Experiment.Trials
	trials[1].Outcome, trials[1].Print, trials[1].Why = repro.TrialUnresolved, "", notEnded+"4m18s, and was ended; the check's took 52s"
	again := s.explain(first, plenty, nil)
	if e := again.Experiment; len(trials) != 2 || e.Conclusion != repro.CauseEstablished || slices.ContainsFunc(e.Trials, ranOutOfTime) {
		t.Errorf("%s (%s): %s\n%s", e.Conclusion, e.Why, again.Diagnosis, strings.Join(s.said, "\n"))
	}
}

// TestExplain_bisect: of a history those commits are trained that change the cause, and the
// one is named by which it came, or those between which it did.
func TestExplain_bisect(t *testing.T) {
	t.Parallel()
	helper := projectFile(t, "helper.py")
	s := newStage(t, nil, map[string]string{"helper.py": helper + "# one\n"})
	for i, text := range []string{helper + "# two\n", helper + "broken(\n", twoNeeded, twoNeeded + "# five\n", twoNeeded + "# six\n", twoNeeded + "# seven\n"} {
		commitFiles(t, s.dir, map[string]string{"notes.md": strings.Repeat("x\n", i+1)})
		commitFiles(t, s.dir, map[string]string{"helper.py": text})
	}
	commitFiles(t, s.dir, map[string]string{"notes.md": ""})
	commits := strings.Fields(gittest.Git(t, s.dir, "rev-list", "--reverse", "HEAD", "--", "helper.py"))[1:]
	first := s.explain(s.check(), Budget{Trainings: 13, Time: time.Minute}, nil)
	if e := first.Experiment; e.Conclusion != repro.CauseEstablished || e.Bisect == nil || !e.Bisect.Spent || len(e.Bisect.Trials) != 1 {
		t.Fatalf("%s (%s): %s, %+v", e.Conclusion, e.Why, first.Diagnosis, e.Bisect)
	}
	result := s.explain(first, plenty, nil)
	b := result.Experiment.Bisect
	if result.Experiment.Conclusion != repro.CauseEstablished || b == nil || b.All != 14 || !slices.Equal(b.Steps, commits) || b.Back != commits[1] || b.Lost != commits[3] || len(b.Trials) != 3 {
		t.Errorf("%s: %+v of %q", result.Diagnosis, b, commits)
	}
	if want := "It came after commit " + commits[1][:7] + ", up to " + commits[3][:7] + ": those in between"; !strings.Contains(result.Diagnosis, want) {
		t.Errorf("%q, want %q", result.Diagnosis, want)
	}
	if result.Experiment.Took.Made != 12+3+1 {
		t.Errorf("%d trainings, want 16", result.Experiment.Took.Made)
	}
}

// TestExplain_otherCheck: what would be another check is refused before anything trains.
func TestExplain_otherCheck(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil, map[string]string{"params.yaml": "lr: 0.3\nscale: 3.0\nseed: 7\n"})
	saved := s.check()
	said := s.settings()
	for name, change := range map[string]func(*Search){
		"judged by":          func(s *Search) { s.Settings.Repeats = 3 },
		"written otherwise":  func(s *Search) { s.Saved.Plan.Files = nil },
		"today's state cann": func(s *Search) { s.Saved.Plan.Code.Commit = strings.Repeat("1", 40) },
	} {
		search := &Search{Flow: s.flow, Local: s.local, Settings: said, Saved: saved, Budget: plenty}
		change(search)
		if _, err := search.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*repro.Result){
		"only a drift":     func(r *repro.Result) { r.Verdict = repro.Reproduced },
		"on GitHub":        func(r *repro.Result) { r.Plan.Workflow = "train.yml" },
		"does not say":     func(r *repro.Result) { r.Plan.Criteria = nil },
		"has no run":       func(r *repro.Result) { r.Original.ID = "" },
		"two recorded run": func(r *repro.Result) { *r = repro.Result{Verdict: repro.Drifted, Reproduction: repro.Run{ID: "a"}} },
	} {
		result := saved
		change(&result)
		if err := Check(result); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func projectFile(t testing.TB, name string) string {
	t.Helper()
	data, err := fs.ReadFile(os.DirFS("testdata/project"), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func quoted(text string) string { return strconv.Quote(text) }

func commandOf(ctx context.Context, dir string, environ []string, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir, command.Env = dir, environ
	return command
}

// TestExplain_mixed: a value that was moved into a settings file, and changed there later, is
// not established as caused by the program that reads it: among the original's files, which do not have it,
// today's program takes its default.
func TestExplain_mixed(t *testing.T) {
	t.Parallel()
	reads := strings.Replace(projectFile(t, "helper.py"), "import math\n", "import json, math, os\n\nshare = json.load(open('conf.json'))['share'] if os.path.exists('conf.json') else 9.0\n", 1)
	reads = strings.Replace(reads, "(7.3 + lr)", "(share + lr)", 1)
	s := newStage(t, nil, map[string]string{"helper.py": reads, "conf.json": "{\"share\": 7.3}\n"})
	moved := strings.TrimSpace(gittest.Git(t, s.dir, "rev-parse", "HEAD"))
	commitFiles(t, s.dir, map[string]string{"notes.md": "x\n"})
	commitFiles(t, s.dir, map[string]string{"conf.json": "{\"share\": 8.5}\n"})
	saved := s.check()
	result := s.explain(saved, plenty, nil)
	e := result.Experiment
	if e.Conclusion != repro.CauseIsolated || e.Why != repro.WhyMixed || len(e.Recipe) > 0 || e.Bisect == nil || e.Bisect.Lost != moved || len(e.Bisect.Whole) != 1 {
		t.Fatalf("%s (%s): %s, %+v", e.Conclusion, e.Why, result.Diagnosis, e.Bisect)
	}
	for _, factor := range e.Factors {
		if factor.Finding == repro.FactorRuledOut || factor.Finding == repro.FactorCause {
			t.Errorf("%s %s is said to be %s", factor.Kind, factor.Name, factor.Finding)
		}
	}
	if want := "As in commit " + moved[:7] + " they drift among the original's files"; !strings.Contains(result.Diagnosis, want) {
		t.Errorf("%q, want %q", result.Diagnosis, want)
	}
	if again := s.explain(result, plenty, nil); again.Experiment.Why != repro.WhyMixed {
		t.Errorf("again: %s", again.Diagnosis)
	}
}
