package report

import (
	"cmp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// againModel names the version of a plan on a command line.
func againModel(plan repro.Plan) string {
	switch model := plan.Model; {
	case plan.Original.From != "":
		return "" // --metadata says it
	case model.Name != "" && model.Version != "":
		return wording.Quote(model.Name) + " --version " + wording.Quote(model.Version)
	case model.Name != "":
		return wording.Quote(model.Name)
	case plan.Original.ID != "":
		return "--run-id " + wording.Quote(plan.Original.ID)
	default:
		return ""
	}
}

// unknownTrain stands for a command that only its project knows.
const unknownTrain = "YOUR TRAINING COMMAND"

// next is what to do with a view.
func (v View) next() [][]string {
	model := againModel(v.Plan)
	if model == "" && v.Plan.Original.From == "" {
		return nil
	}
	command := func(name, what string) string {
		flags := ""
		if v.Flags != nil {
			flags = v.Flags(name)
		}
		return "reproduce " + name + withText(" ", what) + flags
	}
	metrics := "metrics/metrics.json"
	if len(v.Plan.Metrics.Files) > 0 {
		metrics = v.Plan.Metrics.Files[0]
	}
	if !v.Updated {
		steps := [][]string{}
		if v.Refused != "" {
			return [][]string{{command("show", model), "again, when the params file is fixed"}}
		}
		if len(v.Plan.Params) == 0 && len(v.Plan.Original.Params) > 0 {
			steps = append(steps, []string{command("show", model) + " --params-file FILE", "with the file that the training reads its params from"})
			if !v.Below { // a training of another folder's project would be none of this model's
				steps = append(steps, []string{command("run", model) + " --run-command " + double(cmp.Or(v.Train, unknownTrain)), "where it has none: {NAME} in the command stands for a param"})
			}
			return steps
		}
		if len(v.Plan.Files) > 0 {
			steps = append(steps, []string{command("show", model) + " --update-params", "makes this change"})
		}
		return append(steps, []string{command("run", model) + " --run-command " + double(cmp.Or(v.Train, unknownTrain)), "trains on a branch of its own and compares"})
	}
	steps := [][]string{{cmp.Or(v.Train, "make run"), "trains; use the project's own command where it is another"}, {"cat " + wording.Quote(metrics), "the new metrics"}}
	if original := v.Plan.Original; original.ID != "" && original.From == "" {
		steps = append(steps, []string{command("compare", wording.Quote(original.ID)+" "+wording.Quote(metrics)), "compares them with the original's"})
	}
	for _, file := range v.Plan.Files {
		steps = append(steps, []string{"git diff -- " + wording.Quote(file.Path), "what was changed"})
	}
	return steps
}

// double quotes a command of plain words the way people type it.
func double(command string) string {
	if strings.ContainsAny(command, "\"\\$`!") {
		return wording.Quote(command)
	}
	return `"` + command + `"`
}
