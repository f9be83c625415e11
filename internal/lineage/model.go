package lineage

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Flavours are the places and kinds of the models that a run logged, as MLflow
// before version 3 wrote them on it.
func Flavours(run repro.Run) []string {
	root, err := doc.Read(doc.JSON, []byte(run.Tags["mlflow.log-model.history"]), 1<<20)
	if err != nil {
		return nil
	}
	var models []string
	for _, item := range root.Items() {
		folder, _ := item.Get("artifact_path").Str()
		models = append(models, folder)
		item.Get("flavors").Each(func(key []string, _ *doc.Node) {
			if len(key) > 0 {
				models = append(models, folder+" "+key[0])
			}
		})
	}
	slices.Sort(models)
	return slices.Compact(models)
}

// An environment is what was recorded of the software around a training.
type environment struct {
	python, mlflow repro.Fact
	packages       []repro.Package
}

// modelEnvironment reads the files that MLflow puts beside a model. They list
// what the training imported, not what was installed with it: packages that
// others brought along are unknown.
func modelEnvironment(ctx context.Context, store mlflow.Store, version repro.ModelVersion) (found environment) {
	var e environment
	m := filesOf(ctx, store, version)
	defer func() { found.python.Note = cmp.Or(found.python.Note, m.note()) }()
	modelFile := m.get("MLmodel")
	if modelFile == nil && m.failed != nil {
		return e // a server that refuses one file refuses all
	}
	e.readMLmodel(modelFile, "MLmodel"+m.of)
	e.readPythonEnv(m.get("python_env.yaml"), "python_env.yaml"+m.of)
	packages, _ := packaging.ParseRequirements(string(m.get("requirements.txt")), "requirements.txt"+m.of, e.python.Value)
	if len(packages) == 0 {
		packages = e.readConda(m.get("conda.yaml"), "conda.yaml"+m.of)
	}
	e.packages = append(e.packages, packages...)
	return e
}

// modelParts are libraries by the names of MLflow's flavors.
var modelParts = map[string][2]string{
	"sklearn": {"sklearn_version", "scikit-learn"}, "xgboost": {"xgb_version", "xgboost"}, "lightgbm": {"lgb_version", "lightgbm"},
	"pytorch": {"pytorch_version", "torch"}, "keras": {"keras_version", "keras"}, "tensorflow": {"tensorflow_version", "tensorflow"},
	"catboost": {"catboost_version", "catboost"}, "statsmodels": {"statsmodels_version", "statsmodels"}, "prophet": {"prophet_version", "prophet"},
	"transformers": {"transformers_version", "transformers"}, "onnx": {"onnx_version", "onnx"}, "spacy": {"spacy_version", "spacy"}, "spark": {"pyspark_version", "pyspark"},
}

// maxModelDoc bounds a document that a model carries.
const maxModelDoc = 8 << 20

func (e *environment) readMLmodel(data []byte, from string) {
	root, err := doc.Read(doc.YAML, data, maxModelDoc)
	if err != nil {
		return
	}
	if version, ok := root.Get("flavors", "python_function", "python_version").Str(); ok {
		e.python = repro.Fact{Value: version, From: from}
	}
	if version, ok := root.Get("mlflow_version").Str(); ok {
		e.mlflow = repro.Fact{Value: version, From: from}
	}
	flavors := root.Get("flavors")
	if flavors == nil {
		return
	}
	for i, flavor := range flavors.Keys {
		part, known := modelParts[flavor.Text]
		if version, ok := flavors.Values[i].Get(part[0]).Str(); known && ok {
			e.packages = append(e.packages, repro.Package{Name: part[1], Version: version, From: from})
		}
	}
}

func (e *environment) readPythonEnv(data []byte, from string) {
	root, err := doc.Read(doc.YAML, data, maxModelDoc)
	if version, ok := root.Get("python").Str(); err == nil && ok && !e.python.Known() {
		e.python = repro.Fact{Value: version, From: from}
	}
}

// newModel finds the model that a run logged: the version it registered, else
// the folder of its artifacts in which the original's model was.
func newModel(ctx context.Context, store mlflow.Store, original repro.ModelVersion, run repro.Run) (repro.ModelVersion, bool) {
	if original.Name != "" {
		versions, err := store.ModelVersions(ctx, original.Name)
		at := slices.IndexFunc(versions, func(v repro.ModelVersion) bool { return v.RunID == run.ID })
		if err == nil && at >= 0 {
			return versions[at], true
		}
	}
	if models, err := store.LoggedModels(ctx, run); err == nil && len(models) > 0 {
		return models[0], true
	}
	for _, folder := range LoggedFolders(run) {
		return repro.ModelVersion{RunID: run.ID, Source: "runs:/" + run.ID + "/" + folder}, true
	}
	return repro.ModelVersion{}, false
}

// LoggedFolders reads the tag in which MLflow 2 lists the models of a run.
func LoggedFolders(run repro.Run) []string {
	root, err := doc.Read(doc.JSON, []byte(run.Tags["mlflow.log-model.history"]), 1<<20)
	if err != nil {
		return nil
	}
	var folders []string
	for _, item := range root.Items() {
		if folder, ok := item.Get("artifact_path").Str(); ok && fs.ValidPath(folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// declared are the files in which projects say what to install, best first.
var declared = []string{"requirements.lock", "requirements.txt", "requirements-train.txt", "requirements/train.txt", "requirements/base.txt"}

// declaredEnvironment reads what a commit says should be installed: a lock, or
// else a requirements file. Nobody saw whether it was.
func declaredEnvironment(t tree) environment {
	var e environment
	if t.files == nil {
		return e
	}
	if data, err := doc.ReadFile(t.files, ".python-version"); err == nil {
		e.python = repro.Fact{Value: strings.TrimSpace(string(data)), From: ".python-version at " + t.at, Note: repro.AsDeclared}
	}
	for _, lock := range []string{"uv.lock", "poetry.lock"} {
		if data, err := doc.ReadFile(t.files, lock); err == nil {
			e.packages = append(e.packages, lockedPackages(data, lock+" at "+t.at)...)
		}
	}
	names := declared
	if t.project != nil {
		for _, stage := range t.project.Stages {
			names = append(slices.Clone(names), path.Join(stage.Dir, "requirements.txt"))
			for _, dep := range stage.Deps {
				names = append(names, path.Join(path.Dir(dep.Path), "requirements.txt"))
			}
		}
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] || !fs.ValidPath(name) {
			continue
		}
		seen[name] = true
		if data, err := doc.ReadFile(t.files, name); err == nil {
			packages, _ := packaging.ParseRequirements(string(data), name+" at "+t.at, e.python.Value)
			for i := range packages {
				packages[i].Declared = true
			}
			e.packages = append(e.packages, packages...)
		}
	}
	return e
}

// lockedPackages reads the lists of uv.lock and poetry.lock.
func lockedPackages(data []byte, from string) []repro.Package {
	root, err := doc.Read(doc.TOML, data, maxModelDoc)
	if err != nil {
		return nil
	}
	var packages []repro.Package
	for _, item := range root.Get("package").Items() {
		name, ok := item.Get("name").Str()
		version, okVersion := item.Get("version").Str()
		if ok && okVersion {
			packages = append(packages, repro.Package{Name: packaging.PackageName(name), Version: version, From: from, Declared: true})
		}
	}
	return packages
}
