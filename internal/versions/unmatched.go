package versions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says which names no model of a registry has, with the name that was probably
// meant.

// namesOf are the names of models.
func namesOf(models []mlflow.Model) []string {
	names := make([]string, 0, len(models))
	for _, model := range models {
		names = append(names, model.Name)
	}
	return names
}

// fitsNone says whether a glob is none of the names.
func fitsNone(glob string, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return wording.MatchGlob(glob, name) })
}

// meant ends a sentence about a glob that no model fits.
func meant(glob string, names []string) string {
	if strings.ContainsAny(glob, "?[") {
		return "; the only wildcard is *, which stands for any text"
	}
	if name, with := withoutVersion(glob); with && !fitsNone(name, names) {
		return "; an entry is for a model and all its versions: write " + name
	}
	if best := nearestGlob(glob, names); best != "" {
		return fmt.Sprintf("; did you mean %s?", best)
	}
	return ""
}

// withoutVersion takes an alias, a number or a stage from what may name one, as MLflow and
// the commands write it: churn@champion, churn/7, models:/churn/7. No model's name has a
// slash or a colon.
func withoutVersion(glob string) (name string, with bool) {
	name = strings.TrimLeft(strings.TrimPrefix(glob, "models:"), "/")
	if at := strings.IndexAny(name, "@/:"); at > 0 {
		name = name[:at]
	}
	return strings.TrimSpace(name), name != glob
}

// noModels is said of a registry in which nobody has registered anything: no list of it helps.
const noModels = "the registry has no models; register one, or reproduce a training by its run: reproduce run --run-id RUN_ID"

// unmatched names the globs that no model fits.
func unmatched(globs []string, models []mlflow.Model) (sentences []string) {
	names := namesOf(models)
	if len(names) == 0 {
		return []string{noModels}
	}
	for _, glob := range globs {
		if fitsNone(glob, names) {
			sentences = append(sentences, "no registered model matches "+glob+meant(glob, names))
		}
	}
	return sentences
}

// unused names the entries of the configuration file that no model fits: a tolerance
// that does not count is one that somebody relies on. A registry without a model tells
// nothing of them.
func unused(entries []settings.Entry, models []mlflow.Model) (sentences []string) {
	names := namesOf(models)
	for _, entry := range entries {
		if len(names) > 0 && fitsNone(entry.Glob, names) {
			sentences = append(sentences, fmt.Sprintf("%s: no registered model matches %s, so its settings count for none%s", entry.At, entry.Glob, meant(entry.Glob, names)))
		}
	}
	return sentences
}

// UnusedFor names the entries of the configuration file that may have been meant for a
// model, and that fit no registered one. The registry is asked only where one names a version
// of the model, or where the model has no entry of its own name and another is like it.
func UnusedFor(ctx context.Context, store mlflow.Store, entries []settings.Entry, model string) []string {
	var like, of []settings.Entry
	own := false
	for _, entry := range entries {
		name, with := withoutVersion(entry.Glob)
		switch {
		case wording.MatchGlob(entry.Glob, model):
			own = own || entry.Glob == model
		case with && wording.MatchGlob(name, model):
			of = append(of, entry)
		case nearestGlob(entry.Glob, []string{model}) != "":
			like = append(like, entry)
		}
	}
	if own {
		like = nil
	}
	if model == "" || len(of)+len(like) == 0 {
		return nil
	}
	models, err := store.RegisteredModels(ctx)
	if err != nil { // the check itself tells what is wrong with the registry
		models, like = []mlflow.Model{{Name: model}}, nil
	}
	return unused(append(of, like...), models)
}
