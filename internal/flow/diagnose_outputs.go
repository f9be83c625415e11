package flow

import (
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// listChanges says which files of a directory of data differ, where the lists
// of both sides are on this machine: in DVC's cache, or for a directory in git
// by hashing it. Nothing is fetched for it.
func listChanges(inputs []repro.Input, recorded tree, training Training) {
	if training.Cache == nil {
		return
	}
	for i, input := range inputs {
		if input.Kind != "data" || input.State != repro.InputDiffers {
			continue
		}
		was, is := dvc.Place{Cache: training.Cache, Files: recorded.files}, dvc.Place{Cache: training.Cache, Files: training.Files}
		inputs[i].Note = joined(input.Note, dvc.DirChange(input.Name, input.Original, input.Now, was, is))
	}
}

// idle warns of globs of ignore-outs that name no output: they do nothing.
func idle(s settings.Settings, training Training) []string {
	if len(s.IgnoreOuts) == 0 || training.Files == nil || s.Diagnose == "off" {
		return nil
	}
	project, err := dvc.Read(training.Files)
	if err != nil {
		return nil
	}
	var warnings []string
	for _, glob := range project.IdleGlobs(s.IgnoreOuts) {
		warnings = append(warnings, "ignore-outs "+glob+" names no output of the pipeline")
	}
	return warnings
}
