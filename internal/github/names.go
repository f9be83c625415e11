package github

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
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

// Clip makes untrusted text safe to stand in one line of a message: at most
// limit runes, and no control characters.
func Clip(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
