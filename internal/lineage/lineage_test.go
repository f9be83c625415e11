package lineage

import (
	"reflect"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestImported(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"src/train.py":           {Data: []byte("import os, model as m\nfrom src.features import (build)\n")},
		"src/features.py":        {Data: []byte("from . import cleaning\n")},
		"src/cleaning.py":        {Data: []byte("")},
		"src/unused.py":          {Data: []byte("import train\n")},
		"src/tools/__init__.py":  {Data: []byte("")},
		"src/features_unused.py": {Data: []byte("")},
		"model.py":               {Data: []byte("import tools, yaml as y\nfrom sklearn.linear_model import (  # one of them\n    Ridge,\n)\n")},
		"src/check.py":           {Data: []byte("from tools import time\n")},
		"src/tools/time.py":      {Data: []byte("")},
	}
	project := tree{files: files, project: &dvc.Project{Stages: []dvc.Stage{
		{Name: "train", Deps: []dvc.Dependency{{Path: "src/train.py"}}},
		{Name: "check", Cmd: []string{"python src/check.py --all"}},
	}}}
	found := importsOf(project, nil, nil)
	for file, want := range map[string]bool{
		"src/features.py": true, "src/cleaning.py": true, "model.py": true, "src/tools/__init__.py": true,
		"src/tools/time.py": true, "src/unused.py": false, "src/features_unused.py": false, "README.md": false,
	} {
		if got := anyImports(found, file); got != want {
			t.Errorf("%s imported: %v, want %v", file, got, want)
		}
	}
	for stage, want := range map[string][]string{
		"train": {"model.py", "os", "pyyaml", "scikit-learn", "src/cleaning.py", "src/features.py", "src/tools/__init__.py"},
		"check": {"src/tools/__init__.py", "src/tools/time.py"},
	} {
		if got := slices.Sorted(slices.Values(found[stage])); !reflect.DeepEqual(got, want) {
			t.Errorf("stage %s imports %q, want %q", stage, got, want)
		}
	}
}

func TestModelDocuments(t *testing.T) {
	t.Parallel()
	var e environment
	e.readMLmodel([]byte("flavors:\n  python_function:\n    python_version: 3.11.4\n  sklearn:\n    sklearn_version: 1.3.2\nmlflow_version: 2.10.2\n"), "MLmodel")
	e.readPythonEnv([]byte("python: 3.9.1\n"), "python_env.yaml") // MLmodel saw it; this only asks for it
	if e.python.Value != "3.11.4" || e.python.From != "MLmodel" || e.mlflow.Value != "2.10.2" {
		t.Errorf("got Python %+v and MLflow %+v", e.python, e.mlflow)
	}
	if want := []repro.Package{{Name: "scikit-learn", Version: "1.3.2", From: "MLmodel"}}; !reflect.DeepEqual(e.packages, want) {
		t.Errorf("got %+v, want %+v", e.packages, want)
	}
	var conda environment
	packages := conda.readConda([]byte("channels: [conda-forge]\ndependencies:\n- python=3.10.13\n- conda-forge::numpy=1.26.4=py310h1\n- scipy==1.11.1\n- pandas=2.1\n- pip\n- pip:\n  - mlflow==2.10.2\n  - requests\n"), "conda.yaml")
	var got []string
	for _, p := range packages {
		got = append(got, p.Name+" "+p.Version)
	}
	if want := []string{"numpy 1.26.4", "scipy 1.11.1", "pandas ", "mlflow 2.10.2", "requests "}; !reflect.DeepEqual(got, want) || conda.python.Value != "3.10.13" {
		t.Errorf("got %q and Python %q, want %q and 3.10.13", got, conda.python.Value, want)
	}
	for _, garbage := range []string{"", "[", "- 1", "flavors: 3", "dependencies: {a: b}"} {
		var none environment
		none.readMLmodel([]byte(garbage), "MLmodel")
		none.readPythonEnv([]byte(garbage), "python_env.yaml")
		if packages := none.readConda([]byte(garbage), "conda.yaml"); len(packages)+len(none.packages) > 0 || none.python.Known() {
			t.Errorf("%q gave %+v %+v", garbage, packages, none)
		}
	}
	if got, want := LoggedFolders(repro.Run{Tags: map[string]string{"mlflow.log-model.history": `[{"artifact_path": "model"}, {"artifact_path": "../x"}]`}}), []string{"model"}; !reflect.DeepEqual(got, want) {
		t.Errorf("logged models %q, want %q", got, want)
	}
}

func TestDeclaredEnvironment(t *testing.T) {
	t.Parallel()
	commit := tree{at: "a1b2c3d", files: fstest.MapFS{
		".python-version":               {Data: []byte("3.12.1\n")},
		"poetry.lock":                   {Data: []byte("[[package]]\nname = \"NumPy\"\nversion = \"1.26.4\"\n")},
		"stages/train/requirements.txt": {Data: []byte("scikit-learn==1.3.2\n")},
	}, project: &dvc.Project{Stages: []dvc.Stage{{Dir: ".", Deps: []dvc.Dependency{{Path: "stages/train/train.py"}}}}}}
	e := declaredEnvironment(commit)
	want := []repro.Package{
		{Name: "numpy", Version: "1.26.4", From: "poetry.lock at a1b2c3d", Declared: true},
		{Name: "scikit-learn", Version: "1.3.2", From: "stages/train/requirements.txt at a1b2c3d", Declared: true},
	}
	if !reflect.DeepEqual(e.packages, want) || e.python.Value != "3.12.1" {
		t.Errorf("got %+v and Python %q, want %+v", e.packages, e.python.Value, want)
	}
}
