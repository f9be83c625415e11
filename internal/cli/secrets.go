package cli

import (
	"net/url"
	"strings"
)

// secretNames are the endings of the names under which people keep secrets in
// the environment, in capitals: whole words, but for those in joined.
var (
	secretNames = []string{"TOKEN", "PWD", "PAT", "SECRET", "SECRET_KEY", "ACCESS_KEY", "ACCOUNT_KEY", "API_KEY", "PRIVATE_KEY", "CONNECTION_STRING"}
	joined      = []string{"PASSWORD", "PASSWD", "PASSPHRASE"} // PGPASSWORD
)

// longName is the length from which on a user without a password in an address
// is taken for a token, which is often given in the user's place.
const longName = 16

// hideEnvironment keeps the environment's secrets out of all that is printed:
// a training inherits them, whatever store it logs to, and may print them.
func (c *console) hideEnvironment() {
	for _, entry := range c.Environ {
		name, value, _ := strings.Cut(entry, "=")
		if isSecretName(strings.ToUpper(name)) {
			c.secrets.Add(value)
		}
		address, err := url.Parse(value)
		if err != nil || address.User == nil {
			continue
		}
		password, _ := address.User.Password()
		c.secrets.Add(password)
		if user := address.User.Username(); password == "" && len(user) >= longName {
			c.secrets.Add(user)
		}
	}
}

func isSecretName(name string) bool {
	for _, ending := range joined {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	for _, ending := range secretNames {
		// PWD alone is a directory, and so is OLDPWD.
		if name == ending && name != "PWD" || strings.HasSuffix(name, "_"+ending) {
			return true
		}
	}
	return false
}
