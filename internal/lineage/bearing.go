package lineage

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Why a file has a part in a training that was not seen to read it.
const (
	namedByCalled = "the program that was called imports or names it"
	readThen      = "the original was seen to read it"
)

// bearing says what part a file has in a training, and how that is seen.
func (s source) bearing(change treeChange) (repro.Bearing, string) {
	file := change.file
	if why := s.idle(change); why != "" {
		return repro.BearingIdle, why
	}
	if change.onlyMode() { // a program may ask whether it can be run, and few do
		return repro.BearingSeldom, ""
	}
	named := namedCode(s.after.project)
	dep := covering(named, file)
	read, known := s.seen(change)
	switch program := IsProgram(file); {
	case dep != "" && dep != file:
		return repro.BearingRead, "part of " + dep
	case dep != "":
		return repro.BearingRead, ""
	case s.ofOtherTargets(change):
		return repro.BearingSeldom, "what the run command makes by it is the same"
	case s.workflow != "" && s.after.fromTop(file) == ".github/workflows/"+path.Base(s.workflow):
		return repro.BearingRead, "the workflow that trains"
	case known && read:
		return repro.BearingRead, "the training was seen to read it"
	case known && s.original.read(s.after.fromTop(file)) && !seldomRead(file):
		return repro.BearingTracked, "the original was seen to read it, and this training was not"
	case s.original.read(s.after.fromTop(file)) && !seldomRead(file):
		return repro.BearingRead, readThen
	case known:
		return repro.BearingSeldom, repro.NotSeenRead
	case seldomRead(file):
		return repro.BearingSeldom, "a training seldom reads such a file"
	case slices.Contains(calledBy(s.command), file):
		return repro.BearingRead, "the run command calls it"
	case slices.Contains(s.imports[""], file):
		return repro.BearingRead, namedByCalled
	case program && anyImports(s.imports, file):
		return repro.BearingRead, "no stage names it in dvc.yaml, and a stage's program imports it"
	case anyImports(s.imports, file):
		return repro.BearingRead, "no stage names it in dvc.yaml, and a stage's program names it"
	case beside(file):
		return repro.BearingTracked, "beside the project"
	case program && len(named) > 0:
		return repro.BearingTracked, "no stage names it in dvc.yaml"
	case program && len(s.imports[""]) == 0: // nobody knows what was called
		return repro.BearingUnknown, ""
	}
	return repro.BearingTracked, "whether the training reads it is not known"
}

// seen says whether the training was seen to read a file; what only the original had
// it cannot read, and a link is read under another name.
func (s source) seen(change treeChange) (read, known bool) {
	if s.wasRead == nil || change.now == nil || !change.now.Mode().IsRegular() {
		return false, false
	}
	return s.wasRead(change.file)
}

// seldomRead says of a file by its name that it is for people and tools: it is
// listed, and never pointed at.
func seldomRead(file string) bool {
	base := strings.ToLower(path.Base(file))
	stem, _, _ := strings.Cut(base, ".")
	switch path.Ext(base) {
	case ".md", ".rst", ".adoc":
		return true
	}
	if strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test.py") {
		return true
	}
	for _, dir := range strings.Split(path.Dir(file), "/") {
		if slices.Contains([]string{"docs", "doc", "tests", "test", ".github", ".gitlab", ".vscode", ".idea"}, dir) {
			return true
		}
	}
	return slices.Contains([]string{"readme", "license", "licence", "changelog", "changes", "authors", "contributing", "codeowners", "notice", "copying"}, stem) ||
		slices.Contains([]string{".gitignore", ".gitkeep", ".editorconfig", ".dvcignore", ".dockerignore", ".pre-commit-config.yaml", "citation.cff", "conftest.py"}, base) ||
		isDeclaration(file)
}

// isDeclaration says whether a file lists packages: they are compared one by one.
func isDeclaration(file string) bool {
	base := path.Base(file)
	return base == "uv.lock" || base == "poetry.lock" || base == ".python-version" || strings.HasPrefix(base, "requirements") && path.Ext(base) == ".txt" ||
		slices.Contains(declared, file)
}
