//go:build nodesk

package placeholder

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// The container has no run command: what starts a training is the workflow.

// Fill refuses a command with a placeholder in it.
func Fill(command string, _ fs.FS, _, _ repro.Params) (Filled, error) {
	if strings.Contains(command, "{") {
		return Filled{}, errors.New("run-command: the container puts no params into a command")
	}
	return Filled{Command: command}, nil
}

// Literal finds none.
func Literal(string, repro.Params) []string { return nil }

// HydraCommand finds none.
func HydraCommand(fs.FS, string, repro.Params) string { return "" }
