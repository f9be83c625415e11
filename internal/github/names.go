package github

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Everything that becomes part of a URL's path or of a ref passes here first:
// go-github puts its arguments into the path as they are, so that
// "../../../../victim/repo/…" would reach another repository.
var (
	ownerName    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	repoName     = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
	workflowFile = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}\.ya?ml$`)
	fullSHA      = regexp.MustCompile(`^[0-9a-f]{40}$`)
	someSHA      = regexp.MustCompile(`^[0-9a-f]{7,40}$`)
	refSegment   = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._+@-]*$`)
	attemptID    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`)
	userLogin    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$`)
)

const (
	refLimit  = 200 // bytes
	pathLimit = 1024
)

func splitRepository(text string) (owner, repo string, err error) {
	owner, repo, ok := strings.Cut(text, "/")
	if !ok || !ownerName.MatchString(owner) || !repoName.MatchString(repo) || repo == "." || repo == ".." {
		return "", "", fmt.Errorf("repository %q: want OWNER/NAME", text)
	}
	return owner, repo, nil
}

// WorkflowFile gives the file name of a workflow that was typed as train.yml or
// as .github/workflows/train.yml, and refuses anything that is not one.
func WorkflowFile(text string) (string, error) {
	name := strings.TrimPrefix(text, ".github/workflows/")
	if !workflowFile.MatchString(name) || strings.Contains(name, "..") {
		return "", fmt.Errorf("workflow %q: want the name of a file in .github/workflows, such as train.yml", text)
	}
	return name, nil
}

// checkBranch refuses names that git would refuse, and those that could be
// taken for an option, another ref or a commit.
// https://git-scm.com/docs/git-check-ref-format
func checkBranch(name string) error {
	bad := func(why string) error {
		return fmt.Errorf("branch %q: %s; use letters, digits, '-', '_' and '/' as in reproduce/churn/v7", clip(name, 80), why)
	}
	switch {
	case name == "" || len(name) > refLimit:
		return bad(fmt.Sprintf("%d bytes long, want 1 to %d", len(name), refLimit))
	case name == "HEAD" || strings.HasPrefix(name, "refs/"):
		return bad("reserved")
	case someSHA.MatchString(name):
		return bad("looks like a commit")
	case strings.Contains(name, "..") || strings.Contains(name, "@{"):
		return bad("'..' or '@{' in it")
	}
	for _, segment := range strings.Split(name, "/") {
		if !refSegment.MatchString(segment) || strings.HasSuffix(segment, ".lock") || strings.HasSuffix(segment, ".") {
			return bad(fmt.Sprintf("the part %q cannot be in a ref", clip(segment, 40)))
		}
	}
	return nil
}

func checkSHA(what, sha string) error {
	if !fullSHA.MatchString(sha) {
		return fmt.Errorf("%s %q: want a full commit id, 40 hexadecimal digits", what, clip(sha, 80))
	}
	return nil
}

// checkPath refuses paths that leave the repository or have two readings.
func checkPath(path string) error {
	bad := func(why string) error {
		return fmt.Errorf("path %q: %s; give a path inside the repository, with slashes", clip(path, 80), why)
	}
	if path == "" || len(path) > pathLimit || !utf8.ValidString(path) {
		return bad("empty, too long or not UTF-8")
	}
	for _, r := range path {
		if r < 0x20 || r == 0x7f || r == '\\' {
			return bad("a control character or backslash in it")
		}
	}
	for _, segment := range strings.Split(path, "/") {
		switch {
		case segment == "" || segment == "." || segment == "..":
			return bad("an empty, '.' or '..' part in it")
		case strings.EqualFold(segment, ".git"):
			return bad("inside .git")
		}
	}
	return nil
}

// checkEdit refuses to write what could change more than a training's params.
func checkEdit(path string) error {
	if err := checkPath(path); err != nil {
		return err
	}
	if first, _, _ := strings.Cut(path, "/"); strings.EqualFold(first, ".github") {
		return fmt.Errorf("path %q: files under .github are never edited; keep the params elsewhere", clip(path, 80))
	}
	return nil
}

// clip makes untrusted text safe to stand in one line of a message: at most
// limit runes, and no control characters.
func clip(text string, limit int) string {
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
