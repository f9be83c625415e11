package project

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// ParamsOptions are what the user, the pipeline and the run say about params,
// but for the map. Files are called by their own names where links lead to them.
func ParamsOptions(files fs.FS, s settings.Params, pipeline *dvc.Project, run repro.Run) params.Options {
	options := params.Options{
		Section: s.ParamsSection,
		Insert:  s.UnknownParams == "add", Strict: s.UnknownParams == "error",
	}
	if len(pipeline.Stages) > 0 {
		options.Declared = []params.Declared{}
		for _, declared := range pipeline.DeclaredParams() {
			options.Declared = append(options.Declared, params.Declared{File: itself(files, declared.File), Key: declared.Key})
		}
		for _, used := range pipeline.UsedParams() {
			options.Used = append(options.Used, params.Declared{File: itself(files, used.File), Key: used.Key})
		}
	}
	options.Libraries, options.Autologged = LibrariesOf(run)
	return options
}

// itself gives the name of the file that a link leads to.
func itself(files fs.FS, name string) string {
	if target, err := Follow(files, name); err == nil {
		return target
	}
	return name
}

// LibrariesOf gives what a run's tags say of the library that it trained with,
// and whether a library logged the params by itself.
func LibrariesOf(run repro.Run) (texts []string, autologged bool) {
	for _, tag := range []string{"mlflow.autologging", "estimator_class", "estimator_name", "mlflow.log-model.history"} {
		texts = append(texts, run.Tags[tag])
	}
	return texts, run.Tags["mlflow.autologging"] != ""
}

// NoParamsFile is in the chain where nobody named a params file and none is there. Its
// text says where one was looked for.
type NoParamsFile string

func (n NoParamsFile) Error() string { return string(n) }

// ReadParams reads the params files, by their own names where links lead to them. A file
// that somebody named must be there.
func ReadParams(files fs.FS, names []string, named bool, pipeline *dvc.Project) ([]params.File, error) {
	const usual = "params.yaml"
	if !named && !slices.Contains(names, usual) {
		names = append([]string{usual}, names...)
	}
	var sources []params.File
	for _, name := range names {
		target, err := Follow(files, name)
		var data []byte
		if err == nil {
			data, err = doc.ReadFile(files, target)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist) && !named:
			continue
		case errors.Is(err, fs.ErrNotExist):
			return nil, repro.Doubtf(repro.ParamsNotWritable, "params file %s: not in this commit; name the file the pipeline reads with --params-file", name)
		case err != nil:
			return nil, repro.Doubtf(repro.ParamsNotWritable, "params file %s: %w", name, err)
		}
		if !slices.ContainsFunc(sources, func(f params.File) bool { return f.Path == target }) {
			sources = append(sources, params.File{Path: target, Data: data})
		}
	}
	if len(sources) == 0 {
		looked := "no params.yaml here"
		if len(pipeline.Stages) > 0 {
			looked += ", and dvc.yaml names no other params file"
		}
		for _, file := range pipeline.WrittenParams() {
			looked += ", and " + file + " is written by the training"
		}
		return nil, repro.Doubtf(repro.ParamsNotWritable, "%w; name the file that the training reads with --params-file. Without any, reproduce run trains all the same, by a run command that carries the params", NoParamsFile(looked))
	}
	return sources, nil
}
