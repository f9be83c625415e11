package local

import (
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Whether a training only evaluated: by what its programs were called with. One
// program may train and evaluate, and then its name says nothing.

var (
	evaluateNames = strings.Fields("evaluate evaluation eval predict prediction predictions score scoring infer inference validate validation test benchmark")
	fitNames      = strings.Fields("train training trainer fit retrain refit")
	trainNames    = strings.Fields("train training trainer fit retrain refit finetune finetuning tune tuning search sweep cv")
	apartNames    = strings.Fields("test tests docs doc examples")
	asideNames    = strings.Fields("prepare prep preprocess preprocessing data dataset download fetch get split features featurize featurise clean ingest load plot report export register deploy compare check lint setup")
	// evaluateOnly are options that leave the training out, whatever the program is called.
	evaluateOnly = regexp.MustCompile(`^--?(?:(?:eval|evaluate|evaluation|test|predict|inference|validate|val|score)[-_]only|only[-_](?:eval|evaluate|test|predict|inference)|(?:no|skip)[-_](?:train|training|fit|fitting))(?:=(?:1|[Tt]rue|yes))?$`)
	// evaluateToo are options of programs that train without them, or with one for it.
	evaluateToo = regexp.MustCompile(`^--(?:evaluate|eval|do[-_]eval|do[-_]predict|do[-_]test|predict|inference)(?:=(?:1|[Tt]rue|yes))?$`)
	trainToo    = regexp.MustCompile(`^--(?:do[-_])?(?:train|training|fit|retrain)(?:=(?:1|[Tt]rue|yes))?$`)
	modeOption  = regexp.MustCompile(`^(?:--?|\+)?(?:mode|task|action|phase|stage|job|command|cmd|do|step|entry[-_]?point)$`)
)

// A call is a program of the commit and what it was called with.
type call struct {
	program string
	args    []string
}

func (c call) String() string {
	return printable.Clip(strings.Join(append([]string{c.program}, c.args...), " "), 200)
}

// callsIn are those that Python was seen to make; workers of theirs are none.
func callsIn(seen *observe.Observation, dirs ...string) []call {
	var found []call
	for _, p := range seen.Run(dirs...) {
		args := p.Args
		at := slices.IndexFunc(args, func(arg string) bool { return arg == p.Program() || "python -m "+arg == p.Program() })
		if p.Forked || at < 0 {
			continue
		}
		name := args[at]
		if rel, err := filepath.Rel(dirs[0], name); err == nil && filepath.IsAbs(name) && filepath.IsLocal(rel) {
			name = filepath.ToSlash(rel)
		}
		found = append(found, call{name, args[at+1:]})
	}
	return found
}

// scriptEnding is that of a program which takes its arguments itself, as a shell's script
// that starts others need not.
var scriptEnding = regexp.MustCompile(`\.(?:py|[rR]|jl)$`)

var parts = regexp.MustCompile(`&&|\|\||[;|\n]`)

// maxParts bounds the parts of a command that are looked at.
const maxParts = 2000

// callsOf are those that a command names itself.
func callsOf(command string) []call {
	var found []call
	for _, part := range parts.Split(command, maxParts) {
		words := strings.Fields(part)
		at := slices.IndexFunc(words, func(word string) bool { return scriptEnding.MatchString(word) })
		if at < 0 {
			if at = slices.Index(words, "-m") + 1; at == 0 || at >= len(words) {
				continue
			}
		}
		found = append(found, call{words[at], words[at+1:]})
	}
	return found
}

// evaluated gives the call that evaluates, where none of the calls trains. untrained
// says that the commit has a program for training, and that nothing of it ran.
func evaluated(calls []call, untrained bool) string {
	found := ""
	for _, c := range calls {
		switch c.does(untrained) {
		case "evaluate":
			found = c.String()
		case "train":
			return ""
		}
	}
	return found
}

// does says in a word what a call is for: "evaluate", "train" or, of what makes no
// model by its name, "aside".
func (c call) does(untrained bool) string {
	name := filekind.WordsOf(scriptEnding.ReplaceAllString(path.Base(filepath.ToSlash(c.program)), ""))
	if i := strings.LastIndex(c.program, "."); i >= 0 && !scriptEnding.MatchString(c.program) {
		name = filekind.WordsOf(c.program[i+1:]) // a module
	}
	words, trains := c.words(), slices.ContainsFunc(c.args, trainToo.MatchString)
	switch {
	case slices.ContainsFunc(c.args, evaluateOnly.MatchString):
		return "evaluate"
	case trains || anyIn(words, trainNames):
		return "train"
	case anyIn(words, evaluateNames):
		return "evaluate"
	}
	evaluates := slices.ContainsFunc(c.args, evaluateToo.MatchString) && !anyIn(name, fitNames)
	switch {
	case evaluates, untrained && anyIn(name, evaluateNames) && !anyIn(name, trainNames):
		return "evaluate"
	case anyIn(words, asideNames), anyIn(name, asideNames) && !anyIn(name, trainNames, evaluateNames):
		return "aside"
	}
	return "train"
}

// words are a call's subcommands and modes: an argument by itself, and the value of
// an option that chooses what to do.
func (c call) words() []string {
	var found []string
	for i, arg := range c.args {
		name, value, assigned := strings.Cut(arg, "=")
		before := ""
		if i > 0 {
			before = c.args[i-1]
		}
		switch {
		case assigned && modeOption.MatchString(name):
			found = append(found, filekind.WordsOf(value)...)
		case assigned, strings.ContainsAny(arg, "/.") || strings.HasPrefix(arg, "-"):
		case !strings.HasPrefix(before, "-"), modeOption.MatchString(before):
			found = append(found, filekind.WordsOf(arg)...)
		}
	}
	return found
}

func anyIn(list []string, sets ...[]string) bool {
	return slices.ContainsFunc(list, func(word string) bool {
		return slices.ContainsFunc(sets, func(set []string) bool { return slices.Contains(set, word) })
	})
}

// untrained says whether the commit has a program for training of which nothing ran.
func (p place) untrained(ran func(file string) bool) bool {
	has := false
	for _, file := range p.checkout.Files {
		if path.Ext(file) != ".py" || anyIn(filekind.WordsOf(file), apartNames) || !anyIn(filekind.WordsOf(path.Base(file)), fitNames) {
			continue
		}
		if ran(file) {
			return false
		}
		has = true
	}
	return has
}

// evaluated gives the call of a training that only evaluates; "" for none.
func (p place) evaluated(seen *observe.Observation, command string) string {
	if seen == nil || len(seen.Doubts) > 0 || len(seen.Run(p.clone.Dir, filestate.RealPath(p.clone.Dir))) == 0 {
		return evaluated(callsOf(command), false)
	}
	dirs := []string{filestate.RealPath(p.clone.Dir), p.clone.Dir}
	code := seen.CodeIn(dirs...)
	return evaluated(callsIn(seen, dirs...), p.untrained(func(file string) bool { return slices.Contains(code, file) }))
}
