package othercode

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// The ways in which commands write the directory that they run in, that of the repository and
// that of their own script. In a Makefile a shell's dollar is written twice.
var (
	byMake      = regexp.MustCompile(`\bg?make\b`)
	hereInMake  = regexp.MustCompile(`\$\(CURDIR\)|\$\{CURDIR\}|\$\(shell pwd\)|\$\$PWD\b|\$\$\{PWD\}|\$\$\(pwd\)`)
	topInMake   = regexp.MustCompile(`\$\(shell git rev-parse --show-toplevel\)|\$\$\(git rev-parse --show-toplevel\)`)
	hereInShell = regexp.MustCompile("\\$PWD\\b|\\$\\{PWD\\}|\\$\\(pwd\\)|`pwd`")
	topInShell  = regexp.MustCompile("\\$\\(git rev-parse --show-toplevel\\)|`git rev-parse --show-toplevel`")
	besideShell = regexp.MustCompile("\\$\\(dirname (?:-- )?\"?\\$(?:0|\\{0\\})\"?\\)|`dirname \"?\\$0\"?`")
	besideBash  = regexp.MustCompile(`\$\(dirname (?:-- )?"?\$(?:BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"?\)`)
	cutShell    = regexp.MustCompile(`\$\{0%/\*\}`)
	cutBash     = regexp.MustCompile(`\$\{BASH_SOURCE(?:\[0\])?%/\*\}`)
	fullPath    = regexp.MustCompile(`\$\(\s*cd (?:-P )?(?:-- )?"?([\w./-]+)"?(?: *&?> */dev/null(?: 2>&1)?)? *(?:&&|;) *pwd(?: -P)?\s*\)`)

	// callsScript is a script that a text calls, and what reads it.
	callsScript = regexp.MustCompile(`(?:^|[\s;&|(])(?:(\.|source|ba|z|da|k)?(?:sh)?[ \t]+(?:-\w+[ \t]+)*)?([\w./-]+\.(?:sh|bash))(?:$|[\s;&|)])`)
	// unsettles is what lets these words mean something else: another directory, other
	// variables, a command of the same name, a stage with a directory of its own.
	unsettles = regexp.MustCompile(`(?:^|\s)-C\b|--directory|--chdir|\b(?:pushd|popd|chdir|dvc|GIT_DIR|GIT_WORK_TREE)\b|\b(?:PWD|CURDIR|BASH_SOURCE)\s*[:?+]?=|\b(?:cd|pwd|git|dirname)\s*\(\)|\b(?:function|alias)\s+(?:cd|pwd|git|dirname)\b|PYTHONPATH='[^'\n]*\$`)
	moves     = regexp.MustCompile(`(?:^|[^\w./])cd\b[ \t]*(?:-P[ \t]+)?(?:--[ \t]+)?["']?([^\s;&|"')]*)`)
)

// located is a text of commands in which the directory that they run in, and others of the
// checkout, stand by their paths from there; as it is where a command may have changed to
// another one.
func (c Checkout) located(text string) string {
	if unsettles.MatchString(text) {
		return text
	}
	top, err := filepath.Rel(c.dir, c.top)
	if err != nil {
		return text
	}
	here, whole := hereInShell, topInShell
	said := text
	if byMake.MatchString(text) {
		here, whole = hereInMake, topInMake
	} else if script, bash := onlyScript(text); script != "" {
		beside, cut := path.Dir(script), script
		if strings.Contains(script, "/") {
			cut = beside
		}
		said = cutShell.ReplaceAllLiteralString(besideShell.ReplaceAllLiteralString(said, beside), cut)
		if bash {
			said = cutBash.ReplaceAllLiteralString(besideBash.ReplaceAllLiteralString(said, beside), cut)
		}
		said = fullPath.ReplaceAllString(said, "$1")
	}
	said = whole.ReplaceAllLiteralString(here.ReplaceAllLiteralString(said, "."), filepath.ToSlash(top))
	for _, move := range moves.FindAllStringSubmatch(said, maxLinks) {
		if path.Clean(move[1]) != "." || move[1] == "" {
			return text
		}
	}
	return said
}

// onlyScript is the one script that a text calls, as it is called, and whether bash reads it;
// "" where there are several, or where it is read into another.
func onlyScript(text string) (script string, bash bool) {
	for _, call := range callsScript.FindAllStringSubmatch(text, maxLinks) {
		if call[1] == "." || call[1] == "source" || script != "" && script != call[2] {
			return "", false
		}
		script, bash = call[2], call[1] == "ba"
	}
	return script, bash
}
