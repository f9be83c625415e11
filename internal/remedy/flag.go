package remedy

import (
	"regexp"
	"strings"
)

// This file finds the option of a program that sets a param, in the program's own text:
// the param's name alone does not tell it, as a --seed sets random_state.

var (
	optionName = `(?:["']|\b)`
	byName     = regexp.MustCompile(`\bfire\.Fire\b|\bHfArgumentParser\b|\btyro\b|\bsimple_parsing\b|\bjsonargparse\b|\bpydantic_settings\b|\bchz\b`)
	byTyper    = regexp.MustCompile(`\btyper\b|\bcyclopts\b|\bplac\b`)
)

// flagOf gives the option by which a program takes a param; "" where its text has none.
// It reads argparse, click and whoever else writes the option as it is typed; a dest that
// is another name; what is handed on from a parsed argument; absl's and typer's ways.
func flagOf(program, name string) string {
	for _, spelling := range spellings(name) {
		if declares(program, "--"+spelling) {
			return "--" + spelling
		}
	}
	last := regexp.QuoteMeta(lastPart(name))
	if dest := regexp.MustCompile(`["'](--[\w-]+)["'](?:[^)\n]*\bdest\s*=|\s*,)\s*["']` + last + `["']`).FindStringSubmatch(program); dest != nil {
		return dest[1]
	}
	handed := regexp.MustCompile(optionName + last + `["']?\s*[=:,]\s*\w+\.([A-Za-z_]\w*)\b`)
	for _, argument := range handed.FindAllStringSubmatch(program, maxHanded) {
		for _, spelling := range spellings(argument[1]) {
			if declares(program, "--"+spelling) {
				return "--" + spelling
			}
		}
	}
	field := regexp.MustCompile(`(?:[(,]\s*|\n\s+)` + last + `\s*[:=]`)
	switch {
	case regexp.MustCompile(`\bDEFINE_\w+\(\s*["']` + last + `["']`).MatchString(program),
		byName.MatchString(program) && field.MatchString(program):
		return "--" + lastPart(name)
	case byTyper.MatchString(program) && field.MatchString(program):
		return "--" + strings.ReplaceAll(lastPart(name), "_", "-")
	}
	return ""
}

// maxHanded bounds the places of one program that are looked at.
const maxHanded = 20

// declares says whether a program's text has an option, and no longer one.
func declares(program, option string) bool {
	return regexp.MustCompile(regexp.QuoteMeta(option) + `(?:[^\w-]|$)`).MatchString(program)
}
