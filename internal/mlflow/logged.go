package mlflow

import (
	"context"
	"errors"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow/rest"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxLogged is how many models of one run are looked at.
const maxLogged = 10

// loggedModel is a model as a run logged it, without a registry.
func loggedModel(id, runID string) repro.ModelVersion {
	return repro.ModelVersion{RunID: runID, ModelID: id, Source: "models:/" + id}
}

func (s *server) LoggedModels(ctx context.Context, run repro.Run) ([]repro.ModelVersion, error) {
	if !repro.IsRunID(run.ID) || run.ExperimentID == "" {
		return nil, nil
	}
	var answer struct {
		Models []struct {
			Info struct {
				ID  string `json:"model_id"`
				Run string `json:"source_run_id"`
			} `json:"info"`
		} `json:"models"`
	}
	body := map[string]any{
		"experiment_ids": []string{run.ExperimentID}, "filter": "source_run_id = '" + run.ID + "'", "max_results": maxLogged,
	}
	err := s.Ask(ctx, rest.Request{Doing: "search the models of run " + run.ID, Path: api + "/logged-models/search", Body: body}, &answer)
	if errors.Is(err, rest.ErrNoEndpoint) || errors.Is(err, ErrNotFound) { // servers before 3.0
		return nil, nil
	}
	var models []repro.ModelVersion
	for _, model := range answer.Models {
		if id := model.Info.ID; model.Info.Run == run.ID && id != "" && modelID.FindString(id) == id {
			models = append(models, loggedModel(id, run.ID))
		}
	}
	return models, err
}

func (f *files) LoggedModels(_ context.Context, run repro.Run) ([]repro.ModelVersion, error) {
	if !oneName(run.ExperimentID) {
		return nil, nil
	}
	dir := path.Join(run.ExperimentID, "models")
	names, err := f.dirs(dir)
	if err != nil {
		return nil, nil //nolint:nilerr // a store from before has no such folder
	}
	var models []repro.ModelVersion
	made := map[string]string{}
	for _, name := range names {
		entry, err := f.meta(path.Join(dir, name))
		if err == nil && entry.text("source_run_id") == run.ID && modelID.FindString(name) == name {
			models = append(models, loggedModel(name, run.ID))
			made[name] = entry.text("creation_timestamp")
		}
	}
	order.Stable(models, func(a, b repro.ModelVersion) int { return strings.Compare(made[b.ModelID], made[a.ModelID]) })
	return models[:min(len(models), maxLogged)], nil
}
