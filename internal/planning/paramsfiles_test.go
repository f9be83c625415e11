package planning

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// Which files of a project are edited, by what dvc.yaml and the run say, from
// the files as a person has them.
func TestWhichParamsFilesAreEdited(t *testing.T) {
	t.Parallel()
	const pipeline = "vars:\n- HERE: pipelines/NAME\nstages:\n  NAME:\n    cmd: python NAME.py ${HERE}/params.yaml\n    wdir: ../..\n    params:\n    - ${HERE}/params.yaml:\n      - "
	monorepo := []string{
		"pipelines/fit/dvc.yaml", strings.ReplaceAll(pipeline, "NAME", "fit") + "fit\n    deps:\n    - ${data.source}\n",
		"pipelines/fit/params.yaml", "data:\n  source: data/b.csv\nfit:\n  depth: 4\n",
		"pipelines/score/dvc.yaml", strings.ReplaceAll(pipeline, "NAME", "score") + "data\n",
		"pipelines/score/params.yaml", "data:\n  source: data/new.csv\n",
	}
	const train = "stages:\n  train:\n    cmd: python train.py"
	for _, test := range []struct {
		story  string
		files  []string
		logged map[string]string
		tags   map[string]string
		edited []string
		warns  bool
	}{
		{"the pipeline that has all params", monorepo, map[string]string{"data.source": "data/a.csv", "fit.depth": "5"}, nil, []string{"pipelines/fit/params.yaml"}, false},
		{"the other pipeline is never touched", monorepo, map[string]string{"data.source": "data/b.csv", "fit.depth": "5"}, nil, []string{"pipelines/fit/params.yaml"}, false},
		{"nobody says which pipeline", monorepo, map[string]string{"data.source": "data/a.csv"}, nil, nil, false},
		{"a template takes the key", []string{"dvc.yaml", train + " ${train.lr}\n", "params.yaml", "train: {lr: 0.1}\n"}, map[string]string{"lr": "0.01"}, nil, []string{"params.yaml"}, false},
		{"nothing takes the key", []string{"dvc.yaml", train + "\n", "params.yaml", "train: {lr: 0.1}\n"}, map[string]string{"lr": "0.01"}, nil, []string{"params.yaml"}, true},
		{"a file of vars", []string{"dvc.yaml", "vars: [conf.json]\n" + train + " ${lr}\n", "conf.json", "{\"lr\": 0.1}\n"}, map[string]string{"lr": "0.01"}, nil, []string{"conf.json"}, false},
		{"params in Python", []string{"dvc.yaml", train + "\n    params: [lr, {params.py: [SEED]}]\n", "params.yaml", "lr: 0.1\n", "params.py", "SEED = 1\nclass A:\n    x = 2\n"}, map[string]string{"lr": "0.01", "SEED": "2"}, nil, []string{"params.yaml"}, false},
		{"DVCLive's own file", []string{"dvc.yaml", "params: [dvclive/params.yaml]\nmetrics: [dvclive/metrics.json]\n", "dvclive/params.yaml", "lr: 0.1\n", "params.yaml", "train: {lr: 0.1}\n"}, map[string]string{"lr": "0.01"}, nil, []string{"params.yaml"}, false},
		{"another library's section", []string{"params.yaml", "lightgbm: {learning_rate: 0.1}\n"}, map[string]string{"learning_rate": "0.2"}, map[string]string{"mlflow.autologging": "xgboost"}, nil, false},
		{"autologging's None", []string{"params.yaml", "max_depth: 3\n"}, map[string]string{"max_depth": "None"}, map[string]string{"mlflow.autologging": "sklearn"}, nil, false},
	} {
		files := fstest.MapFS{}
		for i := 0; i < len(test.files); i += 2 {
			files[test.files[i]] = &fstest.MapFile{Data: []byte(test.files[i+1])}
		}
		edits, err := Edit(files, settings.Params{ParamsSection: "train"}, repro.Run{Params: repro.NewParams(test.logged), Tags: test.tags})
		if err != nil {
			t.Errorf("%s: %v", test.story, err)
			continue
		}
		var edited []string
		for _, file := range edits.Files {
			edited = append(edited, file.Path)
		}
		if !slices.Equal(edited, test.edited) {
			t.Errorf("%s: edited %q, want %q: %+v", test.story, edited, test.edited, edits.Edits)
		}
		if warns := strings.Contains(strings.Join(edits.Warnings, " "), "no effect"); warns != test.warns {
			t.Errorf("%s: warnings %q", test.story, edits.Warnings)
		}
	}
	_, err := Edit(fstest.MapFS{"dvc.yaml": {Data: []byte("params: [dvclive/params.yaml]\n")}, "dvclive/params.yaml": {Data: []byte("lr: 1\n")}}, settings.Params{}, repro.Run{Params: repro.Params{{Name: "lr", Value: "2"}}})
	if err == nil || !strings.Contains(err.Error(), "dvclive/params.yaml is written by the training") {
		t.Errorf("only DVCLive's own file: got %v", err)
	}
}
