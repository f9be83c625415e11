package planning

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// byCommand are the edits of a project that has no params file: none. Its run command
// carries the params, and the new run's own log shows whether they arrived. Where a
// folder has a params file, that is probably the project, and none keeps its doubt; but
// for one that a training wrote there.
func byCommand(files fs.FS, s settings.Params, original repro.Run, passed []string, none error) (Edits, error) {
	pipeline, err := dvc.Read(project.Linked(files))
	if err != nil {
		return Edits{}, err // as Edit said
	}
	if len(passed) == 0 {
		for _, below := range []string{"*/params.yaml", "*/*/params.yaml"} {
			found, _ := fs.Glob(files, below) // the pattern is right
			found = slices.DeleteFunc(found, func(file string) bool { return writtenByTraining(files, pipeline, file) })
			if len(found) > 0 {
				return Edits{}, repro.Doubtf(repro.ParamsNotWritable, "%w; there is %s: change to its folder, or name it with --params-file %s", none, found[0], wording.Quote(found[0]))
			}
		}
	}
	logged, ignored, warnings, err := ignoreParams(s.IgnoreParams, original.Params, nil, params.Options{})
	if err != nil {
		return Edits{}, err
	}
	original.Params, s.IgnoreParams = nil, nil
	edits, err := Edit(files, s, original)
	if err != nil {
		return edits, err
	}
	edits.Edits, edits.Warnings = append(edits.Edits, ignored...), append(edits.Warnings, warnings...)
	for _, param := range logged {
		status := repro.ParamLoggedOnly
		if slices.Contains(passed, param.Name) {
			status = repro.ParamPassed
		}
		edits.Edits = append(edits.Edits, repro.ParamEdit{Name: param.Name, Logged: param.Value, Status: status})
	}
	if left := repro.ParamsWith(edits.Edits, repro.ParamLoggedOnly); len(left) > 0 {
		edits.Warnings = append(edits.Warnings, "there is no params file here, so the run command has to carry what the original ran with: "+wording.ListUpTo(left, 5)+". {NAME} in it stands for the param's value")
		wanted := slices.DeleteFunc(slices.Clone(logged), func(param repro.Param) bool { return !slices.Contains(left, param.Name) })
		if file := project.Unnamed(files, wanted); file != "" {
			edits.Warnings = append(edits.Warnings, file)
		}
	}
	return edits, nil
}

func names(params repro.Params) []string {
	var names []string
	for _, param := range params {
		names = append(names, param.Name)
	}
	return names
}

// ofTrackers are directories in which trackers leave the params of their runs.
var ofTrackers = []string{"dvclive", "mlruns", "mlartifacts", "outputs", "multirun", "wandb", "lightning_logs", "runs"}

// writtenByTraining says whether a params file is what a training left of its params:
// dvc.yaml says so, a tracker's directory does, or DVCLive's metrics and plots beside it.
func writtenByTraining(files fs.FS, pipeline *dvc.Project, file string) bool {
	if slices.Contains(pipeline.WrittenParams(), file) || slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(part string) bool { return slices.Contains(ofTrackers, part) }) {
		return true
	}
	has := func(name string) bool { _, err := fs.Stat(files, path.Join(path.Dir(file), name)); return err == nil }
	return has("metrics.json") && has("plots")
}
