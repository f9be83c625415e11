package train

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// remote finds calls by which a pipeline runs where nobody looks.
var remote = regexp.MustCompile(`\b(?:ssh|srun|sbatch|qsub|kubectl|modal|sky)\s`)

// unseenDVC says that a pipeline's output has DVC run stages, though no DVC ran: all
// Pythons reported, DVC is a program of Python here, and none of them was it.
func unseenDVC(seen *observe.Observation, text string, environ []string) bool {
	return seen != nil && len(seen.Doubts) == 0 && !engine.MatchString(text) && !remote.MatchString(text) &&
		isPythonScript("dvc", environ) && !seen.Imported("dvc")
}

// isPythonScript says whether a program that is found on the PATH begins as a script
// of Python. DVC also comes as one file that has a Python in it.
func isPythonScript(name string, environ []string) bool {
	for _, dir := range filepath.SplitList(valueOf(environ, "PATH")) {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			continue
		}
		head := string(headOf(os.DirFS(dir), name, headBytes))
		return strings.HasPrefix(head, "#!") && strings.Contains(head, "python")
	}
	return false
}
