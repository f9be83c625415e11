package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/scripts"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// ErrCommand is in the chain where a project does not tell how it is trained.
var ErrCommand = errors.New("say it with --run-command, for example --run-command \"python train.py\"")

// trainCommand is the command that trains a project: what was said, else what its
// pipeline, its Makefile or its scripts tell. program is the one that logged the
// original's run, "" where that is not known.
func trainCommand(files fs.FS, said, program string, pipeline *dvc.Project) (string, error) {
	if said != "" {
		return said, nil
	}
	if command, err := reproCommand(pipeline); command != "" || err != nil {
		return command, err
	}
	if command, err := makeCommand(files); command != "" || err != nil {
		return command, err
	}
	if program = path.Clean(program); path.Ext(program) == ".py" && fs.ValidPath(program) {
		if _, there := readSmall(files, program); there {
			return "python " + wording.Quote(program), nil
		}
	}
	switch found := trainingScripts(files); len(found) {
	case 0:
		return "", fmt.Errorf("how does it train? Neither a dvc.yaml, a Makefile nor a script called train tells; %w", ErrCommand)
	case 1:
		return "python " + wording.Quote(found[0]), nil
	default:
		return "", fmt.Errorf("how does it train? There are %s; %w", wording.List(found), ErrCommand)
	}
}

// reproCommand is how DVC trains; "" where it does not.
func reproCommand(pipeline *dvc.Project) (string, error) {
	var pipelines []string
	for _, stage := range pipeline.Stages {
		if !slices.Contains(pipelines, stage.File) {
			pipelines = append(pipelines, stage.File)
		}
	}
	switch {
	case len(pipelines) == 0:
		return "", nil
	case slices.Contains(pipelines, "dvc.yaml"):
		return "dvc repro --force", nil
	case len(pipelines) == 1:
		return "dvc repro --force " + wording.Quote(pipelines[0]), nil
	}
	return "", fmt.Errorf("which pipeline trains? There are %s; say it with --run-command \"dvc repro --force %s\"", wording.List(pipelines), pipelines[0])
}

var makeTarget = regexp.MustCompile(`(?m)^([A-Za-z0-9][A-Za-z0-9_.-]*)[ \t]*:(?:[^=]|$)`)

// makeCommand is how make trains: the goal called so, else the only one that does.
func makeCommand(files fs.FS) (string, error) {
	for _, name := range []string{"GNUmakefile", "makefile", "Makefile"} {
		text, ok := readSmall(files, name)
		if !ok {
			continue
		}
		text = scripts.Expand(text)
		var called, trains []string
		for _, target := range makeTarget.FindAllStringSubmatch(text, 500) {
			goal := target[1]
			switch {
			case slices.Contains(called, goal) || slices.Contains(trains, goal):
			case dvc.Trained(goal) && !dvc.IsModel(goal):
				called = append(called, goal)
			case callsOf(files, "make "+goal).trains:
				trains = append(trains, goal)
			}
		}
		goals := called
		if slices.Contains(called, "train") {
			goals = []string{"train"}
		} else if len(called) == 0 {
			goals = trains
		}
		switch len(goals) {
		case 0:
			return "", nil
		case 1:
			return "make " + goals[0], nil
		}
		return "", fmt.Errorf("which goal of %s trains? There are %s; say it with --run-command \"make %s\"", name, wording.List(goals), goals[0])
	}
	return "", nil
}

// maxSearched bounds the entries that are looked at in search of a file.
const maxSearched = 20_000

// passed are directories that hold no code of the project.
var passed = map[string]bool{".git": true, ".dvc": true, ".tox": true, ".venv": true, "venv": true, "env": true, "node_modules": true, "site-packages": true, "__pycache__": true, "mlruns": true, "tests": true, "test": true}

// pythonFiles lists the Python files of the project.
func pythonFiles(files fs.FS) (found []string) {
	seen := 0
	_ = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if seen++; seen > maxSearched {
			return fs.SkipAll
		}
		switch {
		case err != nil:
			return nil // what cannot be read names no script
		case entry.IsDir() && name != "." && passed[entry.Name()]:
			return fs.SkipDir
		case entry.Type().IsRegular() && path.Ext(name) == ".py":
			found = append(found, name)
		}
		return nil
	})
	return found
}

// trainingScripts are programs called train that can be started: not a part of a library.
func trainingScripts(files fs.FS) (found []string) {
	for _, name := range pythonFiles(files) {
		base := path.Base(name)
		if !isProgram(base) || !dvc.Trained(base) {
			continue
		}
		if text, _ := readSmall(files, name); strings.Contains(text, "__main__") || path.Dir(name) == "." || path.Dir(name) == "scripts" || path.Dir(name) == "src" {
			found = append(found, name)
		}
	}
	return found
}
