package planning

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Predict warns of a command that would, by the project's own records, train
// nothing.
func (e Edits) Predict(files fs.FS, plan repro.Plan) []string {
	if e.pipeline == nil || plan.Command == "" {
		return nil
	}
	var warnings []string
	calls := dvc.FindRepro(files, plan.Command)
	plain := slices.ContainsFunc(calls, func(call dvc.Repro) bool { return !call.Force })
	if slices.ContainsFunc(calls, func(call dvc.Repro) bool { return call.Pull }) {
		warnings = append(warnings, "dvc repro --pull fetches the original's outputs where it can, instead of training; leave --pull out")
	}
	if slices.ContainsFunc(calls, func(call dvc.Repro) bool { return call.Quiet }) {
		warnings = append(warnings, "dvc repro --quiet does not say which stages it skips, so only an observed Python program shows that it trained; leave --quiet out")
	}
	after, err := dvc.Read(editedFS{files, plan.Files})
	if err != nil {
		return warnings
	}
	for _, forecast := range after.WouldSkip() {
		switch {
		case forecast.Frozen:
			warnings = append(warnings, fmt.Sprintf("stage %s is frozen, so DVC never runs it, not even with --force; unfreeze it with dvc unfreeze %s", forecast.Stage, wording.Quote(forecast.Stage)))
		case plain:
			warnings = append(warnings, fmt.Sprintf("dvc repro will skip stage %s, as %s; make the command dvc repro --force", forecast.Stage, strings.Join(forecast.Reasons, "; ")))
		}
	}
	return warnings
}
