package mlflow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What an error lists at most: enough to choose from, few enough to read.
const mostShown = 8

// noSuchModel adds the names that are nearest to the one that was typed. It
// asks for them only now; where the list cannot be had, the error stands alone.
func noSuchModel(ctx context.Context, store Store, ref repro.ModelRef, err error) error {
	models, listErr := store.RegisteredModels(ctx)
	if listErr != nil {
		return fmt.Errorf("resolve %s: %w; its models cannot be listed: %w", ref, err, listErr)
	}
	if len(models) == 0 {
		return fmt.Errorf("resolve %s: model %w: the registry has no models; name the training's run instead: --run-id RUN_ID", ref, ErrNotFound)
	}
	names := make([]string, len(models))
	for i, model := range models {
		names[i] = model.Name
	}
	near := nearest(ref.Name, names)
	for _, some := range [][]string{names, near} {
		for i, name := range some {
			if strings.Contains(name, "@") { // typed as it is, what is after the @ is an alias
				some[i] = "models:/" + name + "/latest"
			}
		}
	}
	if len(near) > 0 {
		return fmt.Errorf("resolve %s: model %w; did you mean %s?", ref, ErrNotFound, list(near))
	}
	return fmt.Errorf("resolve %s: model %w; the registry has %s", ref, ErrNotFound, list(names))
}

// noSuchVersion tells whether it is the model or only the version that is not
// there, and lists what is.
func noSuchVersion(ctx context.Context, store Store, ref repro.ModelRef, err error) error {
	model, modelErr := store.RegisteredModel(ctx, ref.Name)
	switch {
	case errors.Is(modelErr, ErrNotFound):
		return noSuchModel(ctx, store, ref, modelErr)
	case modelErr != nil:
		return err
	}
	return fmt.Errorf("resolve %s: version %w; %s", ref, ErrNotFound, whatThereIs(ctx, store, model, ""))
}

// whatThereIs lists the aliases, stages and versions of a model, after the word that was probably
// meant by the one that was typed.
func whatThereIs(ctx context.Context, store Store, model Model, typed string) string {
	var parts []string
	meant := ""
	if aliases := model.aliasNames(); len(aliases) > 0 {
		parts = append(parts, "aliases "+list(aliases))
	}
	var inUse []string
	for _, version := range model.Newest {
		if version.Stage != "" {
			inUse = append(inUse, version.Stage)
		}
	}
	slices.Sort(inUse)
	if best := wording.Nearest(typed, slices.Concat(model.aliasNames(), inUse, []string{"latest"})); best != "" && typed != "" {
		meant = "did you mean " + oneLine(best) + "? "
	}
	if len(inUse) > 0 {
		parts = append(parts, "stages "+list(inUse))
	}
	if versions, err := store.ModelVersions(ctx, model.Name); err == nil && len(versions) > 0 {
		numbers := make([]string, len(versions))
		for i, version := range versions {
			numbers[i] = version.Version
		}
		parts = append(parts, "versions "+list(numbers))
	}
	if len(parts) == 0 {
		return meant + "this model has no aliases, stages or versions"
	}
	return meant + "this model has " + strings.Join(parts, "; ")
}

// list joins the first few names and counts the rest.
func list(names []string) string {
	shown := slices.Clone(names)
	for i := range shown[:min(len(shown), mostShown)] {
		shown[i] = oneLine(shown[i])
	}
	return wording.ListUpTo(shown, mostShown)
}

// nearest gives the names that one might have meant, nearest first: the same
// but for case, one containing the other, or at most a third of it mistyped.
func nearest(typed string, names []string) []string {
	type near struct {
		name string
		off  int
	}
	var found []near
	word := strings.ToLower(typed)
	for _, name := range names {
		lower := strings.ToLower(name)
		off := wording.EditDistance(beginning(word), beginning(lower))
		if len(word) >= 3 && (strings.Contains(lower, word) || strings.Contains(word, lower)) {
			off = min(off, 1)
		}
		if off <= (len(word)+1)/3 {
			found = append(found, near{name, off})
		}
	}
	order.Stable(found, func(a, b near) int { return cmp.Or(cmp.Compare(a.off, b.off), cmp.Compare(a.name, b.name)) })
	var result []string
	for _, candidate := range found[:min(len(found), 3)] {
		result = append(result, candidate.name)
	}
	return result
}

// beginning is enough to tell names by, and bounds what is compared.
func beginning(name string) string { return name[:min(len(name), 64)] }
