package mlflow_test

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
)

// TestReadOriginal_commit has the ways in which people write the commit of a training into a
// file: it is the original's, and so is what they say of changes that nobody committed.
func TestReadOriginal_commit(t *testing.T) {
	t.Parallel()
	const dirty = " dirty"
	a, b := strings.Repeat("ab12", 10), strings.Repeat("cd34", 10)
	for text, want := range map[string]string{
		`"git_commit": "A"`:                 "A",
		`"commit": "A"`:                     "A",
		`"commit_hash": "A"`:                "A",
		`"commit_sha": "A"`:                 "A",
		`"commit_id": "A"`:                  "A",
		`"git_hash": "A"`:                   "A",
		`"git_commit_hash": "A"`:            "A",
		`"git_revision": "A"`:               "A",
		`"vcs_revision": "A"`:               "A",
		`"source_version": "A"`:             "A",
		`"code_version": "A"`:               "A",
		`"gitCommit": "A"`:                  "A",
		`"GIT_COMMIT": "A"`:                 "A",
		`"git-commit": "A"`:                 "A",
		`"sha": "A"`:                        "A",
		`"revision": "A"`:                   "A",
		`"rev": "A"`:                        "A",
		`"git": "A"`:                        "A",
		`"commit": "LARGE"`:                 "A",
		`"commit": "A7"`:                    "A7",
		`"commit": "A-dirty"`:               "A" + dirty,
		`"git_version": "v1.2-3-gA7-dirty"`: "A7" + dirty,
		`"git": {"commit": "A", "branch": "main", "dirty": true}`:                                    "A" + dirty,
		`"git": {"sha": "A", "dirty": false}`:                                                        "A",
		`"vcs": {"hash": "A7"}`:                                                                      "A7",
		`"commit": {"sha": "A", "message": "x"}`:                                                     "A",
		`"commit": "A", "git_dirty": true`:                                                           "A" + dirty,
		`"tags": {"mlflow.source.git.commit": "A"}`:                                                  "A",
		`"tags": [{"key": "mlflow.source.git.commit", "value": "A"}]`:                                "A",
		`"tags.mlflow.source.git.commit": "A", "tags.x": null`:                                       "A",
		`"params": {"git_commit": "A7", "revision": "B"}`:                                            "A7",
		`"commit": "A7", "tags": {"mlflow.source.git.commit": "A"}`:                                  "A",
		`"commit": "A", "dataset": {"commit": "B"}, "base_commit": "B", "data": {"git_commit": "B"}`: "A",
		`"base_model": "bert-base-uncased", "revision": "B"`:                                         "",
		`"commit": "A", "model_name_or_path": "x", "revision": "B"`:                                  "A",
		`"base_model": "x", "git": {"revision": "A"}`:                                                "A",
		`"git": {"sha": "1234567"}`:                                                                  "1234567",
		`"sha": "1234567"`:                                                                           "",
		`"tags": {"git_commit": "main"}`:                                                             "",
		`"other": {"git_commit": "A"}`:                                                               "",
		`"hash": "A", "md5": "A"`:                                                                    "",
		`"sha": "AA64", "rev": "20240101", "revision": 1234567`:                                      "",
		`"tags": null, "git": null`:                                                                  "",
		`"commit": "B", "tags": {"mlflow.source.git.commit": "A"}`:                                   "refused",
		`"revision": "B", "sha": "A"`:                                                                "refused",
		`"commit": "B7", "git_sha": "A"`:                                                             "refused",
		`"commit": "A", "params": {"git_commit": "B"}`:                                               "refused",
	} {
		filled := text
		for _, pair := range [][2]string{{"AA64", strings.Repeat("ab12", 16)}, {"A7", a[:7]}, {"B7", b[:7]}, {`"A`, `"` + a}, {`"B`, `"` + b}, {"LARGE", strings.ToUpper(a)}} {
			filled = strings.ReplaceAll(filled, pair[0], pair[1])
		}
		data := []byte(`{"run_id": "abc", ` + filled + `}`)
		run, err := mlflow.ReadOriginal(data)
		commit := run.Tags["git_commit"] + run.Tags["mlflow.source.git.commit"]
		said := strings.TrimSuffix(want, dirty)
		switch said = strings.NewReplacer("A7", a[:7], "A", a).Replace(said); {
		case want == "refused":
			if err == nil || !strings.Contains(err.Error(), "two commits") || !strings.Contains(err.Error(), b[:7]) {
				t.Errorf("%s: %v, %v", text, run.Tags, err)
			}
			if run, err := mlflow.ReadMetadata(data); err != nil || run.ID != "abc" || len(run.Tags) > 0 {
				t.Errorf("%s: read as %v, %v", text, run, err)
			}
		case err != nil || commit != said || (lineage.RecordedDirt(run) != "") != strings.HasSuffix(want, dirty):
			t.Errorf("%s: %v, %v", text, run.Tags, err)
		case len(said) == 40 && lineage.RecordedCommit(run).Value != said:
			t.Errorf("%s: recorded is %v", text, lineage.RecordedCommit(run))
		}
	}
}

// TestReadOriginal_shapes: a run of search_runs in each way that pandas writes a table, and
// what MLflow's REST interface answers of one, are that run.
func TestReadOriginal_shapes(t *testing.T) {
	t.Parallel()
	commit := strings.Repeat("ab12", 10)
	const row = `"run_id": "abc", "metrics.loss": 0.5, "params.lr": "0.1", "tags.mlflow.source.git.commit": "COMMIT"`
	for name, text := range map[string]string{
		"records":  `[{` + row + `}]`,
		"index":    `{"0": {` + row + `}}`,
		"columns":  `{"run_id": {"0": "abc"}, "metrics.loss": {"0": 0.5}, "params.lr": {"0": "0.1"}, "tags.mlflow.source.git.commit": {"0": "COMMIT"}}`,
		"split":    `{"columns": ["run_id", "metrics.loss", "params.lr", "tags.mlflow.source.git.commit"], "index": [0], "data": [["abc", 0.5, "0.1", "COMMIT"]]}`,
		"table":    `{"schema": {"fields": []}, "data": [{"index": 0, ` + row + `}]}`,
		"runs/get": `{"run": {"info": {"run_id": "abc", "status": "FINISHED"}, "data": {"metrics": [{"key": "loss", "value": 0.5, "step": 3}], "params": [{"key": "lr", "value": "0.1"}], "tags": [{"key": "mlflow.source.git.commit", "value": "COMMIT"}]}}}`,
		"the run":  `{"info": {"run_uuid": "abc"}, "data": {"metrics": {"loss": 0.5}, "params": {"lr": "0.1"}, "tags": {"mlflow.source.git.commit": "COMMIT"}}, "inputs": {}}`,
		"one map":  `{` + row + `}`,
		"lists":    `{"run_id": "abc", "metrics": [{"key": "loss", "value": 0.5}], "params": [{"key": "lr", "value": "0.1"}], "tags": [{"key": "mlflow.source.git.commit", "value": "COMMIT"}]}`,
	} {
		run, err := mlflow.ReadOriginal([]byte(strings.ReplaceAll(text, "COMMIT", commit)))
		loss, _ := run.Metrics.Get("loss")
		lr, _ := run.Params.Get("lr")
		if err != nil || run.ID != "abc" || loss != 0.5 || lr != "0.1" || lineage.RecordedCommit(run).Value != commit || len(run.Metrics)+len(run.Params) != 2 {
			t.Errorf("%s: %+v, %v", name, run, err)
		}
	}
	for text, part := range map[string]string{
		`[{` + row + `}, {` + row + `}]`:                                                                                   "2 runs",
		`{"columns": ["run_id"], "data": [["a"], ["b"]]}`:                                                                  "2 runs",
		`{"columns": ["run_id", "params.lr"], "data": [["a"]]}`:                                                            "not as many values",
		`{"run_id": {"0": "a", "1": "b"}, "params.lr": {"0": "1", "1": "2"}}`:                                              "2 runs",
		`{"run_id": {}, "params.lr": {}}`:                                                                                  "no run in it",
		`{"run": {"info": {"run_id": "a"}, "data": {"metrics": [{"key": "f1"}]}}}`:                                         "no number",
		`{"run": {"info": {"run_id": "a"}, "data": {"params": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}}}`: "twice",
	} {
		if run, err := mlflow.ReadOriginal([]byte(text)); err == nil {
			t.Errorf("%s: %+v", text, run)
		} else {
			wantParts(t, err, part)
		}
	}
}
