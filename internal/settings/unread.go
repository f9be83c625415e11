package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// Unread refuses inputs that the command does not read, and a command that the
// action does not have.
func (v Values) Unread(command string) error {
	if !slices.Contains(actionCommands, command) {
		way := strings.Join(actionCommands, ", ")
		if best := wording.Nearest(command, actionCommands); best != "" {
			way = fmt.Sprintf("%s; did you mean %s?", way, best)
		}
		return fmt.Errorf("command: the action has no %q; it has %s", command, way)
	}
	var problems []error
	for _, option := range Inputs() {
		if _, said := v[option.Name]; said && !option.Reads(command) {
			problems = append(problems, fmt.Errorf("input %s does nothing with command: %s; leave it out (it is for %s)", option.Name, command, strings.Join(option.actionCommands(), ", ")))
		}
	}
	return errors.Join(problems...)
}
