package local

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// remote finds calls by which a pipeline runs where nobody looks.
var remote = regexp.MustCompile(`\b(?:ssh|srun|sbatch|qsub|kubectl|modal|sky)\s`)

// unseenDVC says that a pipeline's output has DVC run stages, though no DVC ran: all
// Pythons reported, DVC is a program of Python here, and none of them was it.
func unseenDVC(seen *observe.Observation, text string, environ []string) bool {
	return seen != nil && len(seen.Doubts) == 0 && !othercode.NamesEngine(text) && !remote.MatchString(text) &&
		isPythonScript("dvc", environ) && !seen.Imported("dvc")
}

// maxShebang is how much of a script is read: pip writes long paths behind a shell's.
const maxShebang = 512

// isPythonScript says whether a program that is found on the PATH begins as a script
// of Python. DVC also comes as one file that has a Python in it.
func isPythonScript(name string, environ []string) bool {
	for _, dir := range filepath.SplitList(othercode.Getenv(environ, "PATH")) {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			continue
		}
		opened, err := os.Open(file)
		if err != nil {
			return false
		}
		defer opened.Close()
		head, err := io.ReadAll(io.LimitReader(opened, maxShebang))
		return err == nil && bytes.HasPrefix(head, []byte("#!")) && bytes.Contains(head, []byte("python"))
	}
	return false
}
