package github

import (
	"fmt"
	"regexp"
	"strings"
)

// Everything that becomes part of a URL's path is checked before: go-github puts
// its arguments into the path as they are, so that "../../../../victim/repo/…"
// would reach another repository.
var (
	ownerName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	repoName  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
)

func splitRepository(text string) (owner, repo string, err error) {
	owner, repo, ok := strings.Cut(text, "/")
	if !ok || !ownerName.MatchString(owner) || !repoName.MatchString(repo) || repo == "." || repo == ".." {
		return "", "", fmt.Errorf("repository %q: want OWNER/NAME", text)
	}
	return owner, repo, nil
}
