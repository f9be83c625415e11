package mlflow

import (
	"bytes"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The shapes of MLflow's answers, only the fields this package uses. Unset and
// empty fields are left out by servers, so every field may be missing.
// https://mlflow.org/docs/latest/api_reference/rest-api.html

type wireTag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func tagMap(tags []wireTag) map[string]string {
	m := make(map[string]string, len(tags))
	for _, tag := range tags {
		m[tag.Key] = tag.Value
	}
	return m
}

type wireMetric struct {
	Key       string     `json:"key"`
	Value     *doc.Float `json:"value"`
	Timestamp doc.Int    `json:"timestamp"`
	Step      doc.Int    `json:"step"`
}

// wireFile is a file or a directory of a listing.
type wireFile struct {
	Path string  `json:"path"`
	Dir  bool    `json:"is_dir"`
	Size doc.Int `json:"file_size"`
}

type wireRun struct {
	Info struct {
		RunID      string  `json:"run_id"`
		RunUUID    string  `json:"run_uuid"` // what servers before 1.0 call it
		Name       string  `json:"run_name"`
		Experiment label   `json:"experiment_id"`
		Status     string  `json:"status"`
		Start      doc.Int `json:"start_time"`
		End        doc.Int `json:"end_time"`
		Lifecycle  string  `json:"lifecycle_stage"`
	} `json:"info"`
	Data struct {
		Metrics []wireMetric `json:"metrics"`
		Params  []wireTag    `json:"params"`
		Tags    []wireTag    `json:"tags"`
	} `json:"data"`
	Inputs struct {
		Datasets []struct {
			Tags    []wireTag `json:"tags"`
			Dataset struct {
				Name    string `json:"name"`
				Digest  string `json:"digest"`
				Source  string `json:"source"`
				Profile string `json:"profile"`
			} `json:"dataset"`
		} `json:"dataset_inputs"`
	} `json:"inputs"`
}

// run turns an answer into a run. A metric without a value is an error: to
// leave it out would hide it from the comparison, and to call it 0 would be a lie.
func (w wireRun) run() (repro.Run, error) {
	run := repro.Run{
		ID:           w.Info.RunID,
		Name:         w.Info.Name,
		ExperimentID: string(w.Info.Experiment),
		Status:       repro.RunStatus(w.Info.Status),
		Deleted:      w.Info.Lifecycle == "deleted",
		Started:      millis(int64(w.Info.Start)),
		Ended:        millis(int64(w.Info.End)),
		Params:       repro.NewParams(tagMap(w.Data.Params)),
		Tags:         tagMap(w.Data.Tags),
		Metrics:      repro.Metrics{},
	}
	if run.ID == "" {
		run.ID = w.Info.RunUUID
	}
	if name, twice := contradiction(w.Data.Params); twice {
		return repro.Run{}, fmt.Errorf("param %s: the answer has two values for it", shown(name))
	}
	for _, metric := range w.Data.Metrics {
		if metric.Value == nil {
			return repro.Run{}, fmt.Errorf("metric %s: the answer has no value for it", shown(metric.Key))
		}
		run.Metrics = append(run.Metrics, repro.Metric{
			Name: metric.Key, Value: unclamp(float64(*metric.Value)), Step: int64(metric.Step), At: millis(int64(metric.Timestamp)),
		})
	}
	for _, input := range w.Inputs.Datasets {
		run.Datasets = append(run.Datasets, repro.Dataset{
			Name: input.Dataset.Name, Digest: input.Dataset.Digest, Source: input.Dataset.Source,
			Context: tagMap(input.Tags)[datasetContextTag], Profile: input.Dataset.Profile,
		})
	}
	run = settleRun(run)
	for i := 1; i < len(run.Metrics); i++ {
		if run.Metrics[i].Name == run.Metrics[i-1].Name {
			return repro.Run{}, fmt.Errorf("metric %s: the answer has it twice", shown(run.Metrics[i].Name))
		}
	}
	return run, nil
}

// contradiction finds a key that has two different values.
func contradiction(pairs []wireTag) (string, bool) {
	values := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		if old, ok := values[pair.Key]; ok && old != pair.Value {
			return pair.Key, true
		}
		values[pair.Key] = pair.Value
	}
	return "", false
}

// datasetContextTag says what a dataset was for.
const datasetContextTag = "mlflow.data.context"

// settleRun puts what a store has read into the order every store promises.
func settleRun(run repro.Run) repro.Run {
	if run.Name == "" {
		run.Name = run.Tags["mlflow.runName"]
	}
	order.By(run.Metrics, byMetric)
	order.By(run.Datasets, byDataset)
	return run
}

// A wireAlias is an alias of a version: a text on MLflow's own servers, an
// object with the version beside it on Databricks.
type wireAlias struct {
	Alias   string `json:"alias"`
	Version label  `json:"version"`
}

// UnmarshalJSON accepts "champion" and {"alias": "champion", "version": "3"}.
func (a *wireAlias) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return doc.DecodeJSON(bytes.NewReader(data), maxFile, &a.Alias)
	}
	type plain wireAlias
	return doc.DecodeJSON(bytes.NewReader(data), maxFile, (*plain)(a))
}

type wireVersion struct {
	Name    string      `json:"name"`
	Version label       `json:"version"`
	Created doc.Int     `json:"creation_timestamp"`
	Stage   string      `json:"current_stage"`
	Source  string      `json:"source"`
	RunID   string      `json:"run_id"`
	RunLink string      `json:"run_link"`
	ModelID string      `json:"model_id"`
	Tags    []wireTag   `json:"tags"`
	Aliases []wireAlias `json:"aliases"`
}

func (w wireVersion) version() repro.ModelVersion {
	version := repro.ModelVersion{
		Name: w.Name, Version: string(w.Version), Stage: w.Stage, RunID: w.RunID, RunLink: w.RunLink,
		Source: w.Source, ModelID: w.ModelID, Created: millis(int64(w.Created)), Tags: tagMap(w.Tags),
	}
	for _, alias := range w.Aliases {
		version.Aliases = append(version.Aliases, alias.Alias)
	}
	return settleVersion(version)
}

type wireModel struct {
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Updated     doc.Int       `json:"last_updated_timestamp"`
	Newest      []wireVersion `json:"latest_versions"`
	Tags        []wireTag     `json:"tags"`
	Aliases     []wireAlias   `json:"aliases"`
}

func (w wireModel) model() Model {
	model := Model{
		Name: w.Name, Description: w.Description, Tags: tagMap(w.Tags),
		Aliases: map[string]string{}, Updated: millis(int64(w.Updated)),
	}
	for _, alias := range w.Aliases {
		model.Aliases[alias.Alias] = string(alias.Version)
	}
	for _, version := range w.Newest {
		model.Newest = append(model.Newest, version.version())
	}
	return model.ordered()
}
