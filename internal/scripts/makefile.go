package scripts

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var assigned = regexp.MustCompile(`(?m)^(\w+)[ \t]*[:?]?=[ \t]*([^#\n]*)`)

// pythonPath finds where a Makefile gives PYTHONPATH, which its recipes get: with export, or
// as make passes on what its environment has. One that is given by ?= does not count there.
var pythonPath = regexp.MustCompile(`(?m)^(?:export[ \t]+|override[ \t]+)*PYTHONPATH[ \t]*:{0,3}=[ \t]*([^#\n]*)`)

// givesMake finds a variable that a call of make gives, which outranks the Makefile's.
var givesMake = regexp.MustCompile(`\bmake\b[^;&|\n]*\sPYTHONPATH=`)

// PythonPath is a line of a shell that does as a Makefile does which gives its recipes a
// PYTHONPATH; "" where it gives none, or the command that calls make another.
func PythonPath(makefile, command string) string {
	found := pythonPath.FindStringSubmatch(makefile)
	if found == nil || givesMake.MatchString(command) {
		return ""
	}
	return "export PYTHONPATH=" + strings.TrimSpace(found[1])
}

// compilers are the programs that make calls where a Makefile names no others.
// https://www.gnu.org/software/make/manual/make.html#Implicit-Variables
var compilers = map[string]string{"CC": "cc", "CXX": "c++", "FC": "gfortran", "CPP": "cc -E"}

// Expand puts the values of a Makefile's plain variables in their places, and those that
// make has for its compilers.
func Expand(makefile string) string {
	const most = 200
	pairs := []string{"$(MAKE)", "make", "${MAKE}", "make"}
	for _, found := range assigned.FindAllStringSubmatch(makefile, most) {
		value := strings.TrimSpace(found[2])
		pairs = append(pairs, "$("+found[1]+")", value, "${"+found[1]+"}", value)
	}
	for name, value := range compilers { // after those that the file sets
		pairs = append(pairs, "$("+name+")", value, "${"+name+"}", value)
	}
	for range 3 { // a value may name another
		if makefile = strings.NewReplacer(pairs...).Replace(makefile); len(makefile) > 1<<20 {
			break
		}
	}
	return makefile
}

// makefiles gives the files that make would look for, in its order.
// https://www.gnu.org/software/make/manual/make.html#Makefile-Names
func makefiles(words []string) []Script {
	dir, names := ".", []string{"GNUmakefile", "makefile", "Makefile"}
	var goals []string
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case (word == "-C" || word == "-f") && i+1 < len(words):
			i++
			if word == "-C" {
				dir = words[i]
			} else {
				names = []string{words[i]}
			}
		case strings.HasPrefix(word, "-") || strings.Contains(word, "=") || strings.Trim(word, "0123456789") == "": // 2 of -j 2
		default:
			goals = append(goals, word)
		}
	}
	var found []Script
	for _, name := range names {
		found = append(found, Script{File: path.Join(dir, name), Make: true, Goals: goals})
	}
	return found
}

// Recipes gives the recipe lines that make would run for the goals, those of
// their prerequisites included. Where a goal is not written out in the file,
// it gives the whole file.
func Recipes(makefile string, goals []string) string {
	var text strings.Builder
	rules, known := Rules(makefile, goals)
	if !known {
		return makefile
	}
	for _, rule := range rules {
		for _, line := range rule.Lines {
			text.WriteString(strings.TrimRight(line, "\n") + "\n")
		}
	}
	return text.String()
}

// A Rule is a target of a Makefile, what it needs and how it is made.
type Rule struct {
	Target string
	needs  []string
	Lines  []string
}

// Rules gives the rules that make would look at for the goals, those of their
// prerequisites included. known is false where a goal is not written out in the
// file.
func Rules(makefile string, goals []string) (found []*Rule, known bool) {
	rules, first := readRules(makefile)
	if len(goals) == 0 {
		goals = []string{first}
	}
	done := map[string]bool{}
	for queue := slices.Clone(goals); len(queue) > 0; queue = queue[1:] {
		rule := rules[queue[0]]
		switch {
		case rule == nil && slices.Contains(goals, queue[0]):
			return nil, false
		case rule == nil || done[queue[0]]:
			continue
		}
		done[queue[0]] = true
		queue = append(queue, rule.needs...)
		found = append(found, rule)
	}
	return found, true
}

// readRules reads the rules of a Makefile by their targets, and names the first.
func readRules(makefile string) (rules map[string]*Rule, first string) {
	rules = map[string]*Rule{}
	var open []*Rule
	for line := range strings.Lines(strings.ReplaceAll(makefile, "\\\n", " ")) {
		if recipe, ok := strings.CutPrefix(line, "\t"); ok {
			for _, one := range open {
				one.Lines = append(one.Lines, recipe)
			}
			continue
		}
		line, _, _ = strings.Cut(line, "#")
		names, rest, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(rest, "=") || strings.ContainsAny(names, "=") {
			if strings.TrimSpace(line) != "" {
				open = nil
			}
			continue
		}
		rest, inline, _ := strings.Cut(rest, ";")
		open = nil
		for _, name := range strings.Fields(names) {
			if rules[name] == nil {
				rules[name] = &Rule{Target: name}
			}
			if first == "" && !strings.HasPrefix(name, ".") {
				first = name
			}
			rules[name].needs = append(rules[name].needs, strings.Fields(strings.TrimPrefix(rest, ":"))...)
			rules[name].Lines = append(rules[name].Lines, inline)
			open = append(open, rules[name])
		}
	}
	return rules, first
}
