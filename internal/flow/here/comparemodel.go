package here

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// The model itself: equal metrics are no equal model. Where somebody asks, both models
// are loaded where the training ran, and predict for the input example of the original's.

// CompareModels has both models predict, while the place of the training stands.
func (p *Project) CompareModels(ctx context.Context, f *flow.Flow, spec string, result repro.Result, training train.Training, made collect.Collected) repro.ModelDelta {
	switch {
	case training.Predict == nil:
		return judge.NotCompared(spec, "the training did not run on this machine")
	case made.Run.ID == "" || f.Registry == nil:
		return judge.NotCompared(spec, "the reproduction has no tracking run, and so no model that can be found")
	case made.OwnStore:
		return judge.NotCompared(spec, "the training logged to a store of its own; let it log to the original's")
	}
	then, err := loggedBy(ctx, f.Registry, result.Original)
	if err != nil {
		return judge.NotCompared(spec, err.Error())
	}
	now, err := loggedBy(ctx, f.Registry, result.Reproduction)
	if err != nil {
		return judge.NotCompared(spec, err.Error())
	}
	uris, why := pairModels(result.Plan.Model, then, now)
	if why != "" {
		return judge.NotCompared(spec, why)
	}
	f.Say("compare-model: loads " + uris[0] + " and " + uris[1] + " with the Python that trained")
	both, err := training.Predict(ctx, uris)
	if err != nil {
		delta := judge.NotCompared(spec, printable.OneLine(err.Error(), 1000))
		delta.Original, delta.Reproduced = uris[0], uris[1]
		return delta
	}
	delta := judge.ComparePredictions(spec, both[0], both[1])
	delta.Original, delta.Reproduced = uris[0], uris[1]
	return delta
}

// loggedBy lists the models of a run: as MLflow 3 keeps them, else by the tag of MLflow 2.
func loggedBy(ctx context.Context, registry *mlflow.Registry, run repro.Run) ([]string, error) {
	models, err := registry.LoggedModels(ctx, run)
	if err != nil {
		return nil, fmt.Errorf("the models of run %s could not be listed: %w", run.ID, err)
	}
	var uris []string
	for _, model := range models {
		uris = append(uris, model.Source)
	}
	if len(uris) > 0 {
		return uris, nil
	}
	for _, folder := range lineage.LoggedFolders(run) {
		uris = append(uris, "runs:/"+run.ID+"/"+folder)
	}
	return uris, nil
}

// pairModels chooses the model of each run: the one that was registered, or its only one;
// of several of the reproduction, the one that lies in a folder of the same name. why says
// that nothing chooses.
func pairModels(version repro.ModelVersion, then, now []string) (uris [2]string, why string) {
	registered := ""
	if version.ModelID != "" {
		registered = "models:/" + version.ModelID
	} else if strings.HasPrefix(version.Source, "runs:/") {
		registered = version.Source
	}
	switch {
	case registered != "":
		uris[0] = registered
	case len(then) == 1:
		uris[0] = then[0]
	case len(then) == 0:
		return uris, "the original logged no model"
	default:
		return uris, fmt.Sprintf("the original logged %d models, and nothing says which is meant; name a registered version", len(then))
	}
	switch {
	case len(now) == 1:
		uris[1] = now[0]
		return uris, ""
	case len(now) == 0:
		return uris, "the reproduction logged no model"
	}
	for _, uri := range now {
		if strings.HasPrefix(uri, "runs:/") && path.Base(uri) == path.Base(uris[0]) {
			if uris[1] != "" {
				return uris, fmt.Sprintf("the reproduction logged several models as %s", path.Base(uri))
			}
			uris[1] = uri
		}
	}
	if uris[1] == "" {
		return uris, fmt.Sprintf("the reproduction logged %d models, and nothing says which is the original's", len(now))
	}
	return uris, ""
}
