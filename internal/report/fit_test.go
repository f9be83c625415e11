package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// large is a result with so many params, metrics, inputs and lines of log, each
// with a name of that length.
func large(params, metrics, inputs, log, length int) repro.Result {
	r := reporttest.DriftedResult()
	name := func(i int) string { return fmt.Sprintf("%d_%s", i, strings.Repeat("x", length)) }
	for i := range params {
		r.Plan.Params = append(r.Plan.Params, repro.ParamEdit{Name: name(i), Logged: name(i), Status: repro.ParamWritten})
	}
	for i := range metrics {
		state := repro.StateWithin
		if i < 3 {
			state = repro.StateOutside
		}
		d := reporttest.Delta(name(i), 0.9, 0.8, "0.05", 2, state)
		d.Notes = []string{name(i)}
		r.Comparison.Deltas = append(r.Comparison.Deltas, d)
	}
	for i := range inputs {
		r.Inputs = append(r.Inputs, repro.Input{Kind: "environment", Name: name(i), Original: "1", Now: fmt.Sprint(i % 2), State: []string{"differs", "same"}[i%2]})
		r.Warnings = append(r.Warnings, name(i))
	}
	for i := range log {
		r.Execution.Log = append(r.Execution.Log, name(i))
	}
	return r
}

func TestShortenings(t *testing.T) {
	t.Parallel()
	shapes := []struct {
		name                                 string
		params, metrics, inputs, log, length int
		left                                 bool
	}{
		{"ordinary", 20, 10, 30, 100, 10, false},
		{"many params", 3000, 20, 10, 0, 20, false},
		{"500 metrics", 10, 500, 10, 0, 20, false},
		{"5000 metrics", 10, 5000, 10, 0, 20, true},
		{"long names", 10, 100, 10, 100, 5000, false},
		{"long names and many inputs", 10, 100, 300, 100, 5000, true},
		{"everything", 3000, 500, 2000, 10_000, 5000, true}, // takes as long as all others
	}
	for _, tt := range shapes[:longtest.Of(len(shapes), len(shapes)-1)] {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, verdict := range []repro.Verdict{repro.Drifted, repro.Unverified} {
				r := large(tt.params, tt.metrics, tt.inputs, tt.log, tt.length)
				r.Verdict = verdict
				body, left := Comment(r, page)
				if n := utf8.RuneCountInString(body); n > CommentRunes {
					t.Errorf("%s: %d runes", verdict, n)
				}
				if (len(left) > 0) != tt.left && verdict == repro.Drifted {
					t.Errorf("left out %q", left)
				}
				for _, what := range left {
					if !strings.Contains(body, strings.Fields(what)[0]) {
						t.Errorf("the body does not say that it left out %q", what)
					}
				}
				for _, must := range []string{page.Marker, "churn-classifier", "`f1`", "**−0.0239**", "/reproduce churn-classifier 7"} {
					if !strings.Contains(body, must) {
						t.Errorf("%s: %q is gone", verdict, must)
					}
				}
				if err := checkMarkdown(body, true); err != nil {
					t.Error(err)
				}
				summary, _ := Summary(r, page)
				if len(summary) > SummaryBytes {
					t.Errorf("%s: %d bytes of summary", verdict, len(summary))
				}
				if err := checkMarkdown(summary, false); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
