package sourcetext

import (
	"regexp"
	"strings"
)

// What a program does with a file that is there: one that only removes it, or tells that it is
// there, does not begin from it.

// removing finds what is done with an output that stands in the way.
var removing = regexp.MustCompile(`\b(?:remove|unlink|rmtree|rm|mv|rename|replace|move|raise|backup)(?:Sync)?\b`)

// Removes says of some lines of a program in any language whether they put a file out of the way.
func Removes(lines string) bool { return removing.MatchString(lines) }

var (
	// telling finds a statement of Python that only says something, ends, or counts on.
	telling = regexp.MustCompile(`^(?:print|log|log\.\w+|logger\.\w+|logging\.\w+|warn|warnings\.warn|click\.echo|console\.\w+|tqdm\.write|sys\.exit|exit|sys\.std(?:err|out)\.write)\s*\(|^(?:pass|continue|break|return|else:)$|^(?:if|elif|for)\b.*:$|^\w+\s*(?:\+=|=\s*\w+\s*\+)\s*1$`)
	// reading finds a word of who takes a file in.
	reading = regexp.MustCompile(`(?i)\b(?:open|load\w*|read\w*|restor\w*|resum\w*|from_\w+|append|yield)\b|_load\b`)
	// takingIn finds the call that does.
	takingIn = regexp.MustCompile(`(?i)\b(?:open|\w*load\w*|\w*read\w*)\(`)
	blocks   = regexp.MustCompile(`^(?:if|elif|while|for)\b.*:(?:\s.*)?$`)
	negated  = regexp.MustCompile(`\bnot\b`)
	goesOn   = regexp.MustCompile(`^(?:else|elif)\b`)
)

// mostOfABlock bounds the lines that are looked at.
const mostOfABlock = 40

// OnlyRemoves says of a line of a Python program, counted from one, that asks whether a file is
// there or lists some, whether what follows is to put it out of the way or to tell of it. A
// line that is not there is none.
func OnlyRemoves(program string, line int) bool {
	lines := strings.Split(program, "\n")
	if line < 1 || line > len(lines) {
		return false
	}
	lines = lines[line-1 : min(len(lines), line-1+mostOfABlock)]
	if next := strings.Join(lines[:min(len(lines), 2)], "\n"); Removes(next) && !takingIn.MatchString(next) {
		return true
	}
	first := bare(lines[0])
	if !blocks.MatchString(first) {
		return telling.MatchString(first) && !reading.MatchString(first)
	}
	if negated.MatchString(first) || reading.MatchString(first) {
		return false
	}
	rest := afterColon(first)
	some := rest != ""
	if some && !only(rest) {
		return false
	}
	for i, text := range lines[1:] {
		switch own := bare(text); {
		case own == "":
			continue
		case indent(text) <= indent(lines[0]):
			return some && !(indent(text) == indent(lines[0]) && goesOn.MatchString(own))
		case !only(own) || i == len(lines)-2 && len(lines) == mostOfABlock:
			return false
		}
		some = true
	}
	return some
}

// only says of the statements of a line that they take nothing in.
func only(line string) bool {
	if reading.MatchString(line) {
		return false
	}
	for statement := range strings.SplitSeq(line, ";") {
		if statement = strings.TrimSpace(statement); statement != "" && !telling.MatchString(statement) && !Removes(statement) {
			return false
		}
	}
	return true
}

// afterColon is what follows the head of a block in its line.
func afterColon(line string) string {
	depth := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '"', '\'':
			i = stringEnd(line, i) - 1
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ':':
			if depth == 0 {
				return strings.TrimSpace(line[i+1:])
			}
		}
	}
	return ""
}

// bare is a line without what Python ignores at its ends.
func bare(line string) string {
	return strings.TrimSpace(strings.TrimSuffix(WithoutComments(line), "\n"))
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
