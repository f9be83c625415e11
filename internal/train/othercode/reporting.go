package othercode

import (
	"regexp"
	"strings"
)

var (
	// callsMake finds calls of make in a command, with words that a shell leaves alone and placeholders.
	callsMake = regexp.MustCompile(`(?:^|[;&|]\s*|\s)make(?:[ \t]+[\w./:=@%+{}-]+)*`)
	// callsOne is a command that is nothing but the call of a goal or a script, without words for it.
	callsOne  = regexp.MustCompile(`^\s*(?:make(?:[ \t]+\w[\w.-]*)?|(?:(?:ba)?sh[ \t]+)?[\w./-]+\.sh)\s*$`)
	elsewhere = regexp.MustCompile(`(?:^|\s)-C|--directory`)
	exports   = regexp.MustCompile(`^export PYTHONPATH=([^\n]*)$`)
	here      = strings.NewReplacer("$(CURDIR)", "$PWD", "${CURDIR}", "$PWD", "$(PWD)", "$PWD", "${PWD}", "$PWD", "$(shell pwd)", "$PWD")
)

// Reporting is the run command by which Pythons report that lose the observer to a PYTHONPATH
// of their own; "" where none is known. texts are a command and what it calls: what a
// Makefile exports is given to make, and the one line that a command does nothing but call is
// called itself.
func Reporting(texts []string) string {
	if way := reporting(texts); Unhooked(way) == "" {
		return way
	}
	return "" // it would lose the observer as well
}

func reporting(texts []string) string {
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
			if value != found[1] && elsewhere.MatchString(command) {
				return "" // make stands in another directory than the shell that starts it
			}
			return toMake(command, " PYTHONPATH="+value+":$PYTHONPATH")
		}
	}
	if len(texts) != 2 || !callsOne.MatchString(command) {
		return ""
	}
	line := strings.TrimLeft(strings.TrimSpace(texts[1]), "@")
	if !setsPath.MatchString(line) || strings.ContainsAny(line, "\n\\$") || strings.HasPrefix(line, "-") {
		return ""
	}
	return passedOn(line)
}

// toMake is a command with more words for each make that it calls.
func toMake(command, more string) string {
	var b strings.Builder
	at := 0
	for _, call := range callsMake.FindAllStringIndex(command, -1) {
		end := call[1]
		if end < len(command) && !strings.ContainsRune(" \t\n;&|", rune(command[end])) { // within a word
			end = call[0] + strings.LastIndexAny(command[call[0]:end], " \t")
		}
		if end <= call[0] {
			continue // of another name, as make's
		}
		b.WriteString(command[at:end] + more)
		at = end
	}
	return b.String() + command[at:]
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
