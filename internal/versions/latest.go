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
// over. Where all are a reproduction's, it is the newest after all. Versions come highest first. The runs of further versions are read only
// where the newest is a reproduction's.
func newestOriginals(ctx context.Context, store mlflow.Store, globs []string, of map[string][]repro.ModelVersion) (map[string]string, []string, error) {
	var first, further []repro.ModelVersion
	for name, versions := range of {
		if matches(globs, name) && len(versions) > 0 {
			first = append(first, versions[0])
		}
	}
	runs, err := store.Runs(ctx, runIDs(first))
	if err != nil {
		return nil, nil, err
	}
	for _, version := range first {
		if runs[version.RunID].Ours() {
			further = append(further, of[version.Name][1:]...)
		}
	}
	if len(further) > 0 {
		more, err := store.Runs(ctx, runIDs(further))
		if err != nil {
			return nil, nil, err
		}
		maps.Copy(runs, more)
	}
	newest, notes := map[string]string{}, []string(nil)
	for _, version := range first {
		var passed []string
		for _, candidate := range of[version.Name] {
			if !runs[candidate.RunID].Ours() {
				newest[version.Name] = candidate.Version
				break
			}
			passed = append(passed, "v"+candidate.Version)
		}
		if newest[version.Name] == "" { // all are a reproduction's
			newest[version.Name] = version.Version
		} else if len(passed) > 0 {
			notes = append(notes, fmt.Sprintf("%s: skipped %s, registered by reproductions", version.Name, wording.List(passed)))
		}
	}
	slices.Sort(notes)
	return newest, notes, nil
}
