package versions

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A DueVersion is one model version that a nightly should check.
type DueVersion struct {
	Name    string
	Version string
	RunID   string
	Checked time.Time // zero: never
}

// A DueList is what is due, and what was left out and why.
type DueList struct {
	Due             []DueVersion
	OverLimit       int      // due as well, but over the budget
	CheckedRecently int      // checked within the interval
	Notes           []string // models that have no such version, or none that can be checked

	Unmatched []string // globs that no model fits, each as a sentence
	Empty     error    // why nothing at all could ever be due; nil otherwise
}

// unmatched names the globs that no model fits, with the name that was probably
// meant.
func unmatched(globs []string, models []mlflow.Model) []string {
	var names, sentences []string
	for _, model := range models {
		names = append(names, model.Name)
	}
	for _, glob := range globs {
		if slices.ContainsFunc(names, func(name string) bool { return matches([]string{glob}, name) }) {
			continue
		}
		sentence := "no registered model matches " + glob
		if strings.ContainsAny(glob, "?[") {
			sentence += "; the only wildcard is *, which stands for any text"
		} else if best := wording.Nearest(glob, names); best != "" {
			sentence += fmt.Sprintf("; did you mean %s?", best)
		}
		sentences = append(sentences, sentence)
	}
	return sentences
}

// empty says why a nightly would be green and have checked nothing: no model fits,
// or none has such a version. That all were checked lately is no such reason.
func (l *DueList) empty(fit int, chosen []repro.ModelVersion, s settings.Selecting) error {
	const way = "; reproduce list --models '*' --version latest shows what there is"
	switch {
	case fit == 0:
		return fmt.Errorf("%s%s", strings.Join(l.Unmatched, "; "), way)
	case len(chosen) == 0:
		return fmt.Errorf("none of the %d models that match has a version %s%s", fit, s.Version, way)
	}
	return nil
}

// Due picks the model versions to check next: of the models that match, the
// version the selector names; never checked first, then the oldest check;
// at most so many. Versions that reproductions themselves registered are not
// originals: where an alias or stage was moved to one, the version it
// reproduces stands in for it. When a version was checked is known from its tags
// and from past checks.
func Due(ctx context.Context, store mlflow.Store, s settings.Selecting, past []repro.Record, now time.Time) (DueList, error) {
	var list DueList
	models, err := store.RegisteredModels(ctx)
	if err != nil {
		return list, err
	}
	if models, list.Notes, err = withAlias(ctx, store, models, s.Models, s.Version); err != nil {
		return list, err
	}
	versions, err := store.ModelVersions(ctx, "")
	if err != nil {
		return list, err
	}
	of := map[string][]repro.ModelVersion{}
	for _, version := range versions {
		of[version.Name] = append(of[version.Name], version)
	}
	list.Unmatched = unmatched(s.Models, models)
	list.Notes = append(list.Notes, list.Unmatched...)
	fit := 0
	var chosen []repro.ModelVersion
	for _, model := range models {
		if !matches(s.Models, model.Name) {
			continue
		}
		fit++
		candidates := pick(model, of[model.Name], s.Version)
		if len(candidates) == 0 {
			if len(of[model.Name]) == 0 {
				list.Notes = append(list.Notes, model.Name+" has no versions")
			} else {
				list.Notes = append(list.Notes, fmt.Sprintf("%s has no version %s", model.Name, s.Version))
			}
			continue
		}
		chosen = append(chosen, candidates...)
	}
	if list.Empty = list.empty(fit, chosen, s); list.Empty != nil {
		return list, nil
	}
	runs, err := store.Runs(ctx, runIDs(chosen))
	if err != nil {
		return list, err
	}
	taken, checked := map[string]bool{}, lastChecks(past)
	for _, group := range byModel(chosen) {
		version, ok := original(group, of[group[0].Name], runs)
		if !ok {
			list.Notes = append(list.Notes, fmt.Sprintf("%s %s was registered by a reproduction, and its original is not here", group[0].Name, s.Version))
			continue
		}
		if taken[version.Name] {
			continue
		}
		taken[version.Name] = true
		list.add(version, checked[versionKey{version.Name, version.Version}], s.MinInterval, now)
	}
	slices.SortStableFunc(list.Due, func(a, b DueVersion) int {
		return cmp.Or(a.Checked.Compare(b.Checked), strings.Compare(a.Name, b.Name))
	})
	if s.MaxModels > 0 && len(list.Due) > s.MaxModels {
		list.OverLimit = len(list.Due) - s.MaxModels
		list.Due = list.Due[:s.MaxModels]
	}
	return list, nil
}

// A versionKey names a model version.
type versionKey struct{ name, version string }

// lastChecks says when each version was last checked.
func lastChecks(past []repro.Record) map[versionKey]time.Time {
	checked := map[versionKey]time.Time{}
	for _, record := range past {
		if key := (versionKey{record.Model, record.Version}); record.At.After(checked[key]) {
			checked[key] = record.At
		}
	}
	return checked
}

func (l *DueList) add(version repro.ModelVersion, checked time.Time, interval time.Duration, now time.Time) {
	due := DueVersion{Name: version.Name, Version: version.Version, RunID: version.RunID}
	if !checked.After(now.Add(24 * time.Hour)) { // a clock was wrong
		due.Checked = checked
	}
	if text := strings.TrimSpace(version.Tags[cause.CheckedTag]); text != "" {
		// A tag is anybody's text: one that is no time is no check.
		if at, err := time.Parse(time.RFC3339, text); err == nil && !at.After(now.Add(24*time.Hour)) && at.After(due.Checked) {
			due.Checked = at
		}
	}
	if !due.Checked.IsZero() && now.Sub(due.Checked) < interval {
		l.CheckedRecently++
		return
	}
	l.Due = append(l.Due, due)
}

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
