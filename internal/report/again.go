package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Again is the command that makes the same check once more; "" where the model
// has no name. What a shell would read otherwise is quoted.
func Again(r repro.Result) string {
	model := againModel(r.Plan)
	if model == "" || compareOnly(r) {
		return ""
	}
	return "reproduce run " + model + withText(" --run-command ", quoted(r.Plan.Command)) + withText(" --workflow ", quoted(r.Plan.Workflow))
}

// againModel names the version of a plan on a command line.
func againModel(plan repro.Plan) string {
	switch model := plan.Model; {
	case model.Name != "" && model.Version != "":
		return quote(model.Name) + " --version " + quote(model.Version)
	case model.Name != "":
		return quote(model.Name)
	case plan.Original.ID != "":
		return "--run-id " + quote(plan.Original.ID)
	default:
		return ""
	}
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return quote(text)
}

// quote gives text as one word of a POSIX shell.
func quote(text string) string {
	for i := range len(text) {
		c := text[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("._-/@:=+", c) >= 0 && (i > 0 || c != '-')) {
			return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
		}
	}
	if text == "" {
		return "''"
	}
	return text
}

// next is what to do with a view.
func (v View) next() [][]string {
	model := againModel(v.Plan)
	if model == "" {
		return nil
	}
	original := v.Plan.Original.ID
	metrics := v.Plan.Metrics.File
	if metrics == "" {
		metrics = "metrics/metrics.json"
	}
	if !v.Updated {
		steps := [][]string{}
		if len(v.Plan.Files) > 0 {
			steps = append(steps, []string{"reproduce show " + model + " --update-params", "makes this change"})
		}
		return append(steps, []string{"reproduce run " + model + ` --run-command "make run"`, "trains on a branch of its own and compares"})
	}
	steps := [][]string{{"make run", "trains, or however this project does"}, {"cat " + quote(metrics), "the new metrics"}}
	if original != "" {
		steps = append(steps, []string{"reproduce compare " + quote(original) + " " + quote(metrics), "holds them against the original's"})
	}
	for _, file := range v.Plan.Files {
		steps = append(steps, []string{"git diff -- " + quote(file.Path), "what was changed"})
	}
	return steps
}
