package app

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDueVersions: a check by the id of a run is one of the version that was due, and a check
// of another version that was due is none.
func TestDueVersions(t *testing.T) {
	t.Parallel()
	churn := repro.ModelVersion{Name: "churn", Version: "7", RunID: "a"}
	copied := repro.ModelVersion{Name: "churn-prod", Version: "1", RunID: "a"}
	nobody := repro.ModelVersion{Name: "fraud", Version: "1"}
	for name, tt := range map[string]struct {
		due    DueVersions
		of     repro.ModelVersion
		model  string
		number string
		run    string
		want   bool
	}{
		"the version":                         {DueVersions{churn}, churn, "churn", "7", "a", true},
		"made anew under its number":          {DueVersions{churn}, churn, "churn", "7", "b", true},
		"the run":                             {DueVersions{churn}, churn, "", "", "a", true},
		"another run":                         {DueVersions{churn}, churn, "", "", "b", false},
		"another name of the run":             {DueVersions{churn}, churn, "churn-prod", "1", "a", true},
		"another name that is due as well":    {DueVersions{churn, copied}, churn, "churn-prod", "1", "a", false},
		"another version":                     {DueVersions{churn}, churn, "churn", "6", "b", false},
		"no run is known of either":           {DueVersions{nobody}, nobody, "", "", "", false},
		"no run is known of the version":      {DueVersions{nobody}, nobody, "", "", "a", false},
		"the same number of another's":        {DueVersions{churn}, churn, "fraud", "7", "b", false},
		"the run's id, and two that have one": {DueVersions{churn, copied}, copied, "", "", "a", true},
	} {
		check := repro.Record{Model: tt.model, Version: tt.number, Original: tt.run}
		if got := tt.due.Has(tt.of, check); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
