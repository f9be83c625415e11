package wording

import "regexp"

// commandBegins is how a line to paste begins in a sentence of ours: after a colon or in
// brackets, with a program and what it is told.
var commandBegins = regexp.MustCompile(`(?:: |\()((?:git (?:add|cat-file|checkout|clone|commit|config|fetch|merge|push|reset|restore|stash|submodule|switch)|mlflow (?:gc|runs|server|models)|` +
	`dvc (?:add|checkout|commit|fetch|pull|push|repro|unfreeze)|python3? (?:-[cm]|\S+\.py)|reproduce (?:baseline|compare|resume|run|show)|pip install|chmod [0-7]+)(?:[ );]|$))`)

// CommandIn gives where the first line to paste of a sentence is; 0 and 0 for none. It
// ends with the sentence, or before a bracket or a semicolon that no quotes hold.
func CommandIn(text string) (from, to int) {
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
