package runner

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// inputPrefix begins the variables by which the runner hands over what stands
// under with:, in capitals, with _ for a space.
// https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#inputs
const inputPrefix = "INPUT_"

// reservedInputs are keys of with: that are the runner's and no inputs of ours.
var reservedInputs = []string{"ARGS", "ENTRYPOINT"}

// IsStep says whether the runner started this process as our action, and not
// as a command in somebody's script: only then are there inputs. The runner sets
// every declared one, to the empty text where it was not given.
func (r *Runner) IsStep() bool {
	for _, option := range settings.Inputs() {
		if slices.ContainsFunc(r.environ, func(entry string) bool { return strings.HasPrefix(entry, variable(option.Name)+"=") }) {
			return true
		}
	}
	return false
}

func variable(input string) string {
	return inputPrefix + strings.ToUpper(strings.ReplaceAll(input, " ", "_"))
}

// Inputs gives the values of the action's inputs. An input that is empty was
// not said. What nobody declared is an error: GitHub hands on an input whose name
// is misspelt with no more than a warning, and the setting would have no effect.
func (r *Runner) Inputs() (settings.Values, error) {
	values := settings.Values{}
	var names []string
	for _, option := range settings.Inputs() {
		names = append(names, option.Name)
		if text := r.toolkit.GetInput(option.Name); text != "" {
			values[option.Name] = text
		}
	}
	known := func(name string) bool {
		return slices.Contains(reservedInputs, name) || slices.ContainsFunc(names, func(input string) bool { return variable(input) == inputPrefix+name })
	}
	var problems []error
	for _, entry := range r.environ {
		name, _, _ := strings.Cut(entry, "=")
		name, given := strings.CutPrefix(name, inputPrefix)
		if !given || known(name) {
			continue
		}
		said := strings.ToLower(name)
		way := "the inputs are in docs/reference.md."
		best := strings.ReplaceAll(said, "_", "-")
		if !slices.Contains(names, best) {
			best = wording.Nearest(best, names)
		}
		flag := slices.ContainsFunc(settings.Options, func(option settings.Option) bool { return option.NoInput && variable(option.Name) == inputPrefix+name })
		if flag {
			way = "it is an option of the command line alone."
		} else if best != "" {
			way = fmt.Sprintf("did you mean %s?", best)
		}
		problems = append(problems, fmt.Errorf("no such input %q; %s If it is a variable of env:, give it a name that does not begin with %s", printable.Word(said), way, inputPrefix))
	}
	return values, errors.Join(problems...)
}
