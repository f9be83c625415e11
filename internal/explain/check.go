package explain

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// Check refuses a result that no experiment can explain.
func Check(saved repro.Result) error {
	switch {
	case saved.Compared():
		return errors.New("explain: this compares two recorded runs, and nothing was trained; check the model with reproduce run")
	case saved.Verdict != repro.Drifted:
		return fmt.Errorf("explain: the check's verdict is %s; only a drift has a cause to look for", saved.Verdict)
	case saved.Plan.Workflow != "":
		return errors.New("explain: trainings on GitHub are not repeated; check on this machine with --run-command")
	case saved.Original.ID == "":
		return errors.New("explain: the original is a file, and has no run; check a model version or a run with reproduce run")
	case saved.Plan.Code.Commit == "" || len(saved.Plan.Criteria) == 0:
		return errors.New("explain: the report does not say what was trained and how it was judged; run the check again")
	}
	return nil
}

// fromCriteria are the lines of criteria that are no option.
var fromCriteria = []string{"alpha"}

// Values are the options of a check, from its saved report: by other ones another check
// would be explained.
func Values(saved repro.Result) (settings.Values, error) {
	values := settings.Values{"model": saved.Plan.Model.Name}
	for _, line := range saved.Plan.Criteria {
		name, text, _ := strings.Cut(line, " ")
		if _, known := settings.Find(name); !known || slices.Contains(fromCriteria, name) {
			continue
		}
		if plain, err := strconv.Unquote(text); err == nil && repro.OneLine(plain) == text {
			text = plain
		}
		if name == "repeats" {
			text, _, _ = strings.Cut(text, ",") // "auto, at most 8"
		}
		if before, several := values[name]; several {
			text = before + "\n" + text
		}
		values[name] = text
	}
	if saved.Plan.Model.Name == "" {
		delete(values, "model")
	}
	passed := slices.ContainsFunc(saved.Plan.Params, func(edit repro.ParamEdit) bool { return edit.Status == repro.ParamPassed })
	switch command := saved.Plan.Given; {
	case command != "" && !strings.Contains(command, "***"):
		values["run-command"] = command
	case command == "" && !passed && !strings.Contains(saved.Plan.Command, "***"):
		values["run-command"] = saved.Plan.Command
	}
	return values, nil
}
