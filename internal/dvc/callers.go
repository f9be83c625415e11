package dvc

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/scripts"
)

// Which stages run a program: in their commands, or in the scripts and the
// Makefile that those call.

// maxCalls bounds how deep scripts that call scripts are followed.
const maxCalls = 4

// Calls are the words by which stages call programs. They are asked when the project's
// files are out of reach as well.
type Calls []stageCalls

type stageCalls struct {
	stage string
	words []string
}

// Calls reads the stages' commands, and the scripts that those call.
func (p *Project) Calls() Calls {
	var calls Calls
	for _, stage := range p.Stages {
		calls = append(calls, stageCalls{stage.Name, p.words(stage.Dir, strings.Join(stage.Cmd, "\n"), maxCalls)})
	}
	return calls
}

// Callers names the stages whose command runs a program, which is known by its
// file's name alone: that is what MLflow records of a script that logs a run.
func (p *Project) Callers(program string) []string { return p.Calls().Of(program) }

// Of names the stages whose command runs a program.
func (c Calls) Of(program string) []string {
	program = path.Base(strings.ReplaceAll(program, `\`, "/"))
	if program == "." || program == "/" {
		return nil
	}
	module := strings.TrimSuffix(program, ".py")
	calls := func(word string) bool {
		word = strings.Trim(word, "\"'`();&|")
		return path.Base(word) == program || strings.HasSuffix(word, "."+module) // python -m pkg.train
	}
	var names []string
	for _, stage := range c {
		if slices.ContainsFunc(stage.words, calls) {
			names = append(names, stage.stage)
		}
	}
	return names
}

// words are those of a command, and of what it calls of the project.
func (p *Project) words(dir, command string, deep int) []string {
	return strings.Fields(strings.Join(p.commands(dir, command, deep), "\n"))
}

// commands are a command and the texts of what it calls of the project.
func (p *Project) commands(dir, command string, deep int) []string {
	found := []string{command}
	if deep == 0 || p.files == nil {
		return found
	}
	for _, script := range scripts.Of(command) {
		file := join(dir, script.File)
		data, err := readBytes(p.files, file, 1<<20)
		if err != nil {
			continue
		}
		text, at := string(data), dir
		if script.Make {
			if exported := scripts.PythonPath(text, command); exported != "" {
				found = append(found, exported)
			}
			text, at = scripts.Recipes(scripts.Expand(text), script.Goals), path.Dir(file)
		}
		found = append(found, p.commands(at, scripts.WithoutComments(text), deep-1)...)
		if script.Make {
			break // make reads the first file that it finds
		}
	}
	return found
}

// Text is a command with the scripts that it calls, and where it calls DVC the
// commands of all stages: what may name a place.
func (p *Project) Text(command string) string {
	return strings.Join(strings.Fields(strings.Join(p.Texts(command), "\n")), " ")
}

// Texts are what Text is made of, each with its lines.
func (p *Project) Texts(command string) []string {
	found := p.commands(".", command, maxCalls)
	if slices.ContainsFunc(strings.Fields(strings.Join(found, "\n")), func(word string) bool {
		return path.Base(strings.Trim(word, `"'@-`)) == "dvc" || strings.Contains(word, "DVC")
	}) {
		for _, stage := range p.Stages {
			found = append(found, p.commands(stage.Dir, strings.Join(stage.Cmd, "\n"), maxCalls)...)
		}
	}
	return found
}
