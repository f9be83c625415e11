package versions

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// newestOriginals gives the number of each model's newest version that no
// reproduction registered, of the models that match, and says which were passed
// over. Where all are a reproduction's, it is the newest after all. Versions come highest first.
func newestOriginals(ctx context.Context, store mlflow.Store, globs []string, of map[string][]repro.ModelVersion) (map[string]string, []string, error) {
	var groups [][]repro.ModelVersion
	for name, versions := range of {
		if matches(globs, name) && len(versions) > 0 {
			groups = append(groups, versions)
		}
	}
	runs, err := runsOfNewest(ctx, store, groups)
	if err != nil {
		return nil, nil, err
	}
	newest, notes := map[string]string{}, []string(nil)
	for _, versions := range groups {
		name := versions[0].Name
		var passed []string
		for _, candidate := range versions {
			if !runs[candidate.RunID].Ours() {
				newest[name] = candidate.Version
				break
			}
			passed = append(passed, "v"+candidate.Version)
		}
		if newest[name] == "" { // all are a reproduction's
			newest[name] = versions[0].Version
		} else if len(passed) > 0 {
			notes = append(notes, fmt.Sprintf("%s: skipped %s, registered by reproductions", name, wording.List(passed)))
		}
	}
	slices.Sort(notes)
	return newest, notes, nil
}

// runsOfNewest reads the run of each group's first version, and those of its further ones only
// where the first is a reproduction's: a registry has many more versions than models.
func runsOfNewest(ctx context.Context, store mlflow.Store, groups [][]repro.ModelVersion) (map[string]repro.Run, error) {
	var first, further []repro.ModelVersion
	for _, versions := range groups {
		first = append(first, versions[0])
	}
	runs, err := store.Runs(ctx, runIDs(first))
	if err != nil {
		return nil, err
	}
	for _, versions := range groups {
		if runs[versions[0].RunID].Ours() {
			further = append(further, versions[1:]...)
		}
	}
	if len(further) == 0 {
		return runs, nil
	}
	more, err := store.Runs(ctx, runIDs(further))
	maps.Copy(runs, more)
	return runs, err
}
