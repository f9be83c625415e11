package cause

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds the inputs of one check against those of another.

// SameContent compares the same input of two trainings. What one of them did
// not record, hashed otherwise or only declared is unknown, and so is a file of which
// only its commits are recorded: another commit may have the same file.
func SameContent(now, then repro.Input) (equal, known bool) {
	switch {
	case now.Now == "" || then.Now == "":
		return false, false
	case commitOnly(now) || commitOnly(then):
		return now.Now == then.Now, now.Now == then.Now || now.Now == repro.NotThere || then.Now == repro.NotThere
	case now.Kind == repro.KindData && scheme(now.Now) != scheme(then.Now) && now.Now != repro.NotThere && then.Now != repro.NotThere:
		return false, false
	case now.Kind == repro.KindParams && now.Name == now.Original: // "14 params"
		return false, false
	case now.Kind == repro.KindEnvironment && declaredOnly(now) != declaredOnly(then):
		return false, false
	case now.Kind == repro.KindEnvironment:
		change, _ := packaging.VersionChange(now.Now, then.Now)
		return change == packaging.VersionSame, true
	}
	return now.Now == then.Now, true
}

func declaredOnly(input repro.Input) bool { return strings.Contains(input.Note, "declared") }

// OfGit says whether an input is a file that was compared between two commits.
func OfGit(i repro.Input) bool {
	return (i.Kind == repro.KindCode || i.Kind == repro.KindFile) && strings.HasPrefix(i.Evidence, "git at ")
}

// commitOnly says whether all that is recorded of what was trained is the commit that has
// it. A submodule has a commit of its own, which is its content.
func commitOnly(i repro.Input) bool {
	switch {
	case i.Now == repro.NotThere:
		return false
	case i.Name == "commit":
		return i.Kind == repro.KindCode || i.Kind == repro.KindDerived
	}
	return OfGit(i) && strings.HasSuffix(i.Evidence, " and "+i.Now)
}
