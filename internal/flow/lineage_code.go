package flow

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	maxWalked = 50_000 // files of a commit that are looked at
	maxCode   = 1000   // files of code that are compared
)

// changedCode lists the files of code that differ between two trees, by path.
// ok is false where a tree could not be listed or is too large: then nothing
// can be said.
func changedCode(before, after fs.FS) (changed []string, ok bool) {
	old, okOld := codeFiles(before)
	now, okNow := codeFiles(after)
	if !okOld || !okNow {
		return nil, false
	}
	for file, info := range now {
		then, known := old[file]
		if !known || !sameFile(before, after, file, then, info) {
			changed = append(changed, file)
		}
	}
	for file := range old {
		if _, still := now[file]; !still {
			changed = append(changed, file)
		}
	}
	slices.Sort(changed)
	return changed, true
}

// codeFiles lists the code of a tree, tests left out: they train nothing.
func codeFiles(files fs.FS) (map[string]fs.FileInfo, bool) {
	found, walked := map[string]fs.FileInfo{}, 0
	err := fs.WalkDir(files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if walked++; walked > maxWalked || len(found) > maxCode {
			return errEnough
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != "." || entry.Name() == "tests") {
			return fs.SkipDir
		}
		if entry.Type().IsRegular() && isProgram(file) {
			info, err := entry.Info()
			if err != nil {
				return err
			}
			found[file] = info
		}
		return nil
	})
	return found, err == nil
}

// isProgram says whether a file is something that runs: settings of tools and
// lock files are named elsewhere.
func isProgram(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".toml", ".cfg", ".ini", ".lock":
		return false
	}
	base := path.Base(file)
	return dvc.IsCode(file) && !strings.HasPrefix(base, "test_") && !strings.HasSuffix(base, "_test.py")
}

// sameFile compares by git's own names for contents where both sides have
// them, and by content where not.
func sameFile(before, after fs.FS, file string, a, b fs.FileInfo) bool {
	x, xOK := a.Sys().(string)
	y, yOK := b.Sys().(string)
	if xOK && yOK {
		return x == y
	}
	if a.Size() != b.Size() {
		return false
	}
	then, err := readFile(before, file)
	now, err2 := readFile(after, file)
	return errors.Join(err, err2) == nil && bytes.Equal(then, now)
}

// codeInputs says what of the code differs between the commit of the original
// and the one that was trained: the files of code one by one. Two commits
// between which no code differs are the same code.
func codeInputs(commit repro.Input, before, after tree, imports map[string][]string) (inputs []repro.Input) {
	if commit.State != repro.InputDiffers || before.files == nil || after.files == nil {
		return []repro.Input{commit}
	}
	changed, ok := changedCode(before.files, after.files)
	if !ok {
		return []repro.Input{commit}
	}
	differ, named := false, namedCode(after.project)
	witness := before.at + " and " + after.at
	for _, file := range changed {
		input := repro.Input{Kind: "code", Name: file, Original: before.at, Now: after.at, State: repro.InputDiffers, Evidence: "git at " + witness}
		if _, err := fs.Stat(before.files, file); err != nil {
			input.Original, input.Note = "not there", "added"
		} else if _, err := fs.Stat(after.files, file); err != nil {
			input.Now, input.Note = "not there", "removed"
		}
		if onlyComments(before.files, after.files, file) {
			input.State, input.Note = repro.InputSame, "only comments and blank lines differ"
			inputs = append(inputs, input)
			continue
		}
		differ = true
		switch dep := covering(named, file); {
		case dep != "" && dep != file:
			input.Note = joined(input.Note, "part of "+dep)
		case dep != "":
		case anyImports(imports, file):
			input.Note = joined(input.Note, "no stage names it in dvc.yaml, and a stage's program imports it")
		case len(named) > 0:
			input.Note = joined(input.Note, "no stage names it in dvc.yaml")
		}
		inputs = append(inputs, input)
	}
	if !differ {
		commit.State, commit.Note = repro.InputSame, "another commit; no code differs between the two"
	} else {
		commit.Kind = repro.KindDerived
	}
	return append([]repro.Input{commit}, inputs...)
}

// onlyComments says whether two versions of a program of Python do the same.
func onlyComments(before, after fs.FS, file string) bool {
	if path.Ext(file) != ".py" {
		return false
	}
	a, err := readFile(before, file)
	b, err2 := readFile(after, file)
	return errors.Join(err, err2) == nil && withoutComments(string(a)) == withoutComments(string(b))
}

// namedCode lists the dependencies of all stages.
func namedCode(project *dvc.Project) []string {
	var named []string
	if project == nil {
		return nil
	}
	for _, stage := range project.Stages {
		for _, dep := range stage.Deps {
			named = append(named, dep.Path)
		}
	}
	return named
}

// covering finds the dependency that a file is or lies in.
func covering(named []string, file string) string {
	for _, dep := range named {
		if file == dep || strings.HasPrefix(file, dep+"/") {
			return dep
		}
	}
	return ""
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}
