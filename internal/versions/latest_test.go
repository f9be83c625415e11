package versions

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestAuditOfTheLatest: what reproductions registered is passed over, and told.
func TestAuditOfTheLatest(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	plain := server.AddRun(mlflowtest.Run{})
	ours := server.AddRun(mlflowtest.Run{Tags: map[string]string{repro.IDTag: "x"}})
	for name, runs := range map[string][]string{"churn": {plain, plain, ours, ours}, "fraud": {ours, plain}, "mine": {ours}} {
		for _, run := range runs {
			server.AddVersion(name, mlflowtest.Version{RunID: run})
		}
	}
	c, err := Select(t.Context(), connect(t, server), settings.Selecting{Models: []string{"*"}, VersionGiven: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, version := range c.Versions {
		got = append(got, version.Label())
	}
	if strings.Join(got, ", ") != "churn v2, fraud v2, mine v1" {
		t.Errorf("latest are %v, want churn v2, fraud v2, mine v1", got)
	}
	if notes := strings.Join(c.Notes, "\n"); !strings.Contains(notes, "churn: skipped v4, v3, registered by reproductions") || strings.Contains(notes, "mine") {
		t.Errorf("notes:\n%s\nwant that of churn", notes)
	}
}
