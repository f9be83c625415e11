//go:build !nodesk

package placeholder

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Literal names the params that a run command passes without a placeholder: --lr 0.1, --lr=0.1,
// lr=0.1 or LR=0.1, with the value that was logged wherever a word names the param. Nothing is looked
// for in quotes, as of a shell that is called, nor in other simple commands than the one that
// trains.
func Literal(command string, logged repro.Params) []string {
	words := training(scan(command).simple)
	var passed []string
	for _, param := range logged {
		if values := optionValues(words, param.Name); len(values) > 0 && !slices.ContainsFunc(values, func(value string) bool { return !params.Equal(param.Value, value) }) {
			passed = append(passed, param.Name)
		}
	}
	return passed
}

// noTraining are programs that a line ends with beside its training.
var noTraining = map[string]bool{"tee": true, "true": true, ":": true, "echo": true, "printf": true, "cat": true, "date": true, "ls": true, "cp": true, "mv": true, "rm": true, "mkdir": true, "exit": true, "wait": true, "grep": true, "tail": true, "head": true, "fi": true, "done": true, "dd": true, "test": true, "[": true, "cd": true, "sleep": true}

// training are the words of the simple commands whose programs are called after training, else of
// the last that runs a program which may train; nil for none, as of one that is assignments alone.
func training(commands [][]string) (called []string) {
	var last []string
	for _, words := range commands {
		at := programAt(words)
		if at < 0 || noTraining[path.Base(words[at])] {
			continue
		}
		if last = words; callsTraining(words[at:]) {
			called = append(called, words...)
		}
	}
	if called == nil {
		return last
	}
	return called
}

// callsTraining says whether a program, one that it reads, or a goal is called after training:
// train.py, fit_model.sh, -m src.train, make train. A file of data may be, too.
func callsTraining(words []string) bool {
	for i, word := range words {
		program := i == 0 || words[i-1] == "-m" || slices.Contains(programEndings, strings.ToLower(path.Ext(word)))
		goal := path.Ext(word) == "" && !strings.Contains(word, "/")
		if (program || goal) && trains.MatchString(word) {
			return true
		}
	}
	return false
}

var (
	programEndings = []string{".py", ".sh", ".bash", ".r", ".jl", ".ipynb"}
	trains         = regexp.MustCompile(`(?i)^(?:[^-=][^=]*)?(?:train|\bfit|_fit)[^=]*$`)
)

// optionValues are the values that words give a name.
func optionValues(words []string, name string) (values []string) {
	for i, word := range words {
		option, value, has := strings.Cut(word, "=")
		if !has && strings.HasPrefix(option, "--") && i+1 < len(words) {
			value, has = words[i+1], true
		}
		if option = strings.TrimLeft(option, "-+"); has && wording.SnakeCase(option) == wording.SnakeCase(name) {
			values = append(values, strings.Trim(value, `'"`))
		}
	}
	return values
}
