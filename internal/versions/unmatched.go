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
	if name, _, with := strings.Cut(glob, "@"); with && !fitsNone(name, names) {
		return "; an entry is for a model and all its versions: write " + name
	}
	if best := nearestGlob(glob, names); best != "" {
		return fmt.Sprintf("; did you mean %s?", best)
	}
	return ""
}

// unmatched names the globs that no model fits.
func unmatched(globs []string, models []mlflow.Model) (sentences []string) {
	names := namesOf(models)
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
// model, and that fit no registered one. The registry is asked only where the model has no
// entry of its own name and another is like it.
func UnusedFor(ctx context.Context, store mlflow.Store, entries []settings.Entry, model string) []string {
	var like []settings.Entry
	for _, entry := range entries {
		switch {
		case entry.Glob == model:
			return nil
		case !wording.MatchGlob(entry.Glob, model) && nearestGlob(entry.Glob, []string{model}) != "":
			like = append(like, entry)
		}
	}
	if model == "" || len(like) == 0 {
		return nil
	}
	models, err := store.RegisteredModels(ctx)
	if err != nil {
		return nil // the check itself tells what is wrong with the registry
	}
	return unused(like, models)
}
