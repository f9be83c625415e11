package flow

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCopied: numbers that stand in a file which the training left alone are no
// proof of a training, whoever logged them.
func TestCopied(t *testing.T) {
	t.Parallel()
	long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), ModTime: long} }
	logged := func(values ...float64) collected {
		var c collected
		c.run.ID = "1"
		for i, v := range values {
			c.run.Metrics = append(c.run.Metrics, repro.Metric{Name: string(rune('a' + i)), Value: v})
		}
		return c
	}
	for _, tt := range []struct {
		name   string
		before fstest.MapFS
		writes []string
		stages []string
		c      collected
		want   string // the file that is named; "" for none
	}{
		{"a script that logs the committed metrics", fstest.MapFS{"metrics.json": file(`{"acc": 0.9333333, "n": 30}`)}, nil, nil, logged(0.9333333, 30), "metrics.json"},
		{"under other names, nested", fstest.MapFS{"out/m.yaml": file("eval:\n  score: 0.9333333\n")}, nil, nil, logged(0.9333333), "out/m.yaml"},
		{"taken out of a table of results", fstest.MapFS{"RESULTS.md": file("| model | 0.17423 | 12 |")}, nil, nil, logged(0.17423), "RESULTS.md"},
		{"the training wrote the file itself", fstest.MapFS{"metrics.json": file(`{"acc": 0.9333333}`)}, []string{"metrics.json"}, nil, logged(0.9333333), ""},
		{"the run has more than the file", fstest.MapFS{"metrics.json": file(`{"acc": 0.9333333}`)}, nil, nil, logged(0.9333333, 0.20817), ""},
		{"another number", fstest.MapFS{"metrics.json": file(`{"acc": 0.9333334}`)}, nil, nil, logged(0.9333333), ""},
		{"a number that anything may hold", fstest.MapFS{"params.yaml": file("depth: 3\nrate: 0.9\n")}, nil, nil, logged(0.9), ""},
		{"a stage that DVC ran", fstest.MapFS{"metrics.json": file(`{"acc": 0.9333333}`)}, nil, []string{"train"}, logged(0.9333333), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := stampsOf(tt.before)
			for _, name := range tt.writes {
				tt.before[name].ModTime = long.Add(time.Hour)
			}
			training := Training{UntouchedNumbers: before.untouchedNumbers(tt.before), Stages: tt.stages, Execution: repro.Execution{Executed: tt.stages}}
			gates := copied(training, tt.c)
			if (len(gates) > 0) != (tt.want != "") {
				t.Fatalf("gates %+v, want one that names %q", gates, tt.want)
			}
			if len(gates) > 0 && (gates[0].Reason != repro.NotProven || !slices.Contains(before.untouchedNumbers(tt.before)([]float64{tt.c.run.Metrics[0].Value}), tt.want)) {
				t.Errorf("%+v, want %s for %q", gates[0], repro.NotProven, tt.want)
			}
		})
	}
}
