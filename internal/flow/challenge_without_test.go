//go:build !nodesk

package flow

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_without: a training that read what the original may have been without is made
// without it. Where it goes on and comes to other numbers, its own were not computed; where it
// comes to the same, they were; and where it needs the file, that is its data.
func TestChallenge_without(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		younger   []string
		needed    string  // it fails without this
		loss      float64 // what it comes to without the others
		instead   string  // what it reads in their place
		flags     map[string]string
		reason    repro.Reason
		trainings int // with the one of a param that moves
		said      string
	}{
		"nothing of later":      {nil, "", 0.5, "", nil, repro.Identical, 2, " came out as 0.31"},
		"a fit of before":       {[]string{"data/w.csv"}, "", 0.5, "", nil, repro.NotProven, 3, "Made once more without it, it came to other numbers (loss 0.5 in place of 0.125)"},
		"the way out":           {[]string{"data/w.csv"}, "", 0.5, "", nil, repro.NotProven, 3, "keep an input with --keep data/w.csv"},
		"one on a share":        {[]string{"/share/w.csv"}, "", 0.5, "", nil, repro.NotProven, 3, "Take away what a training made; keep an input with --keep /share/w.csv"},
		"computed again":        {[]string{"data/w.csv"}, "", 0.125, "", nil, repro.Identical, 3, "was made once more without data/w.csv, which the original may have been without, and came to the same numbers"},
		"a copy instead of it":  {[]string{"data/w.csv"}, "", 0.125, "/share/w.csv", nil, repro.NotProven, 3, "it read /share/w.csv instead"},
		"it logs no loss then":  {[]string{"data/w.csv"}, "", -1, "", nil, repro.Identical, 3, " came out as 0.31"},
		"its data":              {[]string{"data/x.csv"}, "data/x.csv", 0.125, "", nil, repro.Identical, 3, "could not go on without data/x.csv, which the original may have been without: taken for its data"},
		"what it cannot move":   {[]string{"data/x.csv"}, "data/x.csv", 0.125, "OSError: [Errno 18] Invalid cross-device link", nil, repro.NotProven, 3, "and could not be made without it: \"OSError: [Errno 18] Invalid cross-device link\""},
		"the step before":       {[]string{"data/w.csv"}, "", 0.125, "next", nil, repro.NotProven, 4, "read data/w.csv, data/v.csv, which the original may have been without. Made once more without them, it came to other numbers"},
		"a fit beside its data": {[]string{"data/w.csv", "data/x.csv"}, "data/x.csv", 0.5, "", nil, repro.NotProven, 4, "read data/w.csv, which the original"},
		"behind a stamp":        {[]string{"/share/f/w.csv"}, "stamp", 0.5, "", nil, repro.NotProven, 4, "Made once more without them, it came to other numbers"},
		"no challenge":          {[]string{"data/w.csv"}, "", 0.5, "", map[string]string{"challenge": "off"}, repro.NotProven, 1, "--challenge is off"},
		"asked for one param":   {[]string{"data/w.csv"}, "", 0.5, "", map[string]string{"challenge": "lr"}, repro.NotProven, 3, "other numbers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			s.Logged = []repro.Run{flowtest.Original}
			d.train = func(_ int, plan repro.Plan) train.Training {
				loss := 0.125
				if strings.Contains(plan.Challenge, " in place of ") {
					loss = 0.31
				}
				training := flowtest.Succeeded()
				if len(plan.Without) > 0 {
					loss = tt.loss
				}
				if len(plan.Without) > 0 && tt.instead != "" {
					training.Later = []string{tt.instead}
				}
				if tt.needed == "stamp" {
					training.Markers = []string{"/share/f/_SUCCESS", "/other/README"}
				}
				if slices.Contains(plan.Without, tt.needed) || tt.needed == "stamp" && len(plan.Without) == 1 {
					training.Execution.Status, training.Execution.Log = repro.ExecFailed, []string{tt.instead}
				}
				training.Younger = tt.younger
				if tt.instead == "next" && len(plan.Without) > 0 {
					training.Later, training.Younger = nil, []string{"data/v.csv"}
				}
				if len(plan.Without) == 2 && tt.instead == "next" {
					loss = 0.5
				}
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": 0.9777777777777777, "loss": %v}`, loss)}}
				if loss < 0 {
					training.Files = fstest.MapFS{"metrics/metrics.json": {Data: []byte(`{"accuracy": 0.9777777777777777}`)}}
				}
				training.Wrote = func(string) bool { return true }
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, tt.flags))
			if err != nil {
				t.Fatal(err)
			}
			all := saidOf(result)
			for _, plan := range d.trainings[1:] { // a person is told how to remove its branch
				end := strings.TrimPrefix(plan.Branch, d.trainings[0].Branch)
				if !slices.ContainsFunc(FurtherBranches(), func(pattern string) bool { ok, _ := path.Match(pattern, end); return ok }) {
					t.Errorf("%s is none of %q", plan.Branch, FurtherBranches())
				}
			}
			if result.Reason != tt.reason || len(d.trainings) != tt.trainings || !strings.Contains(all, tt.said) || strings.Contains(all, "same numbers") != (name == "computed again") {
				t.Errorf("%s, %s after %d trainings:\n%s", result.Verdict, result.Reason, len(d.trainings), all)
			}
		})
	}
}

// TestTogether: a folder that has all files, where there is one below the project.
func TestTogether(t *testing.T) {
	t.Parallel()
	for files, want := range map[string]string{"data/a.csv": "data/a.csv", "data/a/1.csv data/a/2.csv": "data/a", "data/a/1.csv data/b/2.csv": "data", "data/a.csv other/b.csv": "data/a.csv"} {
		if got := together(strings.Fields(files)); got != want {
			t.Errorf("%s: %s, want %s", files, got, want)
		}
	}
}

// An unread store does not tell which versions runs registered.
type unread struct{ *flowtest.Store }

func (unread) VersionsOfRuns(context.Context, []string) ([]repro.ModelVersion, error) {
	return nil, errors.New("no answer")
}

// TestChallenge_withoutRegistry: a training that may register a model is not made again without
// what was lent to it and is younger than the original, and is no proof then.
func TestChallenge_withoutRegistry(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		later  []string
		reason repro.Reason
		said   string
	}{
		"lent, and of later": {[]string{"data/w.csv"}, repro.NotProven, "was not made without: the registry could not be read"},
		"lent, and of then":  {nil, repro.Identical, "no challenge was made: the registry could not be read"},
	} {
		f, d, s := newBench()
		f.Registry = &mlflow.Registry{Store: unread{s}}
		d.train = func(number int, plan repro.Plan) train.Training {
			s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.125}))
			training := flowtest.Succeeded()
			training.Younger, training.LentLater = []string{"data/w.csv"}, tt.later
			return training
		}
		result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
		if err != nil {
			t.Fatal(err)
		}
		all := saidOf(result)
		if result.Reason != tt.reason || len(d.trainings) != 1 || !strings.Contains(all, tt.said) {
			t.Errorf("%s: %s, %s after %d trainings:\n%s", name, result.Verdict, result.Reason, len(d.trainings), all)
		}
	}
}
