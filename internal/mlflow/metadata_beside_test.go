package mlflow_test

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
)

// TestReadMetadataBeside has the shapes in which trainings write their numbers: in a
// map, beside the run's id, and as the columns of MLflow's search_runs.
func TestReadMetadataBeside(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text             string
		metrics, params, aside []string
	}{
		{"a training of a DVC stage", `{"run_id": "ab12", "train_accuracy": 1.0, "test_accuracy": 0.9333333333333333, "model_type": "RandomForest", "params": {"n_estimators": 100, "max_depth": 5}}`,
			[]string{"test_accuracy", "train_accuracy"}, []string{"max_depth", "n_estimators"}, nil},
		{"experiment_RUN.json", `{"run_id": "ab12", "model_version": "10", "params": {"n": "100", "data_version": "98"}, "metrics": {"eval_f1": 0.9}, "tags": {"test_accuracy": "0.93"}, "git_commit": "1ea53d7", "threshold": 0.5}`,
			[]string{"eval_f1"}, []string{"data_version", "n"}, nil},
		{"a registered version", `{"name": "m", "version": 3, "stage": "Production", "run_id": "ab12", "creation_timestamp": 1712345678901, "accuracy": 0.9, "f1_score": 1, "recall": "0.93"}`,
			[]string{"accuracy", "f1_score", "recall"}, nil, nil},
		{"no metrics in the map", `{"run_id": "ab12", "metrics": {}, "accuracy": 0.9}`, []string{"accuracy"}, nil, nil},
		{"settings without a map", `{"run_id": "ab12", "lr": 0.01, "learning_rate": 1e-3, "epochs": 10, "max_depth": 6, "test_size": 0.2, "seed": 7.0, "dropout": 0.5, "loss": 2.5, "profit": 12.5}`,
			[]string{"loss", "profit"}, nil, []string{"lr", "learning_rate", "epochs", "max_depth", "test_size", "seed", "dropout"}},
		{"what quality is reckoned with", `{"run_id": "ab12", "accuracy_threshold": 0.5, "loss_weight": 0.1, "best_loss_epoch": 3, "f1_samples": 0.5, "trainSeconds": 12.5, "modelVersion": 1.0, "val/rmse": 3}`,
			[]string{"f1_samples", "val/rmse"}, nil, []string{"accuracy_threshold", "loss_weight", "best_loss_epoch", "trainSeconds"}},
		{"a param's name", `{"run_id": "ab12", "params": {"score_cut": 0.5}, "score_cut": 0.5, "auc": 0.7}`, []string{"auc"}, []string{"score_cut"}, nil},
		{"search_runs", `{"run_id": "ab12", "metrics.loss": 2.5, "metrics.f1": null, "params.lr": "0.01", "params.alpha": null, "tags.score": 0.5}`, []string{"loss"}, []string{"lr"}, nil},
		{"texts, switches and lists", `{"run_id": "ab12", "accuracy": true, "loss": null, "recall": "high", "f1": [0.5], "test_metrics": {"f1": 0.5}, "code": "12.5"}`, nil, nil, []string{"test_metrics.f1"}},
		{"metrics in other maps", `{"run_id": "ab12", "acc": 0.9, "eval": {"loss": 0.5, "rows": 100}, "results": {"f1": 1, "id": 7}, "tags": {"auc": 0.5}}`,
			[]string{"acc"}, nil, []string{"eval.loss", "results.f1"}},
		{"a metric beside the map", `{"run_id": "ab12", "metrics": {"f1": 0.5, "auc": 0.5}, "f1": 0.7, "auc": 0.5, "loss": 2.5, "threshold": 0.5}`,
			[]string{"auc", "f1"}, nil, []string{"f1", "loss"}},
		{"a column and a number at the top", `{"run_id": "ab12", "metrics.f1": 0.5, "f1": 0.7}`, []string{"f1"}, nil, []string{"f1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			run, err := mlflow.ReadMetadata([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			var metrics, params []string
			for _, metric := range run.Metrics {
				metrics = append(metrics, metric.Name)
			}
			for _, param := range run.Params {
				params = append(params, param.Name)
			}
			if !slices.Equal(metrics, test.metrics) || !slices.Equal(params, test.params) || !slices.Equal(run.NotCompared, test.aside) {
				t.Errorf("metrics %q, params %q, aside %q", metrics, params, run.NotCompared)
			}
		})
	}
}
