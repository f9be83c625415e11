package report

import (
	"regexp"
	"strings"
)

// This file knows a line to paste in a sentence, so that it stays one in every report.

// commandBegins is how a line to paste begins in a sentence of ours: after a colon or in
// brackets, with a program and what it is told.
var commandBegins = regexp.MustCompile(`(?:: |\()((?:git (?:add|checkout|clone|commit|config|fetch|merge|push|reset|restore|stash|submodule|switch)|mlflow (?:gc|runs|server|models)|` +
	`dvc (?:add|checkout|commit|fetch|pull|push|repro|unfreeze)|python3? (?:-[cm]|\S+\.py)|reproduce (?:baseline|compare|resume|run|show)|pip install|chmod [0-7]+)(?:[ );]|$))`)

// commandIn gives where the first line to paste of a sentence is; 0 and 0 for none. It
// ends with the sentence, or before a bracket or a semicolon that no quotes hold.
func commandIn(text string) (from, to int) {
	at := commandBegins.FindStringSubmatchIndex(text)
	if at == nil {
		return 0, 0
	}
	from = at[2]
	quote := byte(0)
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && (c == ')' || c == ';'):
			return from, i
		}
	}
	return from, len(text)
}

// shell gives a command as one code span, to be pasted as it is: nothing is put
// between its characters. One in which a reader of the raw body would find a
// marker, which no command of ours has, is broken as a name is.
func shell(command string) string {
	command = clip(command, mdText)
	if strings.Contains(command, "<!--") || strings.Contains(command, "-->") {
		return code(command, mdText)
	}
	return codeSpan(command)
}
