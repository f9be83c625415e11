package planning

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// hydraMain is how a program takes its configuration from Hydra.
// https://hydra.cc/docs/tutorials/basic/your_first_app/simple_cli/
var hydraMain = regexp.MustCompile(`(?m)^\s*@(?:hydra\.)?main\(|\bhydra\.main\(`)

// TakesOverrides says whether a program of the project that a command names takes its params
// from Hydra, so that {hydra} in the command passes all of them.
func TakesOverrides(files fs.FS, command string) bool {
	words := strings.Fields(command)
	for i, word := range words {
		if i > 0 && words[i-1] == "-m" {
			word = strings.ReplaceAll(word, ".", "/") + ".py"
		}
		word = path.Clean(strings.Trim(word, `"'`))
		if path.Ext(word) != ".py" || !fs.ValidPath(word) {
			continue
		}
		text, err := doc.ReadFile(files, word)
		if err == nil && strings.Contains(string(text), "hydra") && hydraMain.Match(text) {
			return true
		}
	}
	return false
}
