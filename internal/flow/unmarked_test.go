package flow

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestUnmarked: the one run that a training logged without our id is named, and no other.
func TestUnmarked(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	run := func(id string, change func(*repro.Run)) repro.Run {
		made := repro.Run{ID: id, ExperimentID: "1", Started: began.Add(time.Second), Params: repro.Params{{Name: "lr", Value: "0.1"}, {Name: "more", Value: "1"}},
			Tags: map[string]string{lineage.MlflowCommit: "abc", lineage.MlflowSource: "train.py"}}
		if change != nil {
			change(&made)
		}
		return made
	}
	other := func(r *repro.Run) { r.Params = repro.Params{{Name: "lr", Value: "0.2"}} }
	bare := func(r *repro.Run) { r.Tags = map[string]string{} }
	original := run("original", func(r *repro.Run) { r.Started = began.Add(-time.Hour); r.Params = r.Params[:1] })
	for name, tt := range map[string]struct {
		runs []repro.Run
		want string
	}{
		"one":                                   {[]repro.Run{run("a", nil)}, "a"},
		"none":                                  {nil, ""},
		"two":                                   {[]repro.Run{run("a", nil), run("b", nil)}, ""},
		"one with an id":                        {[]repro.Run{run("a", func(r *repro.Run) { r.Tags[repro.IDTag] = "x" })}, ""},
		"begun before":                          {[]repro.Run{run("a", func(r *repro.Run) { r.Started = began.Add(-time.Second) })}, ""},
		"begun after":                           {[]repro.Run{run("a", func(r *repro.Run) { r.Started = began.Add(time.Hour) })}, ""},
		"of another commit":                     {[]repro.Run{run("a", func(r *repro.Run) { r.Tags[lineage.MlflowCommit] = "def" })}, ""},
		"of the program alone":                  {[]repro.Run{run("a", func(r *repro.Run) { delete(r.Tags, lineage.MlflowCommit) })}, "a"},
		"of another program":                    {[]repro.Run{run("a", func(r *repro.Run) { r.Tags = map[string]string{lineage.MlflowSource: "b.py"} })}, ""},
		"of the commit, with another value":     {[]repro.Run{run("a", other)}, "a"},
		"with another value":                    {[]repro.Run{run("a", func(r *repro.Run) { other(r); delete(r.Tags, lineage.MlflowCommit) })}, ""},
		"of no program":                         {[]repro.Run{run("a", bare)}, ""},
		"of no program, and its id was printed": {[]repro.Run{run("printed", bare)}, "printed"},
		"one of the commit beside one of the program": {[]repro.Run{run("b", func(r *repro.Run) { delete(r.Tags, lineage.MlflowCommit) }), run("a", nil)}, "a"},
		"of another experiment":                       {[]repro.Run{run("a", func(r *repro.Run) { r.ExperimentID = "2" })}, ""},
		"one beside one that is not":                  {[]repro.Run{run("a", nil), run("b", func(r *repro.Run) { r.Params = nil })}, "a"},
	} {
		f, _, s := newBench()
		s.runs = append([]repro.Run{original}, tt.runs...)
		training := train.Training{Execution: repro.Execution{Started: began, Ended: began.Add(time.Minute)}, MetRuns: []string{"printed"}}
		if got := f.unmarked(t.Context(), repro.Plan{Original: original}, repro.Change{Commit: "abc"}, training); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	for unmarked, want := range map[string]string{"": "Pass the variable MLFLOW_RUN_CONTEXT", "a": "Run a was begun meanwhile"} {
		if got := passOn(collected{unmarked: unmarked}); !strings.HasPrefix(got, want) || !strings.Contains(got, "env -i") {
			t.Errorf("%q: %s", unmarked, got)
		}
	}
}

// TestUntagged: a run without our id is taken where somebody asks for it, and proves
// something where it is tied to the training, or where a challenge finds its like with
// another param.
func TestUntagged(t *testing.T) {
	t.Parallel()
	printed := func(training *train.Training, run repro.Run) { training.MetRuns = []string{run.ID} }
	foreign := func(_ int, run *repro.Run) { run.Params = firstRun.Params } // another's, which knows nothing of a challenge
	for name, tt := range map[string]struct {
		source, challenge string
		log               func(number int, run *repro.Run)
		ties              func(training *train.Training, run repro.Run)
		accuracy          float64
		reason            repro.Reason
		said              string
	}{
		"not asked for": {source: "auto", reason: repro.MetricsMissing, said: "--metrics-source untagged takes it"},
		"printed":       {challenge: "off", ties: printed, reason: repro.Identical, said: "which printed their ids or has their commit"},
		"of the commit": {challenge: "off", log: func(_ int, run *repro.Run) { run.Tags[lineage.MlflowCommit] = tip }, reason: repro.Identical},
		"printed, with others": {challenge: "off", ties: printed, log: func(_ int, run *repro.Run) {
			run.Params = repro.NewParams(map[string]string{"epochs": "200", "lr": "0.25"})
		}, reason: repro.ParamsNotApplied},
		"printed, and drifted":     {ties: printed, accuracy: 0.5, reason: repro.MetricsOutsideTolerance},
		"not tied":                 {challenge: "off", reason: repro.NotProven, said: "may be another program's"},
		"not tied, and drifted":    {accuracy: 0.5, reason: repro.NotProven, said: "may be another program's"},
		"not tied, and challenged": {reason: repro.Identical, said: "follow a changed param"},
		"another's":                {log: foreign, reason: repro.NotProven, said: "may be another program's"},
		"with an id of another":    {log: func(_ int, run *repro.Run) { run.Tags[repro.IDTag] = "x" }, reason: repro.MetricsMissing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.train = func(number int, plan repro.Plan) train.Training {
				accuracy := cmp.Or(tt.accuracy, 0.9777777777777777) - float64(number-1)/100
				run := rerunOf(plan, number, map[string]float64{"accuracy": accuracy, "loss": 0.125 + float64(number-1)/100})
				run.Tags, run.Started = map[string]string{}, today.Add(time.Second)
				if tt.log != nil {
					tt.log(number, &run)
				}
				s.runs = append(s.runs[:1:1], run)
				training := succeeded()
				if tt.ties != nil {
					tt.ties(&training, run)
				}
				return training
			}
			flags := map[string]string{"metrics-source": cmp.Or(tt.source, repro.SourceUntagged), "challenge": cmp.Or(tt.challenge, "auto")}
			result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
			lines := slices.Clone(result.Warnings)
			for _, gate := range result.Evidence {
				lines = append(lines, gate.Text)
			}
			said := strings.Join(lines, "\n")
			if err != nil || result.Reason != tt.reason || !strings.Contains(said, tt.said) {
				t.Errorf("%v, %s, want %s with %q:\n%s", err, result.Reason, tt.reason, tt.said, said)
			}
		})
	}
}
