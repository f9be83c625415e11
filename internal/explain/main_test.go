//go:build more

package explain

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// TestMain puts Python itself ahead on PATH, where python3 is a shim as pyenv's: that
// starts a shell and some forty processes each time, and a search trains a hundred times.
// Its trainings wait more than they compute, so twice as many tests as usual run at once.
func TestMain(m *testing.M) {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said {
		if err := flag.Set("test.parallel", strconv.Itoa(runtime.GOMAXPROCS(0)*2)); err != nil {
			panic(err)
		}
	}
	if dir := pythonBehindShim(); dir != "" {
		if err := os.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// pythonBehindShim gives the folder of the Python that python3 comes to, "" where PATH
// names it already, or there is none.
func pythonBehindShim() string {
	named, err := exec.LookPath("python3")
	if err != nil {
		return ""
	}
	out, err := exec.Command(named, "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		return ""
	}
	dir := filepath.Dir(strings.TrimSpace(string(out)))
	if _, err := os.Stat(filepath.Join(dir, "python3")); err != nil || dir == filepath.Dir(named) {
		return ""
	}
	return dir
}
