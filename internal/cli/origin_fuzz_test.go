package cli

import (
	"strings"
	"testing"
)

// FuzzParseOrigin: a host is a host, as a token may be sent there.
func FuzzParseOrigin(f *testing.F) {
	for _, origin := range []string{"https://github.com/octo/churn.git", "git@github.com:octo/churn", "ssh://git@ssh.github.com:443/octo/churn.git", "https://user:pw@github.com/octo/churn", "/srv/churn.git", "file:///x/y", "a@b@c:d/e", "https://[::1]:80/a/b"} {
		f.Add(origin)
	}
	f.Fuzz(func(t *testing.T, origin string) {
		host, name, ok := parseOrigin(origin)
		if !ok {
			return
		}
		if strings.ContainsAny(host, "/\\") || strings.Count(name, "/") != 1 {
			t.Errorf("%q: host %q, name %q", origin, host, name)
		}
	})
}
