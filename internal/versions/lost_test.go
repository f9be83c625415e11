package versions

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestDueAfterALostCheck: an older green says nothing of a version whose newer check cannot
// be read, so it is due; the check after it ends that, and so does the registry's own word.
func TestDueAfterALostCheck(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	at := func(before time.Duration, verdict repro.Verdict) repro.Check {
		return repro.Check{Record: repro.Record{Past: repro.Past{At: today.Add(-before), Verdict: verdict}, Model: "churn", Version: "1"}, Lost: verdict == repro.Unverified}
	}
	for name, test := range map[string]struct {
		past []repro.Check
		tags map[string]string
		due  bool
	}{
		"a green":                     {[]repro.Check{at(2*day, repro.Reproduced)}, nil, false},
		"a lost one since":            {[]repro.Check{at(2*day, repro.Reproduced), at(day, repro.Unverified)}, nil, true},
		"one an hour ago":             {[]repro.Check{at(2*time.Hour, repro.Reproduced), at(time.Hour, repro.Unverified)}, nil, true},
		"a green since":               {[]repro.Check{at(2*day, repro.Unverified), at(day, repro.Reproduced)}, nil, false},
		"the registry knows a later":  {[]repro.Check{at(4*day, repro.Reproduced), at(3*day, repro.Unverified)}, ago(2), false},
		"the registry knows an older": {[]repro.Check{at(day, repro.Unverified)}, ago(2), true},
	} {
		server := mlflowtest.New(t)
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(mlflowtest.Run{}), Tags: test.tags}, "production")
		s, err := settings.Values{"version": "production", "models": "*"}.Settings("list")
		if err != nil {
			t.Fatal(err)
		}
		list, err := Due(t.Context(), connect(t, server), s.Selecting, test.past, nil, today)
		if err != nil || (len(list.Tonight) == 1) != test.due || list.CheckedRecently == 1 == test.due {
			t.Errorf("%s: %d due, %d checked recently, %v", name, len(list.Tonight), list.CheckedRecently, err)
		}
	}
}
