package gitformat

import (
	"fmt"
	"regexp"
	"strings"
)

const branchLimit = 200 // bytes: a file name under .git/refs, with room for ".lock"

// branchPart is one part of a branch's name, between slashes. It leaves out signs
// that git takes and that a shell or a URL reads as something else.
var branchPart = regexp.MustCompile(`^[A-Za-z0-9_+=@-][A-Za-z0-9._+=@-]*$`)

// Nested says whether git can keep only one of two branches: one's name is a directory in
// the other's.
func Nested(a, b string) bool { return strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/") }

// CheckBranch refuses a branch's name that git refuses, and one that could be
// taken for an option, another ref or a commit.
// https://git-scm.com/docs/git-check-ref-format
func CheckBranch(name string) error {
	refuse := func(why string) error {
		return fmt.Errorf("branch %.80q: %s; leave --branch out, or use letters, digits and _ . - / + = @ as in reproduce/churn/v7", name, why)
	}
	switch {
	case name == "" || len(name) > branchLimit:
		return refuse(fmt.Sprintf("%d bytes long, want 1 to %d", len(name), branchLimit))
	case name == "HEAD" || name == "@" || strings.HasPrefix(name, "refs/"):
		return refuse("reserved, it means something else to git")
	case name[0] == '-' || name[0] == '/':
		return refuse("it begins with a slash or dash, which cannot be in a ref")
	case IsAbbreviatedID(name):
		return refuse("looks like a commit")
	case strings.Contains(name, "..") || strings.Contains(name, "@{"):
		return refuse("'..' or '@{' in it, which git reads as an operator")
	}
	for part := range strings.SplitSeq(name, "/") {
		if !branchPart.MatchString(part) || strings.HasSuffix(part, ".") || strings.HasSuffix(strings.ToLower(part), ".lock") {
			return refuse(fmt.Sprintf("the part %.40q cannot be in a ref", part))
		}
	}
	return nil
}
