//go:build !nodesk

package remedy

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says how an option gets to a program that the run command starts by way of
// make, DVC or a script: behind their names it would be theirs.

var (
	makeCall  = regexp.MustCompile(`(?:^|[;&|(]\s*|\s)(g?make(?:\s+[^;&|()]*)?)`)
	dvcCall   = regexp.MustCompile(`\bdvc\s+(?:repro|exp\s+run)\b`)
	shellCall = regexp.MustCompile(`(?:^|[;&|(]\s*)(?:(?:ba|z|da)?sh\s+)?((?:\./)?[\w./-]+\.sh)\b`)
	passedOn  = regexp.MustCompile(`"?\$[@*]"?|\$\{[@*]\}`)
	argsOf    = regexp.MustCompile(`\$[({]((?:\w*_)?(?:ARGS|OPTS|OPTIONS|FLAGS|PARAMS|ARGUMENTS))[)}]`)
)

// wrapped says where options go that cannot be added to the command's end; "" where they
// can.
func wrapped(command, program string, files fs.FS, options string) string {
	itself := "python " + wording.Quote(program) + " " + options
	if program == "." || program == "" || path.Ext(program) != ".py" {
		itself = "the training program with " + options
	}
	switch {
	case program != "" && program != "." && (strings.Contains(command, path.Base(program)) || moduleCall(command, program)):
		return ""
	case makeCall.MatchString(command):
		call := strings.TrimSpace(makeCall.FindStringSubmatch(command)[1])
		recipe := recipeOf(files, target(call))
		if match := argsOf.FindStringSubmatch(recipe); match != nil {
			return "make it " + withOptions(call, match[1], options)
		}
		return fmt.Sprintf("%s hands no options on: use %s as the run command, or put $(ARGS) into the recipe, commit it, and run it with %s ARGS=%s",
			call, itself, call, wording.Quote(options))
	case dvcCall.MatchString(command):
		return fmt.Sprintf("dvc repro hands no options on: put %s into the stage's cmd in dvc.yaml and commit it, or use %s as the run command", options, itself)
	case shellCall.MatchString(command):
		name := path.Clean(shellCall.FindStringSubmatch(command)[1])
		if text, err := readIn(files, name); err == nil && !passedOn.MatchString(text) {
			return fmt.Sprintf(`%s hands no options on: put "$@" behind the program in it and commit it, or use %s as the run command`, name, itself)
		}
	}
	return ""
}

// withOptions adds options to the one variable that takes them: of several of a name on its
// command line make takes the last alone.
func withOptions(call, variable, options string) string {
	own := given(variable)
	var all []string
	for _, one := range own.FindAllStringSubmatch(call, -1) {
		if value := unquoted.Replace(one[1]); value != "" {
			all = append(all, value)
		}
	}
	return own.ReplaceAllString(call, "") + " " + variable + "=" + wording.Quote(strings.Join(append(all, options), " "))
}

// given finds what a call of make gives variables of a name.
func given(name string) *regexp.Regexp {
	return regexp.MustCompile(`\s` + name + `=((?:'[^']*'|"[^"\\$` + "`" + `]*"|\\.|[^\s'"\\])*)`)
}

// unquoted takes the quotes of a shell away, but for those that stand for themselves.
var unquoted = strings.NewReplacer(`'\''`, "'", `\"`, `"`, "'", "", `"`, "")

// moduleCall says whether a command starts a program as a module: python -m src.train.
func moduleCall(command, program string) bool {
	stem := regexp.QuoteMeta(strings.TrimSuffix(path.Base(program), ".py"))
	return regexp.MustCompile(`-m\s+(?:[\w.]+\.)?` + stem + `\b`).MatchString(command)
}

// target is the first goal that a call of make names; "" is the first of the Makefile.
func target(call string) string {
	words := strings.Fields(given(`\w+`).ReplaceAllString(call, ""))
	for i := 1; i < len(words); i++ {
		switch word := words[i]; {
		case word == "-C" || word == "-f" || word == "-j":
			i++
		case !strings.HasPrefix(word, "-") && !strings.Contains(word, "="):
			return word
		}
	}
	return ""
}

// recipeOf gives the lines below a target in the Makefile.
func recipeOf(files fs.FS, target string) string {
	text, err := readIn(files, "Makefile")
	if err != nil {
		return ""
	}
	var recipe strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		head, _, rule := strings.Cut(line, ":")
		switch {
		case strings.HasPrefix(line, "\t"):
			if inside {
				recipe.WriteString(line)
			}
		case rule && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ".") && !strings.Contains(head, "="):
			inside = target == "" && recipe.Len() == 0 || containsWord(head, target)
		}
	}
	return recipe.String()
}

func containsWord(text, word string) bool {
	for _, field := range strings.Fields(text) {
		if field == word {
			return true
		}
	}
	return false
}
