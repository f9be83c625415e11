package mlflow

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// recordOf is the one run of a metadata file as a map with run_id, params, metrics and tags:
// the file's own, what MLflow's REST interface answers of a run, or a run of search_runs in the
// ways that pandas writes a table: records, split, table, index and columns.
func recordOf(root *doc.Node) (*doc.Node, error) {
	if run := root.Get("run"); run.Get("info") != nil {
		return ofREST(run), nil
	}
	if root.Get("info") != nil && root.Get("data") != nil {
		return ofREST(root), nil
	}
	data := root.Get("data")
	switch columns := root.Get("columns").Items(); {
	case root.Kind == doc.List:
		return onlyOf(root.Values, root)
	case len(columns) > 0 && data != nil:
		row, err := onlyOf(data.Items(), root)
		if err != nil {
			return nil, err
		}
		if row.Kind != doc.List || len(row.Values) != len(columns) {
			return nil, fmt.Errorf("model metadata: line %d: the row has not as many values as there are columns", row.Line)
		}
		return &doc.Node{Kind: doc.Map, Keys: columns, Values: row.Values, Line: row.Line}, nil
	case root.Get("schema") != nil && data.Items() != nil:
		return onlyOf(data.Items(), root)
	case root.Kind == doc.Map && len(root.Keys) == 1 && isColumns(root.Values[0]):
		return root.Values[0], nil
	case isColumns(root) && !slices.ContainsFunc(root.Values, func(value *doc.Node) bool { return value.Kind != doc.Map }):
		return ofColumns(root)
	}
	return root, nil
}

// isColumns says whether a map has columns of search_runs.
func isColumns(node *doc.Node) bool {
	return node != nil && node.Kind == doc.Map && slices.ContainsFunc(node.Keys, func(key *doc.Node) bool {
		return strings.HasPrefix(key.Text, "metrics.") || strings.HasPrefix(key.Text, "params.")
	})
}

// onlyOf is the only run of several.
func onlyOf(runs []*doc.Node, root *doc.Node) (*doc.Node, error) {
	switch len(runs) {
	case 0:
		return root, nil
	case 1:
		return runs[0], nil
	}
	return nil, fmt.Errorf("model metadata: there are %d runs in it; leave the one that is to be reproduced", len(runs))
}

// ofColumns is the run of a table of which each column is a map of rows.
func ofColumns(root *doc.Node) (*doc.Node, error) {
	made := &doc.Node{Kind: doc.Map, Line: root.Line}
	for i, key := range root.Keys {
		value, err := onlyOf(root.Values[i].Values, root)
		if err != nil {
			return nil, err
		}
		if value == root {
			return nil, errors.New("model metadata: there is no run in it")
		}
		made.Keys, made.Values = append(made.Keys, key), append(made.Values, value)
	}
	return made, nil
}

// ofREST is a run as MLflow's REST interface writes it.
func ofREST(run *doc.Node) *doc.Node {
	made := &doc.Node{Kind: doc.Map, Line: run.Line}
	set := func(name string, value *doc.Node) {
		if value != nil {
			made.Keys, made.Values = append(made.Keys, &doc.Node{Text: name, Quoted: true, Line: value.Line}), append(made.Values, value)
		}
	}
	if set("run_id", run.Get("info", "run_id")); run.Get("info", "run_id") == nil {
		set("run_id", run.Get("info", "run_uuid"))
	}
	for _, name := range []string{"params", "metrics", "tags"} {
		values := run.Get("data", name)
		if items := values.Items(); len(items) > 0 {
			values = mapOf(items)
		} else if values != nil && values.Kind == doc.List {
			continue
		}
		set(name, values)
	}
	return made
}
