package report

import (
	"cmp"
	"path"
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
		return repro.Typed(model.Name, model.Version)
	case model.Name != "":
		return repro.Typed(model.Name, "")
	case plan.Original.ID != "":
		return "--run-id " + wording.Quote(plan.Original.ID)
	default:
		return ""
	}
}

// unknownTrain stands for a command that only its project knows.
const unknownTrain = "YOUR TRAINING COMMAND"

// newRun stands for what only the training will know: the id of its run, or where it writes
// its metrics.
const newRun = "NEW_RUN_OR_METRICS_FILE"

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
	metrics := ""
	if len(v.Plan.Metrics.Files) > 0 {
		metrics = v.Plan.Metrics.Files[0]
	}
	if !v.Updated {
		steps := [][]string{}
		if v.Refused != "" {
			return [][]string{{command("show", model), "again, when the params file is fixed"}}
		}
		train, trained := cmp.Or(v.Train, called(v.Called), unknownTrain), "trains on a branch of its own and compares"
		bare := len(v.Plan.Params) == 0 && len(v.Plan.Original.Params) > 0
		if bare && v.Holds != "" {
			steps = append(steps, []string{command("show", model) + " --params-file " + wording.Quote(v.Holds), "with the file that the training reads its params from"})
		}
		switch {
		case !bare:
		case v.Below: // a training of another folder's project would be none of this model's
			return steps
		case v.Hydra != "":
			train, trained = v.Hydra, "{hydra} passes all params, as Hydra's overrides"
		case called(v.Called) != "":
			train, trained = v.Called, "as it was trained; {NAME} in the command stands for a param"
		default:
			trained = "{NAME} in the command stands for a param"
			if v.Holds != "" {
				trained = "where it has none: " + trained
			}
		}
		if len(v.Plan.Files) > 0 && v.Changes == "" {
			steps = append(steps, []string{command("show", model) + " --update-params", "makes this change"})
		}
		run := command("run", model) + " --run-command " + double(train)
		if train == unknownTrain && !bare { // which would fail as it stands
			run, trained = command("run", model)+" --dry-run", "the plan; with --run-command COMMAND in its place it trains"
		}
		if v.Changes != "" { // run trains a commit, so they have to be in one
			steps = append(steps, []string{v.Changes, "lays the changes that were not committed over the commit"})
			steps = append(steps, []string{`git commit -m "As it was trained"`, "for run, which trains commits alone"})
			run += " --code-ref head"
		}
		if v.Hydra != "" && bare && v.Changes == "" {
			return append([][]string{{run, trained}}, steps...)
		}
		return append(steps, []string{run, trained})
	}
	steps := [][]string{{cmp.Or(v.Train, called(v.Called), unknownTrain), "trains; use the project's own command where it is another"}}
	compared := newRun
	if metrics != "" {
		steps = append(steps, []string{"cat " + wording.Quote(metrics), "the new metrics"})
		compared = wording.Quote(metrics)
	}
	if original := v.Plan.Original; original.ID != "" && original.From == "" {
		steps = append(steps, []string{command("compare", wording.Quote(original.ID)+" "+compared), "compares them with the original's"})
	}
	for _, file := range v.Plan.Files {
		steps = append(steps, []string{"git diff -- " + wording.Quote(file.Path), "what was changed"})
	}
	return steps
}

// called is a recorded command line that trains in another checkout as well; "" for one that names
// a program by its full path, or is DVC's, which trains nothing where nothing has changed.
func called(line string) string {
	for word := range strings.FieldsSeq(line) {
		word = strings.Trim(word, "'")
		if path.Base(word) == "dvc" || path.IsAbs(word) && (path.Ext(word) == ".py" || path.Ext(word) == ".sh") {
			return ""
		}
	}
	return line
}

// double quotes a command of plain words the way people type it.
func double(command string) string {
	if strings.ContainsAny(command, "\"\\$`!") {
		return wording.Quote(command)
	}
	return `"` + command + `"`
}
