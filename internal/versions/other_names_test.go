package versions

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestDueByOtherNames: a check of the version's run counts by whatever name it was made, but
// does not hide that the version's own checks drifted, or are about to be stale.
func TestDueByOtherNames(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	run := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: run}, "production")
	of := func(model, version, original string, days int, verdict repro.Verdict) repro.Check {
		return repro.Check{Record: repro.Record{Model: model, Version: version, Original: original, Past: repro.Past{At: today.AddDate(0, 0, -days), Verdict: verdict}}}
	}
	for name, test := range map[string]struct {
		past []repro.Check
		want int
	}{
		"by the run's id":                {[]repro.Check{of("", "", run, 1, repro.Reproduced)}, 0},
		"long ago":                       {[]repro.Check{of("", "", run, 20, repro.Reproduced)}, 1},
		"by another name":                {[]repro.Check{of("churn-prod", "1", run, 1, repro.Reproduced)}, 0},
		"by another number":              {[]repro.Check{of("churn", "9", run, 1, repro.Reproduced)}, 0},
		"another run":                    {[]repro.Check{of("churn-prod", "1", "b", 1, repro.Reproduced)}, 1},
		"of no known run":                {[]repro.Check{of("churn-prod", "1", "", 1, repro.Reproduced)}, 1},
		"by another name, and missed":    {[]repro.Check{of("churn-prod", "1", run, 1, repro.Missed)}, 1},
		"by another name, and drifted":   {[]repro.Check{of("churn-prod", "1", run, 1, repro.Drifted)}, 1},
		"after its own, which drifted":   {[]repro.Check{of("churn", "1", run, 3, repro.Drifted), of("", "", run, 1, repro.Reproduced)}, 1},
		"after its own, a week before":   {[]repro.Check{of("churn", "1", run, 8, repro.Reproduced), of("", "", run, 1, repro.Reproduced)}, 0},
		"its own are about to be stale":  {[]repro.Check{of("churn", "1", run, 14, repro.Reproduced), of("", "", run, 1, repro.Reproduced)}, 1},
		"its own reproduced since":       {[]repro.Check{of("", "", run, 3, repro.Drifted), of("churn", "1", run, 1, repro.Reproduced)}, 0},
		"its own drift, of another time": {[]repro.Check{of("churn", "1", run, 5, repro.Drifted), of("churn", "1", run, 3, repro.Reproduced), of("", "", run, 1, repro.Reproduced)}, 0},
	} {
		s, err := settings.Values{"version": "production"}.Settings("list")
		if err != nil {
			t.Fatal(err)
		}
		list, err := Due(t.Context(), connect(t, server), s.Selecting, test.past, nil, today)
		if err != nil || len(list.Tonight) != test.want {
			t.Errorf("%s: %d due, want %d (%v)", name, len(list.Tonight), test.want, err)
		}
	}
}
