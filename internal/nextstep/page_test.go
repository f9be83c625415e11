package nextstep

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestPage: the same decision, with the words of whoever reads a page.
func TestPage(t *testing.T) {
	t.Parallel()
	listening := Page{Anybody: "/reproduce iris", Where: "train.yml", Lines: "contents: write", Comment: func(more settings.Values) string {
		return strings.TrimSpace("/reproduce iris 7 " + more["repeats"])
	}}
	deaf := Page{Comment: func(settings.Values) string { return "" }}
	result := func(verdict repro.Verdict, reason repro.Reason) repro.Result {
		return repro.Result{Verdict: verdict, Reason: reason}
	}
	repeated := result(repro.Drifted, repro.MetricsOutsideTolerance)
	repeated.Repeats = make([]repro.Run, 4)
	without := func(files ...string) repro.Result {
		r := result(repro.Drifted, repro.MetricsOutsideTolerance)
		r.Plan.Command, r.Execution.NotMade = "make run", files
		return r
	}
	lacking := result(repro.Unverified, repro.InputsMissing)
	lacking.Execution.Sought = []string{"a.pkl"}
	for name, tt := range map[string]struct {
		result              repro.Result
		listening, notHeard string
	}{
		"it came back":      {result(repro.Reproduced, repro.Identical), "", ""},
		"it drifted":        {result(repro.Drifted, repro.MetricsOutsideTolerance), "comment [/reproduce iris 7 auto], to measure", "add [repeats: auto] to the action's inputs"},
		"without a file":    {without("a.pkl"), "add [keep: a.pkl] to the action's inputs", "add [keep: a.pkl] to the action's inputs"},
		"looked for a file": {lacking, "add [keep: a.pkl] to the action's inputs", "add [keep: a.pkl] to the action's inputs"},
		"without several":   {without("a.pkl", "b.pkl"), "[keep] what the training starts from of a.pkl, b.pkl", "[keep] what the training starts from of a.pkl, b.pkl"},
		"it drifted always": {repeated, "", ""},
		"it failed":         {result(repro.Unverified, repro.PipelineFailed), "then comment [/reproduce iris 7]", "then re-run the workflow run"},
		"it took too long":  {result(repro.Unverified, repro.PipelineTimedOut), "when the training is over", "when the training is over"},
		"it was cancelled":  {result(repro.Unverified, repro.Cancelled), "re-run the workflow run", "re-run the workflow run"},
		"it may not":        {result(repro.Unverified, repro.NoPermission), "add to train.yml [contents: write]", ""},
		"it was not begun":  {result(repro.Unverified, repro.PipelineNotStarted), "add to train.yml [contents: write]", ""},
		"it is of a fork":   {result(repro.Unverified, repro.ForkWithoutSecrets), "write permission can comment [/reproduce iris]", ""},
		"nothing helps":     {result(repro.Unverified, repro.NoBaselineMetrics), "", ""},
	} {
		for page, want := range map[*Page]string{&listening: tt.listening, &deaf: tt.notHeard} {
			step := page.Step(tt.result)
			got := step.Before
			if code := step.Code + step.Lines; code != "" {
				got += " [" + code + "]"
			}
			if got += step.After; !strings.Contains(got, want) || want == "" && got != "" {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
}
