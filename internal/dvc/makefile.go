package dvc

import (
	"path"
	"slices"
	"strings"
)

// makefiles gives the files that make would look for, in its order.
// https://www.gnu.org/software/make/manual/make.html#Makefile-Names
func makefiles(words []string) []script {
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
	var found []script
	for _, name := range names {
		found = append(found, script{file: path.Join(dir, name), make: true, goals: goals})
	}
	return found
}

// recipes gives the recipe lines that make would run for the goals, those of
// their prerequisites included. Where a goal is not written out in the file,
// it gives the whole file.
func recipes(makefile string, goals []string) string {
	var text strings.Builder
	rules, known := needed(makefile, goals)
	if !known {
		return makefile
	}
	for _, rule := range rules {
		for _, line := range rule.lines {
			text.WriteString(strings.TrimRight(line, "\n") + "\n")
		}
	}
	return text.String()
}

// A rule is a target of a Makefile, what it needs and how it is made.
type rule struct {
	target string
	needs  []string
	lines  []string
}

// needed gives the rules that make would look at for the goals, those of their
// prerequisites included. known is false where a goal is not written out in the
// file.
func needed(makefile string, goals []string) (found []*rule, known bool) {
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
func readRules(makefile string) (rules map[string]*rule, first string) {
	rules = map[string]*rule{}
	var open []*rule
	for line := range strings.Lines(strings.ReplaceAll(makefile, "\\\n", " ")) {
		if recipe, ok := strings.CutPrefix(line, "\t"); ok {
			for _, one := range open {
				one.lines = append(one.lines, recipe)
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
				rules[name] = &rule{target: name}
			}
			if first == "" && !strings.HasPrefix(name, ".") {
				first = name
			}
			rules[name].needs = append(rules[name].needs, strings.Fields(strings.TrimPrefix(rest, ":"))...)
			rules[name].lines = append(rules[name].lines, inline)
			open = append(open, rules[name])
		}
	}
	return rules, first
}
