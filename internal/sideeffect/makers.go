package sideeffect

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file tells what a reproduction did in the registry from what a challenge did.

// What Changes says of what the runs of a check did begins so.
const (
	byTraining  = "this training "
	byChallenge = "a challenge of this check "
)

// Own are those changes that a check's trainings made: others may be anybody's.
func Own(changes []string) []string {
	return slices.DeleteFunc(slices.Clone(changes), func(change string) bool {
		return !strings.HasPrefix(change, byTraining) && !strings.HasPrefix(change, byChallenge)
	})
}

// A makers says which runs of a check are its challenges': they trained with other params than
// the original's.
type makers []string

func (m makers) challenged(version repro.ModelVersion) bool { return slices.Contains(m, version.RunID) }

// of is who registered a version of ours.
func (m makers) of(version repro.ModelVersion) string {
	if m.challenged(version) {
		return byChallenge
	}
	return byTraining
}
