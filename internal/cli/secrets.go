package cli

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/action"
)

// hideEnvironment keeps the environment's secrets out of all that is printed:
// a training inherits them, whatever store it logs to, and may print them.
func (c *console) hideEnvironment() {
	var secrets []string
	for _, entry := range c.Environ {
		name, value, _ := strings.Cut(entry, "=")
		secrets = append(secrets, action.Secrets(name, value)...)
	}
	c.secrets.Add(secrets...)
}
