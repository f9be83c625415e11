package git

import (
	"context"
	"strings"
)

// RemoteURL gives the address of a remote as configured, which may hold
// credentials and must not be printed; "" where there is no such remote.
func (r *Repository) RemoteURL(ctx context.Context, name string) (string, error) {
	if noGit {
		return "", errNoGit
	}
	out, err := r.git(ctx, "config", "--get", "remote."+name+".url")
	if exitCode(err) == 1 {
		return "", nil // not set
	}
	return strings.TrimSpace(string(out)), err
}
