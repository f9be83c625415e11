package redact

import (
	"slices"
	"strings"
)

// Arguments gives the arguments of a command with those hidden that stand for a secret by
// the flag before them: of a list it is known what belongs to a flag, and of a text it is
// not. What follows a user's name and a colon is hidden, and what a header of such a name
// holds.
func Arguments(args []string) []string {
	shown := slices.Clone(args)
	before := ""
	for i, arg := range args {
		name, value, joined := strings.Cut(arg, "=")
		flag := strings.HasPrefix(name, "-")
		switch {
		case joined && flag && (underFlag(strings.TrimLeft(name, "-"), value) || isNoNumber(name, value)):
			shown[i] = name + "=***"
		case flag && !strings.HasPrefix(arg, "--") && len(arg) > 2 && looksDrawn(arg[2:]): // -pVALUE
			shown[i] = arg[:2] + "***"
		case joined && flag || !strings.HasPrefix(before, "-") || strings.HasPrefix(arg, "-"):
		default:
			shown[i] = ofFlag(before, arg)
		}
		before = arg
	}
	return shown
}

// ofFlag is the argument of a flag.
func ofFlag(flag, value string) string {
	name := strings.TrimLeft(flag, "-")
	if underFlag(name, value) || (name == "p" || name == "sig") && isMixed(value) || isNoNumber(name, value) || len(name) == 1 && looksDrawn(value) {
		return "***"
	}
	before, after, found := strings.Cut(value, ":")
	switch {
	case !found:
	case slices.Contains([]string{"u", "user", "auth", "login"}, name) && userPass.MatchString(value) && len(after) >= MinLength && strings.Trim(after, "0123456789") != "" && !strings.HasPrefix(after, "//"):
		return before + ":***"
	case (name == "H" || name == "header") && underFlag(before, strings.TrimSpace(after)):
		return before + ": ***"
	}
	return value
}

// isMixed says whether a value looks drawn and is no digest, path or assignment.
func isMixed(value string) bool {
	return !strings.ContainsAny(value, "=/") && looksRandom(value) && strings.Trim(value, "0123456789abcdef-") != ""
}

// isNoNumber says whether a value that looks drawn stands where a number is asked for: it
// was put there by mistake, or to hide it.
func isNoNumber(flag, value string) bool {
	words := wordsOf(strings.TrimLeft(flag, "-"))
	return len(words) > 0 && slices.Contains(ofNumbers, words[len(words)-1]) && isMixed(value)
}

// ofNumbers are last words of options that take a number.
var ofNumbers = strings.Fields("SEED SEEDS STATE EPOCH EPOCHS STEP STEPS ITERATIONS RATE LR BATCH SIZE DEPTH WORKERS THREADS JOBS FOLD FOLDS ALPHA PORT")

// looksDrawn says whether a value is one run of letters of both cases with digits strewn in,
// as passwords and keys are that a machine drew: names have their digits together.
func looksDrawn(value string) bool {
	return drawnRun.MatchString(value) && strings.ToLower(value) != value && strings.ToUpper(value) != value && len(digitRun().FindAllString(value, 3)) == 3
}

var (
	drawnRun = newPattern(`^[A-Za-z0-9]{16,}$`)
	digitRun = newPattern(`[0-9]+`)
)

// underFlag says whether a value is a secret by the name that it is given under.
func underFlag(name, value string) bool {
	words := wordsOf(name)
	if len(words) > 1 && strings.HasPrefix(words[len(words)-1], "TOKEN") && slices.Contains(beforeModelToken, words[len(words)-2]) {
		return false
	}
	if underName(name, value) {
		return true
	}
	if len(words) > 0 && strings.HasPrefix(words[len(words)-1], "KEY") { // of a table, more often
		return secrecyOfName(name).hides(value) && (looksRandom(value) || hasRandomPart(value))
	}
	return secrecyOfName(name).hides(value)
}
