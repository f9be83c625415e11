package cli

import "strings"

// secretNames are the endings of the names under which people keep secrets in
// the environment, in capitals.
var secretNames = []string{"TOKEN", "PASSWORD", "PASSWD", "SECRET", "SECRET_KEY", "SECRET_ACCESS_KEY", "API_KEY", "PRIVATE_KEY"}

// hideEnvironment keeps the environment's secrets out of all that is printed:
// a training inherits them, whatever store it logs to, and may print them.
func (c *console) hideEnvironment() {
	for _, entry := range c.Environ {
		name, value, _ := strings.Cut(entry, "=")
		name = strings.ToUpper(name)
		for _, ending := range secretNames {
			if name == ending || strings.HasSuffix(name, "_"+ending) {
				c.secrets.Add(value)
			}
		}
	}
}
