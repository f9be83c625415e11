package versions

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file picks the version of a model that a selector means.

// pick gives the versions that a selector may mean: one, or for latest all of
// them, newest first, as the newest may be a reproduction's.
func pick(model mlflow.Model, versions []repro.ModelVersion, selector repro.Selector) []repro.ModelVersion {
	number := ""
	switch selector.Kind {
	case repro.SelectLatest:
		return versions
	case repro.SelectNumber:
		number = selector.Text
	case repro.SelectAlias:
		var listed bool
		if number, listed = model.Aliases[selector.Text]; !listed && wording.IsDigits(selector.Text) {
			number = selector.Text // NAME@1
		}
	case repro.SelectStage, repro.SelectWord:
		if alias, ok := model.Aliases[selector.Text]; ok && selector.Kind == repro.SelectWord {
			number = alias
		} else if at := slices.IndexFunc(versions, func(v repro.ModelVersion) bool { return strings.EqualFold(v.Stage, selector.Text) }); at >= 0 {
			return versions[at : at+1] // the highest in that stage
		}
	}
	for _, version := range versions {
		if version.Version == number {
			return []repro.ModelVersion{version}
		}
	}
	return nil
}

// original gives the first candidate that no reproduction registered, or the
// version that such a one reproduces.
func original(candidates, all []repro.ModelVersion, runs map[string]repro.Run) (repro.ModelVersion, bool) {
	for _, candidate := range candidates {
		run, known := runs[candidate.RunID]
		if !known || run.Tags[repro.IDTag] == "" {
			return candidate, true
		}
	}
	for _, candidate := range candidates {
		of := runs[candidate.RunID].Tags[repro.OriginalTag]
		for _, version := range all {
			if of != "" && version.RunID == of {
				return version, true
			}
		}
	}
	return repro.ModelVersion{}, false
}

func byModel(versions []repro.ModelVersion) [][]repro.ModelVersion {
	var groups [][]repro.ModelVersion
	for _, version := range versions {
		if n := len(groups); n > 0 && groups[n-1][0].Name == version.Name {
			groups[n-1] = append(groups[n-1], version)
			continue
		}
		groups = append(groups, []repro.ModelVersion{version})
	}
	return groups
}

func runIDs(versions []repro.ModelVersion) []string {
	var ids []string
	for _, version := range versions {
		if version.RunID != "" {
			ids = append(ids, version.RunID)
		}
	}
	return ids
}

// matches says whether a name fits one of the globs.
func matches(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool { return wording.MatchGlob(glob, name) })
}
