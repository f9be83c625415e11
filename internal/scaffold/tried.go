package scaffold

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/scripts"
)

// This file says what of a training command is not in the project. The command itself is
// never run here: it may take hours, and it trains.

// missing are things that a command names and that are not here, in sentences.
func missing(files fs.FS, command string, pipeline *dvc.Project) (texts []string) {
	say := func(format string, args ...any) {
		if text := fmt.Sprintf(format, args...); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	moves := slices.Contains(strings.Fields(command), "cd") // files are named from elsewhere then
	makefile, goals, makes := "", []string(nil), false
	for _, script := range scripts.Of(command) {
		text, there := readSmall(files, script.File)
		switch {
		case script.Make && there && makefile == "":
			makefile, goals = script.File, unknownGoals(text, script.Goals)
		case script.Make:
		case !there && !moves && !generated(script.File):
			say("The command names %s, which is not here.", printable.OneLine(script.File, 80))
		}
		makes = makes || script.Make
	}
	switch {
	case makes && makefile == "":
		say("The command calls make, and there is no Makefile.")
	case len(goals) > 0:
		say("%s has no goal %s.", makefile, printable.OneLine(strings.Join(goals, ", "), 80))
	}
	for _, part := range scripts.Commands(command) {
		words := strings.Fields(part)
		if file := pythonFile(words); file != "" && !moves {
			if _, there := readSmall(files, file); !there {
				say("The command names %s, which is not here.", printable.OneLine(file, 80))
			}
		}
		at := slices.Index(words, "repro")
		if at < 1 || path.Base(words[at-1]) != "dvc" {
			continue
		}
		if len(pipeline.Stages) == 0 {
			say("The command calls dvc repro, and there is no dvc.yaml with stages.")
			continue
		}
		for _, target := range words[at+1:] {
			if _, err := fs.Stat(files, path.Clean(target)); err != nil && isPlain(target) && !slices.ContainsFunc(pipeline.Stages, func(stage dvc.Stage) bool { return stage.Name == target || strings.HasPrefix(stage.Name, target+"@") }) {
				say("The pipeline has no stage %s.", printable.OneLine(target, 80))
			}
		}
	}
	return texts
}

// pythonFile is the program that a command gives to Python; "" for none.
func pythonFile(words []string) string {
	at := slices.IndexFunc(words, func(word string) bool { return strings.HasPrefix(path.Base(word), "python") })
	if at < 0 {
		return ""
	}
	for _, word := range words[at+1:] {
		switch {
		case word == "-m" || word == "-c":
			return ""
		case strings.HasPrefix(word, "-"):
		case path.Ext(word) == ".py" && isPlain(word) && !generated(word):
			return word
		default:
			return ""
		}
	}
	return ""
}

// unknownGoals are goals that a Makefile does not write out. One that includes another, or
// has pattern rules, may make them all the same.
func unknownGoals(makefile string, goals []string) (unknown []string) {
	makefile = scripts.Expand(makefile)
	if strings.Contains(makefile, "include ") || strings.Contains(makefile, "%") {
		return nil
	}
	for _, goal := range goals {
		if _, known := scripts.Rules(makefile, []string{goal}); !known && isPlain(goal) {
			unknown = append(unknown, goal)
		}
	}
	return unknown
}

// isPlain says whether a word is a name: no option, variable, glob or path of its own file.
func isPlain(word string) bool {
	return word != "" && !strings.HasPrefix(word, "-") && !strings.ContainsAny(word, "$*?[{=:'\"@")
}

// generated says whether a script may come from elsewhere than the project.
func generated(file string) bool {
	return path.IsAbs(file) || strings.HasPrefix(file, "..") || strings.ContainsAny(file, "$*?{")
}

// notRun says what nobody has tried.
func notRun(command string) string {
	return "Nothing was run: try " + printable.OneLine(command, 120) + " in a new clone, as a runner has one."
}
