package environment

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// An interpreter is a Python that runs, by its full path, and its version: 3.11.7.
type interpreter struct{ path, version string }

const (
	askPython  = "import sys; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)"
	askTime    = 20 * time.Second
	maxPythons = 60 // that are asked
)

// python finds the Python of a version, to the last part or to the minor one; "" is the
// user's own. exact says that it is the very one.
func (b *Builder) python(ctx context.Context, wanted string) (found interpreter, exact bool, err error) {
	if wanted == "" {
		for _, name := range []string{"python3", "python"} {
			if found, ok := b.ask(ctx, lookPath(b.Environ, name)); ok {
				return found, true, nil
			}
		}
		return found, false, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: no Python is on PATH; install one")
	}
	if found, exact = b.search(ctx, wanted); found.path == "" || !exact && b.Allow.Python {
		if uv := lookPath(b.Environ, "uv"); uv != "" && b.Allow.Python {
			b.run(ctx, "", uv, "python", "install", wanted)
			if installed, same := b.search(ctx, wanted); installed.path != "" {
				found, exact = installed, same
			}
		}
	}
	if found.path == "" {
		return found, false, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: Python %s is not on this machine; install it, or let uv download it with --environment-allow python", wanted)
	}
	return found, exact, nil
}

// search looks where uv finds Pythons, on PATH, and among those of pyenv.
func (b *Builder) search(ctx context.Context, wanted string) (found interpreter, exact bool) {
	minor := minorOf(wanted)
	asked := map[string]bool{}
	take := func(file string) bool {
		if file == "" || asked[file] || len(asked) >= maxPythons {
			return false
		}
		asked[file] = true
		python, ok := b.ask(ctx, file)
		if !ok || minorOf(python.version) != minor {
			return false
		}
		if found.path == "" || python.version == wanted {
			found = python
		}
		return python.version == wanted || wanted == minor
	}
	if uv := lookPath(b.Environ, "uv"); uv != "" {
		for _, version := range []string{wanted, minor} {
			ctx, cancel := context.WithTimeout(ctx, askTime)
			cmd := exec.CommandContext(ctx, uv, "python", "find", "--no-project", "--system", "--no-python-downloads", version)
			cmd.Env = b.environ()
			out, err := cmd.Output()
			cancel()
			if err == nil && take(strings.TrimSpace(string(out))) {
				return found, true
			}
		}
	}
	for _, dir := range filepath.SplitList(getenv(b.Environ, "PATH")) {
		for _, name := range []string{"python" + minor, "python3", "python"} {
			if filepath.IsAbs(dir) && take(executable(filepath.Join(dir, name))) {
				return found, true
			}
		}
	}
	root := getenv(b.Environ, "PYENV_ROOT")
	if home := getenv(b.Environ, "HOME"); root == "" && home != "" {
		root = filepath.Join(home, ".pyenv")
	}
	if filepath.IsAbs(root) {
		kept, _ := filepath.Glob(filepath.Join(wording.GlobPath(root), "versions", minor+".*", "bin", "python"))
		order.By(kept, func(a, b string) int { return strings.Compare(b, a) })
		for _, file := range kept {
			if take(file) {
				return found, true
			}
		}
	}
	return found, found.path != "" && wanted == minor
}

// ask runs a Python to learn its version; ok is false for what is none.
func (b *Builder) ask(ctx context.Context, file string) (interpreter, bool) {
	if file == "" {
		return interpreter{}, false
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, file, "-I", "-c", askPython)
	cmd.Env, cmd.WaitDelay = b.environ(), time.Second
	out, err := cmd.Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != 2 {
		return interpreter{}, false
	}
	version, path := strings.TrimSpace(lines[0]), strings.TrimSpace(lines[1])
	if _, ok := packaging.ParseRelease(version); !ok || executable(path) == "" {
		return interpreter{}, false
	}
	return interpreter{path, version}, true
}

// minorOf is 3.11 of 3.11.7.
func minorOf(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return version
	}
	return parts[0] + "." + parts[1]
}

// lookPath finds a program on the PATH of an environment; "" where there is none.
func lookPath(environ []string, name string) string {
	for _, dir := range filepath.SplitList(getenv(environ, "PATH")) {
		if found := executable(filepath.Join(dir, name)); found != "" && filepath.IsAbs(dir) {
			return found
		}
	}
	return ""
}

func executable(file string) string {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0 {
		return ""
	}
	return file
}

// getenv is what an environment says last of a name; "" for nothing.
func getenv(environ []string, name string) string {
	for i := len(environ) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(environ[i], name+"="); ok {
			return value
		}
	}
	return ""
}
