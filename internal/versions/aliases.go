package versions

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// maxAliasQuestions bounds how many models are asked for an alias by name: each
// is a request.
const maxAliasQuestions = 100

// withAlias asks for the alias that a selector may mean, model by model, where
// the registry's lists hold no alias at all: there are such registries, which
// answer for an alias by its name. The notes say what was not asked.
func withAlias(ctx context.Context, store mlflow.Store, models []mlflow.Model, s settings.Selecting) ([]mlflow.Model, []string, error) {
	if slices.ContainsFunc(models, func(m mlflow.Model) bool { return len(m.Aliases) > 0 }) {
		return models, nil, nil
	}
	models = slices.Clone(models)
	asked, left := 0, 0
	for i, model := range models {
		selector, _ := s.VersionOf(model.Name)
		named := selector.Kind == repro.SelectAlias || selector.Kind == repro.SelectWord
		if !named || !matches(s.Models, model.Name) {
			continue
		}
		if asked == maxAliasQuestions {
			left++
			continue
		}
		asked++
		version, err := store.AliasVersion(ctx, model.Name, selector.Text)
		switch {
		case errors.Is(err, mlflow.ErrNotFound):
		case err != nil:
			return models, nil, err
		default:
			models[i].Aliases = map[string]string{selector.Text: version.Version}
		}
	}
	if left == 0 {
		return models, nil, nil
	}
	return models, []string{fmt.Sprintf("%d more models were not searched for %s: this registry cannot list aliases, and at most %d models are searched one by one; name fewer models", left, s.VersionText(), maxAliasQuestions)}, nil
}
