package planning

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/placeholder"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// HydraCommand is the run command that passes all of a run's params to the program of Hydra that
// a command starts; "" where it starts none.
func HydraCommand(files fs.FS, command string, logged repro.Params) string {
	return placeholder.HydraCommand(files, command, logged)
}

// Put works out how a run's params get to its training: by the params files, and by the
// placeholders of the run command, which it fills. What neither takes, and the command does not
// have with its value as it is, stays in the log.
func Put(files fs.FS, s settings.Params, command string, original repro.Run) (Edits, string, error) {
	compared := slices.DeleteFunc(slices.Clone(original.Params), func(param repro.Param) bool {
		return slices.ContainsFunc(s.IgnoreParams, func(glob string) bool { return wording.MatchGlob(glob, param.Name) })
	})
	filled, err := placeholder.Fill(command, files, original.Params, compared)
	if err != nil {
		return Edits{}, "", err
	}
	edits, err := edit(files, s, original, filled.Passed)
	literal := placeholder.Literal(command, compared)
	if errors.As(err, new(project.NoParamsFile)) {
		edits, err = byCommand(files, s, original, slices.Concat(filled.Passed, literal), err)
	}
	for i, edit := range edits.Edits { // a file that takes it is written, whatever the command has
		if edit.Status == repro.ParamLoggedOnly && slices.Contains(literal, edit.Name) {
			edits.Edits[i] = repro.ParamEdit{Name: edit.Name, Logged: edit.Logged, Status: repro.ParamPassed}
		}
	}
	edits.Warnings = append(edits.Warnings, filled.Warnings...)
	return edits, filled.Command, err
}
