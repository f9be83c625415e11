package app

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/redact"
)

// hideEnvironment keeps the secrets of the environment and of the command line out of
// all that is printed: a training inherits them, whatever store it logs to, and may print them.
func (a *App) hideEnvironment() {
	var secrets []string
	for _, entry := range a.Environ {
		name, value, _ := strings.Cut(entry, "=")
		secrets = append(secrets, redact.Secrets(name, value)...)
	}
	for _, arg := range a.Args { // a --run-command with a --password
		secrets = append(secrets, redact.InText(arg)...)
	}
	a.Secrets.Add(secrets...)
}
