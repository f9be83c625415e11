package versions

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestAliasesThatNoListHolds: a registry that tells of an alias only by its name
// is asked, and one that lists aliases is not.
func TestAliasesThatNoListHolds(t *testing.T) {
	t.Parallel()
	for _, silent := range []bool{true, false} {
		server := mlflowtest.New(t)
		server.NoAliases = silent
		for _, name := range []string{"churn", "fraud"} {
			run := server.AddRun(mlflowtest.Run{})
			for range 3 {
				server.AddVersion(name, mlflowtest.Version{RunID: run})
			}
		}
		server.SetAlias("churn", "champion", "2")
		for _, kind := range []repro.SelectorKind{repro.SelectAlias, repro.SelectWord} {
			s := settings.Selecting{Models: []string{"*"}, VersionGiven: true, Version: repro.Selector{Kind: kind, Text: "champion"}}
			registry := connect(t, server)
			server.Requests()
			list, err := Due(t.Context(), registry, s, nil, nil, today)
			if err != nil || len(list.Tonight) != 1 || list.Tonight[0].Version != "2" {
				t.Errorf("lists silent %v: due %+v (%v), want churn v2", silent, list.Tonight, err)
			}
			asked := strings.Count(strings.Join(server.Requests(), "\n"), "registered-models/alias")
			if want := map[bool]int{true: 2, false: 0}[silent]; asked != want {
				t.Errorf("lists silent %v: asked for an alias %d times, want %d", silent, asked, want)
			}
			c, err := Select(t.Context(), registry, s)
			if err != nil || len(c.Versions) != 1 || c.Versions[0].Version != "2" {
				t.Errorf("lists silent %v: audit of %+v (%v), want churn v2", silent, c.Versions, err)
			}
		}
	}
}
