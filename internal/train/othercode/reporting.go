package othercode

import (
	"regexp"
	"strings"
)

var (
	// callsMake finds calls of make in a command, with words that a shell leaves alone.
	callsMake = regexp.MustCompile(`(^|[;&|]\s*|\s)(make(?:[ \t]+[\w./:=@%+-]+)*)`)
	exports   = regexp.MustCompile(`^export PYTHONPATH=([^\n]*)$`)
	here      = strings.NewReplacer("$(CURDIR)", "$PWD", "${CURDIR}", "$PWD", "$(PWD)", "$PWD", "${PWD}", "$PWD", "$(shell pwd)", "$PWD")
)

// Reporting is the run command by which Pythons report that lose the observer to a PYTHONPATH
// of their own; "" where none is known. texts are a command and what it calls: what a
// Makefile exports is given to make, and a recipe or a script of one line is called itself.
func Reporting(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	command := texts[0]
	if set := setsPath.FindString(command); set != "" {
		return passedOn(command)
	}
	for _, text := range texts[1:] {
		if found := exports.FindStringSubmatch(text); found != nil {
			value := here.Replace(found[1])
			if strings.Contains(value, "PYTHONPATH") || strings.ContainsAny(value, "()`{} \t\"'") || !callsMake.MatchString(command) {
				return ""
			}
			return callsMake.ReplaceAllString(command, "${1}${2} "+strings.ReplaceAll("PYTHONPATH="+value+":$PYTHONPATH", "$", "$$"))
		}
	}
	for _, text := range texts[1:] {
		line := strings.TrimLeft(strings.TrimSpace(text), "@")
		if setsPath.MatchString(line) && !strings.ContainsAny(line, "\n\\") && !strings.Contains(line, "$(") && !strings.Contains(line, "$$") && !strings.HasPrefix(line, "-") {
			return passedOn(line)
		}
	}
	return ""
}

// passedOn is a command whose PYTHONPATHs go on with the one that it is given.
func passedOn(command string) string {
	return setsPath.ReplaceAllStringFunc(command, func(set string) string {
		if strings.Count(set, "PYTHONPATH") > 1 {
			return set
		}
		for _, quote := range []string{`"`, `'`} {
			if rest, is := strings.CutSuffix(set, quote); is && quote == `"` {
				return rest + `:$PYTHONPATH"`
			} else if is {
				return set + `:$PYTHONPATH`
			}
		}
		return set + ":$PYTHONPATH"
	})
}
