//go:build more

package explain

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// newCurveStage is a stage whose training logs a curve of 40 points, one after the other.
// epochs counts those that were computed since it was last asked.
func newCurveStage(t testing.TB, original, today map[string]string, variables ...string) (s *stage, epochs func() int) {
	t.Helper()
	count := filepath.Join(t.TempDir(), "epochs")
	program, err := os.ReadFile("testdata/epochs.py")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"train.py": string(program)}
	for name, text := range original {
		files[name] = text
	}
	s = newStage(t, files, today, append(variables, "COUNT="+count)...)
	return s, func() int {
		data, err := os.ReadFile(count)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(count, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(data), "\n")
	}
}

// many are files that a training does not read, a line in each.
func many(n int, line string) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("part%02d.py", i)] = line + "\n"
	}
	return files
}

// TestExplain_begins: where the curve tells, a search costs the first points of its trials and
// the trainings that prove its cause; and a bisect over 64 commits less than one training.
func TestExplain_begins(t *testing.T) {
	t.Parallel()
	s, epochs := newCurveStage(t, map[string]string{"other.py": "this\n"}, map[string]string{"other.py": "that\n"}, "EPOCHS=20", "PAUSE=0.1")
	helper := projectFile(t, "helper.py")
	for i := range 64 {
		text := helper
		if i >= 41 {
			text = twoNeeded
		}
		commitFiles(t, s.dir, map[string]string{"helper.py": fmt.Sprintf("%s# %d\n", text, i)})
	}
	commits := strings.Fields(gittest.Git(t, s.dir, "rev-list", "--reverse", "HEAD", "--", "helper.py"))[1:]
	saved := s.check()
	epochs()
	result := s.explain(saved, plenty, nil)
	e := result.Experiment
	if names := causeNames(e); e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"code helper.py"}) {
		t.Fatalf("%s %q: %s\n%s", e.Conclusion, names, result.Diagnosis, strings.Join(s.said, "\n"))
	}
	if ended, _ := endedEarly(e.Trials); len(e.Trials)-ended != 12 || ended < 3 {
		t.Errorf("%d of %d trials came to their end, want 12:\n%s", len(e.Trials)-ended, len(e.Trials), strings.Join(s.said, "\n"))
	}
	var steps []repro.Trial
	for _, trial := range e.Bisect.Trials {
		steps = append(steps, trial.Trial)
	}
	if ended, points := endedEarly(steps); ended != len(steps) || points > 20 || e.Bisect.Lost != commits[41] || e.Bisect.Back != commits[40] {
		t.Errorf("%d of %d trials of the bisect were ended, after %d points in all: %s", ended, len(steps), points, result.Diagnosis)
	}
	if all := 20 * (len(e.Trials) + len(steps)); epochs() >= all {
		t.Errorf("as many epochs were computed as without, %d", all)
	}
	for _, want := range []string{"trial 1: leaves the original's curve; ended after 3 of 20 points", "trial 2: begins as the original; ended after 3 of 20 points", "trial 4: the metrics come back", "trial 5: the metrics drift"} {
		if !slices.Contains(s.said, want) {
			t.Errorf("%q is not said in\n%s", want, strings.Join(s.said, "\n"))
		}
	}
	ended, _ := endedEarly(slices.Concat(e.Trials, steps))
	if left := slices.DeleteFunc(slices.Clone(result.Warnings), func(warning string) bool { return !flow.IsLeftRunning(warning) }); len(left) != 1 || !strings.Contains(left[0], fmt.Sprintf("%d runs", ended)) {
		t.Errorf("%d runs are left as if they ran, and it is said %q", ended, left)
	}
	if want := "By its first points it came with commit " + commits[41][:7] + ": as in " + commits[40][:7] + " the curve begins as the original's, as in " + commits[41][:7] + " it leaves it."; !strings.Contains(result.Diagnosis, want) {
		t.Errorf("%q, want %q", result.Diagnosis, want)
	}
}

// TestExplain_begunResumed: a search that goes on counts the trials that were ended early, and
// none of them for one that came to its end.
func TestExplain_begunResumed(t *testing.T) {
	t.Parallel()
	s, _ := newCurveStage(t, map[string]string{"other.py": "this\n"}, map[string]string{"other.py": "that\n", "helper.py": twoNeeded}, "EPOCHS=20", "PAUSE=0.1")
	first := s.explain(s.check(), Budget{Trainings: 3, Time: time.Minute}, nil)
	if ended, _ := endedEarly(first.Experiment.Trials); ended != 3 || first.Experiment.Why != repro.WhySpent || first.Experiment.Conclusion != repro.CauseUnknown {
		t.Fatalf("%d of %d ended early: %s", ended, len(first.Experiment.Trials), first.Diagnosis)
	}
	result := s.explain(first, plenty, nil)
	e := result.Experiment
	if left := slices.DeleteFunc(slices.Clone(result.Warnings), func(warning string) bool { return !flow.IsLeftRunning(warning) }); len(left) != 1 {
		t.Errorf("runs that are left are told %d times", len(left))
	}
	if ended, _ := endedEarly(e.Trials); e.Conclusion != repro.CauseEstablished || len(e.Trials)-ended != 12 || e.Took.Made != len(e.Trials) {
		t.Errorf("%s: %d of %d trials ended early, %d trainings\n%s", e.Conclusion, ended, len(e.Trials), e.Took.Made, strings.Join(s.said, "\n"))
	}
}

// TestExplain_begunMisled: where what begins as the original ends otherwise, no beginning is
// trusted any more, and both files are found.
func TestExplain_begunMisled(t *testing.T) {
	t.Parallel()
	// The wait is where the beginning has told and the end has not: a busy machine reads the curve there, too.
	tail := "\n\ndef late(epoch):\n    import tail, time\n    time.sleep(3 if epoch == 6 else 0)\n    return tail.TAIL * max(0, epoch - 9) / 10\n"
	s, _ := newCurveStage(t, map[string]string{"helper.py": projectFile(t, "helper.py") + tail, "tail.py": "TAIL = 0.0\n"},
		map[string]string{"helper.py": twoNeeded + tail, "tail.py": "TAIL = 2.0\n"}, "EPOCHS=20", "PAUSE=0.01")
	result := s.explain(s.check(), plenty, nil)
	e := result.Experiment
	names := causeNames(e)
	slices.Sort(names)
	if e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"code helper.py", "code tail.py"}) {
		t.Errorf("%s %q: %s\n%s", e.Conclusion, names, result.Diagnosis, strings.Join(s.said, "\n"))
	}
	if ended, _ := endedEarly(e.Trials); ended > 0 || !slices.ContainsFunc(s.said, func(text string) bool { return strings.Contains(text, "did not tell how it ends") }) {
		t.Errorf("%d trials that were ended early still count:\n%s", ended, strings.Join(s.said, "\n"))
	}
}

// TestExplain_begunVaries: a training that varies from run to run is never ended early.
func TestExplain_begunVaries(t *testing.T) {
	t.Parallel()
	noisy := strings.Replace(projectFile(t, "helper.py"), "return 0.0", "return random.gauss(0, 0.2)", 1)
	s, _ := newCurveStage(t, map[string]string{"helper.py": noisy, "params.yaml": "lr: 0.1\nscale: 2.0\nseed: none\n"}, map[string]string{"helper.py": noisy + "SAME = 1\n"}, "EPOCHS=8", "PAUSE=0.3")
	result := s.explain(s.check(), plenty, nil)
	e := result.Experiment
	if ended, _ := endedEarly(e.Trials); ended > 0 || e.Conclusion == repro.CauseEstablished || !slices.ContainsFunc(s.said, func(text string) bool { return strings.HasPrefix(text, "no further trial is ended early") }) {
		t.Errorf("%d trials were ended early: %s (%s)\n%s", ended, e.Conclusion, e.Why, strings.Join(s.said, "\n"))
	}
}

// TestExplain_begunEndVaries: where a file changes the beginning of a curve alone, and its end
// varies by itself, no trial is ended early, and no cause comes of it.
func TestExplain_begunEndVaries(t *testing.T) {
	t.Parallel()
	varies := projectFile(t, "helper.py") + "\n\nFADES = 1\nSTART = 1.0\n\n\ndef last():\n    import random\n    return random.SystemRandom().choice([0.0, 3.0])\n"
	s, _ := newCurveStage(t, map[string]string{"helper.py": varies}, map[string]string{"helper.py": strings.Replace(varies, "START = 1.0", "START = 2.0", 1)}, "EPOCHS=20", "PAUSE=0.05")
	saved := s.check()
	for range 40 {
		if saved.Verdict == repro.Drifted {
			break
		}
		saved = s.check()
	}
	result := s.explain(saved, plenty, nil)
	e := result.Experiment
	if ended, _ := endedEarly(e.Trials); ended > 0 || e.Conclusion == repro.CauseEstablished {
		t.Errorf("%d trials were ended early: %s\n%s", ended, result.Diagnosis, strings.Join(s.said, "\n"))
	}
}

// TestExplain_begunEndDiffers: where trials were ended early, the trainings of a proof give the same
// numbers each time, to the last bit; near ones are trained as often as without.
func TestExplain_begunEndDiffers(t *testing.T) {
	t.Parallel()
	drifts := "\n\ndef last():\n    import random\n    return random.SystemRandom().random() / 1e6\n"
	s, _ := newCurveStage(t, map[string]string{"helper.py": projectFile(t, "helper.py") + drifts}, map[string]string{"helper.py": twoNeeded + drifts}, "EPOCHS=20", "PAUSE=0.05")
	s.values["tolerances"] = "default: 1%"
	result := s.explain(s.check(), plenty, nil)
	e := result.Experiment
	if ended, _ := endedEarly(e.Trials); ended > 0 || e.Conclusion != repro.CauseEstablished || len(e.Trials) < 16 {
		t.Errorf("%s after %d trials, %d of them ended early\n%s", e.Conclusion, len(e.Trials), ended, strings.Join(s.said, "\n"))
	}
}

// TestExplain_hangs: a training that does not end is no answer, and the search goes on.
func TestExplain_hangs(t *testing.T) {
	t.Parallel()
	waits := "import time\nimport config, other\nif other.NEW and not config.NEW:\n    time.sleep(3000)\n"
	near := "import config\n" + projectFile(t, "train.py") // as near as helper.py, and so tried before it
	s := newStage(t, map[string]string{"train.py": near, "config.py": "NEW = False\n", "other.py": "NEW = False\n"},
		map[string]string{"config.py": "NEW = True\n", "other.py": "NEW = True\n", "helper.py": waits + twoNeeded})
	result := s.explain(s.check(), Budget{Trainings: 60, Time: 10 * time.Minute, Trial: 5 * time.Second}, nil)
	e := result.Experiment
	names := causeNames(e)
	slices.Sort(names)
	if e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"code helper.py"}) {
		t.Errorf("%s (%s) %q: %s\n%s", e.Conclusion, e.Why, names, result.Diagnosis, strings.Join(s.said, "\n"))
	}
	if !slices.ContainsFunc(s.said, func(text string) bool {
		return strings.Contains(text, "no answer: the training did not end in 5s, and was ended; the check's took")
	}) {
		t.Errorf("it is not told that a training did not end:\n%s", strings.Join(s.said, "\n"))
	}
}
