package versions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A DueList is what is due, and what was left out and why.
type DueList struct {
	due.Plan
	CheckedRecently int       // checked within the interval
	Notes           []string  // models that have no such version, or none that can be checked
	Latest          time.Time // the latest check that is known
	Slept           time.Time // by when a night should have checked something that was due, and none did; zero: none

	Unmatched []string // globs that no model fits, each as a sentence
	Unused    []string // entries of the configuration file that no model fits, each as a sentence
	Empty     error    // why nothing at all could ever be due; nil otherwise
	Vain      error    // why this night checks nothing of what is due; nil otherwise
}

// Warnings are the names that no model has. Where none has any, Empty says so.
func (l *DueList) Warnings() []string {
	if l.Empty != nil {
		return l.Unused
	}
	return append(slices.Clone(l.Unmatched), l.Unused...)
}

// empty says why a nightly would be green and have checked nothing: no model fits,
// or none has such a version. That all were checked lately is no such reason.
func (l *DueList) empty(fit int, chosen []repro.ModelVersion, lacks lacking, s settings.Selecting) error {
	const way = "; reproduce list --models '*' --version latest shows what there is"
	switch {
	case slices.Equal(l.Unmatched, []string{noModels}):
		return errors.New(noModels)
	case fit == 0:
		return fmt.Errorf("%s%s", strings.Join(l.Unmatched, "; "), way)
	case len(chosen) == 0 && fit == 1:
		return fmt.Errorf("the one model that matches has no version %s%s%s", s.VersionText(), lacks.meant(), way)
	case len(chosen) == 0:
		return fmt.Errorf("none of the %d models that match has a version %s%s%s", fit, s.VersionText(), lacks.meant(), way)
	}
	return nil
}

// Due plans the checks of a night: of the models that match, the version the selector
// names, in the order and within the limits of package due. Versions that
// reproductions themselves registered are not originals: where an alias or stage was
// moved to one, the version it reproduces stands in for it. What is known of a
// version is in its tags, in its run, in past checks and in the commits of the default
// branch.
func Due(ctx context.Context, store mlflow.Store, s settings.Selecting, past []repro.Check, commits due.CommitsSince, now time.Time) (DueList, error) {
	var list DueList
	models, err := store.RegisteredModels(ctx)
	if err != nil {
		return list, err
	}
	if models, list.Notes, err = withAlias(ctx, store, models, s); err != nil {
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
	list.Unused = unused(s.Entries, models)
	entry := map[string]mlflow.Model{}
	fit := 0
	var chosen []repro.ModelVersion
	var lacks lacking
	for _, model := range models {
		if !matches(s.Models, model.Name) {
			continue
		}
		fit++
		entry[model.Name] = model
		selector, _ := s.VersionOf(model.Name)
		candidates := pick(model, of[model.Name], selector)
		if len(candidates) == 0 {
			if len(of[model.Name]) == 0 {
				list.Notes = append(list.Notes, model.Name+" has no versions")
			} else {
				there := words(model, of[model.Name])
				lacks.selector, lacks.words = selector, append(lacks.words, there...)
				list.Notes = append(list.Notes, fmt.Sprintf("%s has no version %s%s", model.Name, selector, meantVersion(selector, there)))
			}
			continue
		}
		chosen = append(chosen, candidates...)
	}
	if list.Empty = list.empty(fit, chosen, lacks, s); list.Empty != nil {
		return list, nil
	}
	runs, err := runsOfNewest(ctx, store, byModel(chosen))
	if err != nil {
		return list, err
	}
	known, taken := newKnown(past, commits, s, now), map[string]bool{}
	var all []due.Candidate
	registered := map[string]time.Time{}
	var others []string
	nameless := 0
	for _, group := range byModel(chosen) {
		version, ok := original(group, of[group[0].Name], runs)
		if !ok {
			selector, _ := s.VersionOf(group[0].Name)
			list.Notes = append(list.Notes, fmt.Sprintf("%s %s was registered by a reproduction, and its original is not here", group[0].Name, selector))
			continue
		}
		if taken[version.Name] {
			continue
		}
		taken[version.Name] = true
		run := runs[version.RunID] // not there: the zero Run
		owner, other := ownerOf(s.Repository, entry[version.Name], version, run)
		switch {
		case owner == namesOther && !slices.Contains(s.Models, version.Name):
			others = append(others, version.Name+" ("+other+")")
			continue
		case owner == namesNone:
			nameless++
		}
		all = append(all, known.version(version, run))
		registered[version.Name] = version.Created
	}
	list.Notes = append(list.Notes, notOurs(others, nameless)...)
	if len(all) == 0 { // the notes say of each why
		why := list.Notes
		if len(others) > 0 {
			why = notOurs(others, 0)
		}
		list.Empty = errors.New(strings.Join(why, "; "))
		return list, nil
	}
	list.Latest, list.Slept = known.latest, known.slept(all, registered)
	var dueNow, later []due.Candidate
	for _, version := range all {
		if due.Due(version, s.MinInterval, now) {
			dueNow = append(dueNow, version)
		} else {
			later = append(later, version)
		}
	}
	list.CheckedRecently = len(later)
	list.Plan = due.Of(dueNow, later, due.Limits{Budget: s.Budget, PerModel: s.BudgetPerModel, Trainings: s.MaxModels, Interval: s.MinInterval, Every: known.every}, now)
	list.Forecast()
	if list.InVain() {
		list.Vain = inVain(list.Plan)
	}
	return list, nil
}

// inVain says why a night is for nothing, and the way out.
func inVain(p due.Plan) error {
	is, option := wording.Count(len(p.TooLong), "version is due and takes", "versions are due and take"), p.Limits.Option()
	way := "give a larger " + option
	if option == "budget" && p.Fits() {
		way += ", or leave out on purpose, with budget-per-model, what takes longer"
	}
	return fmt.Errorf("nothing is checked this night: %s longer than %s allows; %s", is, option, way)
}
