package mlflow

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// MetadataFile is where training code commonly leaves the id of its run.
const MetadataFile = "models/model_metadata.json"

// ReadMetadata reads models/model_metadata.json, by which a repository says
// what its model was trained with where no server is at hand:
//
//	{"run_id": "3f2a…", "params": {"lr": "1e-05"}, "metrics": {"f1": 0.93}}
//
// Params are kept as text, a number with every digit it has in the file. At
// least one of run_id and params must be there. Where there are no metrics, the
// numbers beside run_id that are metrics by their names are, as many trainings
// write them; Aside of the result names what else may be one. metrics.f1 and params.lr, as
// MLflow's search_runs names its columns, are a metric and a param; recordOf has the further
// shapes. A file that names two commits names none.
// From of the result is "model metadata", for a caller that knows the path to
// replace.
func ReadMetadata(data []byte) (repro.Run, error) {
	run, _, err := readMetadata(data)
	return run, err
}

// ReadOriginal is ReadMetadata of a file that is taken at its word for an original: it is
// refused where it names two commits.
func ReadOriginal(data []byte) (repro.Run, error) {
	run, doubt, err := readMetadata(data)
	return run, cmp.Or(err, doubt)
}

// readMetadata is ReadMetadata; doubt says why the file names no single commit.
func readMetadata(data []byte) (run repro.Run, doubt, err error) {
	root, err := doc.Read(doc.JSON, data, maxFile)
	if err == nil {
		root, err = recordOf(root)
	} else {
		err = fmt.Errorf("model metadata: %w", err)
	}
	if err != nil {
		return repro.Run{}, nil, err
	}
	run, err = ofRecord(root)
	if err == nil {
		run.Tags, doubt = commitTags(root)
	}
	return run, doubt, err
}

// ofRecord is the run of a map with run_id, params and metrics.
func ofRecord(root *doc.Node) (repro.Run, error) {
	run := repro.Run{Params: repro.Params{}, Metrics: repro.Metrics{}, From: "model metadata"}
	if id := root.Get("run_id"); id != nil {
		text, ok := id.Str()
		if !ok || !repro.IsRunID(text) {
			return repro.Run{}, fmt.Errorf("model metadata: line %d: run_id is no run id; MLflow's have 32 hex digits", id.Line)
		}
		run.ID = text
	}
	params, err := members(root, "params")
	if err != nil {
		return repro.Run{}, err
	}
	for name, value := range params {
		if value.Kind != doc.Scalar {
			return repro.Run{}, fmt.Errorf("model metadata: line %d: param %s is a %s; params are single values, as MLflow logs them", value.Line, shown(name), value.Kind)
		}
		run.Params = append(run.Params, repro.Param{Name: name, Value: paramText(value)})
	}
	metrics, err := members(root, "metrics")
	if err != nil {
		return repro.Run{}, err
	}
	for name, value := range metrics {
		number, ok := metricNumber(value)
		if !ok {
			return repro.Run{}, fmt.Errorf("model metadata: line %d: metric %s is no number", value.Line, shown(name))
		}
		run.Metrics = append(run.Metrics, repro.Metric{Name: name, Value: number})
	}
	run.Metrics, run.NotCompared = besideRunID(root, run.Params, run.Metrics)
	if none := root.Get("params"); run.ID == "" && len(run.Params) == 0 && (none == nil || none.Kind != doc.Map || len(run.Metrics) == 0) {
		return repro.Run{}, errors.New(`model metadata: neither run_id nor params in it; write {"run_id": "…", "params": {…}}, or of a training without params {"params": {}, "metrics": {…}}`)
	}
	order.By(run.Params, func(a, b repro.Param) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return settleRun(run), nil
}

// members gives the values of a map by name, and those that the root has as
// name.key; none where it is absent or null.
func members(root *doc.Node, name string) (map[string]*doc.Node, error) {
	values := map[string]*doc.Node{}
	if root.Kind == doc.Map {
		for i, key := range root.Keys {
			if column, ok := strings.CutPrefix(key.Text, name+"."); ok && column != "" && root.Values[i].Raw != "null" {
				values[column] = root.Values[i] // search_runs has null where another run has a value
			}
		}
	}
	node := root.Get(name)
	switch {
	case node == nil || node.Kind == doc.Scalar && node.Raw == "null":
		return values, nil
	case len(node.Items()) > 0 && node.Values[0].Get("key") != nil:
		node = mapOf(node.Items())
	case node.Kind != doc.Map:
		return nil, fmt.Errorf("model metadata: line %d: %s is no map of names to values", node.Line, name)
	}
	for i, key := range node.Keys {
		if values[key.Text] != nil {
			return nil, fmt.Errorf("model metadata: line %d: %s has %s twice", key.Line, name, shown(key.Text))
		}
		values[key.Text] = node.Values[i]
	}
	return values, nil
}

// paramText writes a JSON value as MLflow would have logged it: Python's str().
func paramText(value *doc.Node) string {
	switch {
	case value.Quoted:
		return value.Text
	case value.Text == "true":
		return "True"
	case value.Text == "false":
		return "False"
	case value.Text == "null":
		return "None"
	default:
		return value.Text
	}
}
