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
