//go:build unix

package environment

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// wheel writes the smallest wheel of a package: one module.
func wheel(t *testing.T, dir, name, version, tag string, needs ...string) {
	t.Helper()
	module := strings.ReplaceAll(name, "-", "_")
	file, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%s-%s.whl", module, version, tag)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	archive := zip.NewWriter(file)
	info := module + "-" + version + ".dist-info/"
	metadata := fmt.Sprintf("Metadata-Version: 2.1\nName: %s\nVersion: %s\n", name, version)
	for _, need := range needs {
		metadata += "Requires-Dist: " + need + "\n"
	}
	for _, part := range [][2]string{
		{module + "/__init__.py", fmt.Sprintf("__version__ = %q\n", version)},
		{info + "METADATA", metadata},
		{info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: " + tag + "\n"},
		{info + "RECORD", module + "/__init__.py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n"},
	} {
		w, err := archive.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}

// A shelf is a directory of wheels, and a cache of its own.
type shelf struct {
	t                   *testing.T
	wheels, home, cache string
	python              string
}

// newShelf takes the Python that REPRODUCE_PYTHON names. Without one the test is skipped,
// unless REPRODUCE_REQUIRE_E2E says that it must run.
func newShelf(t *testing.T) shelf {
	t.Helper()
	python := os.Getenv("REPRODUCE_PYTHON")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON names no interpreter")
		}
		t.Skip("set REPRODUCE_PYTHON to a Python to make environments with")
	}
	s := shelf{t, t.TempDir(), t.TempDir(), t.TempDir(), python}
	for _, version := range []string{"1.0", "1.1", "2.0"} {
		wheel(t, s.wheels, "tiny-model", version, "py3-none-any")
	}
	wheel(t, s.wheels, "tiny-data", "1.0", "py3-none-any", "tiny-model>=1")
	wheel(t, s.wheels, "tiny-new", "1.0", "py3-none-any", "tiny-model>=2")
	wheel(t, s.wheels, "tiny-windows", "1.0", "cp39-cp39-win_amd64")
	wheel(t, s.wheels, "own", "9.0", "py3-none-any")
	return s
}

// builder finds no package but those of the shelf. With uv it takes the one beside Python.
func (s shelf) builder(uv bool) *Builder {
	s.t.Helper()
	bin := s.t.TempDir()
	environ := []string{"HOME=" + s.home, "XDG_CACHE_HOME=" + s.cache, "PIP_NO_INDEX=1", "PIP_FIND_LINKS=" + s.wheels, "PIP_TARGET=" + s.home, "VIRTUAL_ENV=" + s.home, "PYTHONHOME=" + s.home, "PIP_DISABLE_PIP_VERSION_CHECK=1"}
	link := func(name, to string) {
		if err := os.Symlink(to, filepath.Join(bin, name)); err != nil {
			s.t.Fatal(err)
		}
	}
	link("python3", s.python)
	if uv {
		program := filepath.Join(filepath.Dir(s.python), "uv")
		if executable(program) == "" {
			if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
				s.t.Fatal("REPRODUCE_REQUIRE_E2E=1 but uv is not beside REPRODUCE_PYTHON")
			}
			s.t.Skip("install uv beside REPRODUCE_PYTHON")
		}
		link("uv", program)
		environ = append(environ, "UV_FIND_LINKS="+s.wheels, "UV_OFFLINE=1", "UV_TARGET="+s.home)
	}
	return &Builder{Environ: append(environ, "PATH="+bin+":/usr/bin:/bin"), OnLine: func(text string) { s.t.Log(text) }}
}

func asks(t *testing.T, lines ...string) (w Target) {
	t.Helper()
	for _, line := range lines {
		r, ok := parseLine(line)
		if !ok {
			t.Fatalf("%q is no requirement", line)
		}
		w.Requires = append(w.Requires, r)
	}
	return w
}

// have is the version of tiny_model that the environment's Python imports.
func have(t *testing.T, built Built) string {
	t.Helper()
	out, err := exec.Command(filepath.Join(built.Dir, "bin", "python"), "-c", "import tiny_model; print(tiny_model.__version__)").Output()
	if err != nil {
		t.Fatalf("%+v: %v", built, err)
	}
	return strings.TrimSpace(string(out))
}
