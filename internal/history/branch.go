package history

import (
	"regexp"

	"github.com/reproduce-action/reproduce/internal/gitformat"
)

// A Branch is a branch of a repository on GitHub that keeps past checks.
type Branch struct {
	Repository string // owner/name
	Name       string
}

var branchForm = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+):(.+)$`)

// ParseBranch reads owner/name:branch, and says of other texts that they are none.
func ParseBranch(text string) (b Branch, ok bool) {
	parts := branchForm.FindStringSubmatch(text)
	if parts == nil || gitformat.CheckBranch(parts[2]) != nil {
		return Branch{}, false
	}
	return Branch{parts[1], parts[2]}, true
}

// A Remote is a branch as it can be read.
type Remote struct {
	Page string                                         // of its repository, which all its checks are then of
	Each func(add func(path string, text []byte)) error // gives each of its files
}

// readBranch reads the checks of a branch. What a check says of its repository does
// not count: a fork's branch has the checks that it was copied with.
func (r *Reader) readBranch(b Branch, shown string) error {
	remote, err := r.Branch(b)
	if err != nil {
		return err
	}
	r.repository, r.prefix = remote.Page, shown+"/"
	defer func() { r.repository, r.prefix = "", "" }()
	return remote.Each(r.Add)
}
