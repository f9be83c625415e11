package lineage

import (
	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/scripts"
)

// This file says what of the tree the run command calls.

// calledBy are the scripts and Makefiles that a command calls, by paths from the project.
func calledBy(command string) []string {
	var files []string
	for _, script := range scripts.Of(command) {
		files = append(files, script.File)
	}
	return files
}

// ofOtherTargets says whether all that differs in a Makefile is rules that the run command
// does not come to.
func (s source) ofOtherTargets(change treeChange) bool {
	var calls []scripts.Script
	for _, script := range scripts.Of(s.command) {
		if script.Make && script.File == change.file {
			calls = append(calls, script)
		}
	}
	then, now, ok := change.sides(s.before, s.after)
	return len(calls) > 0 && ok && contents.SameGoals(string(then), string(now), calls)
}
