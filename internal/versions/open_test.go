package versions

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestDueOpen: min-interval is for what came back. What drifted, could not be verified
// or left no result is due again the next night, by its checks or by the version's tags.
func TestDueOpen(t *testing.T) {
	t.Parallel()
	past := func(days int, verdict repro.Verdict) repro.Check {
		return repro.Check{Record: repro.Record{Model: "churn", Version: "1", Past: repro.Past{At: today.AddDate(0, 0, -days), Verdict: verdict}}}
	}
	with := func(c repro.Check, metric, state string) repro.Check {
		c.Metrics = []repro.CheckedMetric{{Name: metric, State: repro.State(state)}}
		return c
	}
	tagged := func(days int, verdict string) map[string]string {
		tags := ago(days)
		tags[cause.VerdictTag] = verdict
		return tags
	}
	for name, test := range map[string]struct {
		tags map[string]string
		past []repro.Check
		want int
	}{
		"reproduced":                      {nil, []repro.Check{past(1, repro.Reproduced)}, 0},
		"drifted":                         {nil, []repro.Check{past(1, repro.Drifted)}, 1},
		"unverified":                      {nil, []repro.Check{past(1, repro.Unverified)}, 1},
		"drifted this night":              {nil, []repro.Check{past(0, repro.Drifted)}, 0},
		"missed":                          {nil, []repro.Check{past(3, repro.Reproduced), past(1, repro.Missed)}, 1},
		"missed this night":               {nil, []repro.Check{past(3, repro.Reproduced), past(0, repro.Missed)}, 0},
		"missed, and reproduced since":    {nil, []repro.Check{past(2, repro.Missed), past(1, repro.Reproduced)}, 0},
		"repaired":                        {nil, []repro.Check{past(2, repro.Drifted), past(1, repro.Reproduced)}, 0},
		"without the metric that drifted": {nil, []repro.Check{with(past(2, repro.Drifted), "f1", "outside"), with(past(1, repro.Reproduced), "loss", "identical")}, 1},
		"a tag that it drifted":           {tagged(1, "drifted (outside-tolerance)"), nil, 1},
		"a tag that it could not tell":    {tagged(1, "unverified (no-commit)"), nil, 1},
		"a tag that it came back":         {tagged(1, "reproduced (within-tolerance)"), nil, 0},
		"a tag without a verdict":         {ago(1), nil, 0},
		"a later tag that it came back":   {tagged(1, "reproduced (within-tolerance)"), []repro.Check{past(2, repro.Drifted)}, 0},
		"an earlier tag that it drifted":  {tagged(2, "drifted (outside-tolerance)"), []repro.Check{past(1, repro.Reproduced)}, 0},
	} {
		server := mlflowtest.New(t)
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{}), Tags: test.tags}, "production")
		s, err := settings.Values{"version": "production"}.Settings("list")
		if err != nil {
			t.Fatal(err)
		}
		list, err := Due(t.Context(), connect(t, server), s.Selecting, test.past, nil, today)
		if err != nil || len(list.Tonight) != test.want || list.CheckedRecently != 1-test.want {
			t.Errorf("%s: %d due, want %d (%v)", name, len(list.Tonight), test.want, err)
		}
	}
}

// TestSlept: a night that did not run is told of where something was due in it: what did
// not come back is due each night, and what came back not before min-interval.
func TestSlept(t *testing.T) {
	t.Parallel()
	for verdict, want := range map[repro.Verdict]bool{repro.Drifted: true, repro.Unverified: true, repro.Reproduced: false} {
		var past []repro.Check
		for day := 5; day >= 3; day-- {
			past = append(past, repro.Check{Record: repro.Record{Model: "churn", Version: "1", Past: repro.Past{At: today.AddDate(0, 0, -day), Verdict: verdict}}})
		}
		k := newKnown(past, nil, settings.Selecting{MinInterval: 7 * 24 * time.Hour}, today)
		v := k.version(repro.ModelVersion{Name: "churn", Version: "1"}, repro.Run{})
		if slept := k.slept([]due.Candidate{v}, nil); slept.IsZero() == want {
			t.Errorf("%s: slept is %v", verdict, slept)
		}
	}
}
