package othercode

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What a file that commands name is to the commit's code.

func (n *naming) take(file string, program bool) {
	if !n.foreign(file) {
		return
	}
	switch _, is := n.tree.Of(file); {
	case is == observe.SameContent:
	case is == observe.OtherContent || program && n.makes(filepath.Base(file)):
		n.instead(file)
	default:
		n.outside(file)
	}
}

// foreign says whether a file of elsewhere is neither the system's nor an environment's, and
// was there before the training.
func (n *naming) foreign(file string) bool {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || !n.elsewhere(file) {
		return false
	}
	real := filestate.RealPath(file)
	return n.stood(info) && !ofSomebody(file, real)
}

// makes says whether the project's Makefile builds a program of a name.
func (n *naming) makes(name string) bool {
	for _, file := range []string{"GNUmakefile", "makefile", "Makefile", "CMakeLists.txt"} {
		data, err := os.ReadFile(filepath.Join(n.dir, file))
		if err == nil && len(data) <= maxLinkFile && regexp.MustCompile(`(?m)-o\s*`+regexp.QuoteMeta(name)+`(?:\s|$)|^`+regexp.QuoteMeta(name)+`\s*:|add_executable\(\s*`+regexp.QuoteMeta(name)+`\s`).Match(data) {
			return true
		}
	}
	return false
}

func (n *naming) outside(file string) {
	n.away = true
	if !slices.Contains(n.found.Outside, file) {
		n.found.Outside = append(n.found.Outside, file)
	}
}

func (n *naming) instead(file string) {
	n.outside(file)
	if !slices.Contains(n.found.Instead, file) {
		n.found.Instead = append(n.found.Instead, file)
	}
}
