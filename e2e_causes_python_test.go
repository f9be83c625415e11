//go:build unix && more

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// A python is an interpreter that can run what is installed for the suite.
type python struct {
	path    string
	version string // as it says itself
	played  bool   // a machine with one interpreter: this is the same, saying another version
}

// baseEnvironment is what the originals are trained with.
var baseEnvironment = []string{"tinyfit-1.0", "tinypage-1.0", "tracking-1.0"}

// packageSource is where a package's one module is. The situations log with what
// the other sample project logs with, installed as MLflow's client would be.
func packageSource(name string) string {
	if name == "tracking-1.0" {
		return "testdata/projects/iris/src/tracking.py"
	}
	return filepath.Join("testdata/scenarios/packages", name+".py")
}

// findPythons looks for two interpreters of one minor version, so that both
// can load the compiled packages of the suite's own environment: its own, and
// any other on PATH or of pyenv. Where there is just one, another is played.
func (p *planting) findPythons(t *testing.T) {
	t.Helper()
	own := filepath.Join(p.venv, "bin", "python")
	version := strings.TrimSpace(runIn(t, p.dir, p.env, own, "-c", askVersion))
	p.pythons[0] = python{path: own, version: version}
	minor := version[:strings.LastIndexByte(version, '.')]

	folders := filepath.SplitList(os.Getenv("PATH"))
	if home, err := os.UserHomeDir(); err == nil {
		of, _ := filepath.Glob(filepath.Join(home, ".pyenv", "versions", minor+".*", "bin"))
		folders = append(folders, of...)
	}
	for _, folder := range folders {
		candidate := filepath.Join(folder, "python"+minor)
		ask := exec.Command(candidate, "-c", askVersion)
		ask.Dir, ask.Env = p.dir, p.env
		out, err := ask.Output()
		other := strings.TrimSpace(string(out))
		if err == nil && other != version && strings.HasPrefix(other, minor+".") {
			p.pythons[1] = python{path: candidate, version: other}
			return
		}
	}
	p.pythons[1] = python{path: own, version: minor + ".99", played: true}
}

const askVersion = `import platform; print(platform.python_version())`

// playedPython makes an interpreter say another version of itself, to MLflow
// as to everybody.
const playedPython = `
import collections, platform, sys
major, minor, micro = map(int, %q.split("."))
info = collections.namedtuple("version_info", "major minor micro releaselevel serial")
sys.version_info = info(major, minor, micro, "final", 0)
platform.python_version = lambda: %[1]q
`

type madeEnvironment struct {
	sync.Once
	path string
	err  error
}

// environment gives the PATH of a virtual environment with the base packages,
// of which some may be replaced. "python-other" takes the other interpreter.
func (p *planting) environment(t interface{ Fatalf(string, ...any) }, replaced []string) string {
	packages, interpreter := slices.Clone(baseEnvironment), p.pythons[0]
	for _, wanted := range replaced {
		if wanted == "python-other" {
			interpreter = p.pythons[1]
			continue
		}
		name, _, _ := strings.Cut(wanted, "-")
		packages = slices.DeleteFunc(packages, func(held string) bool { return strings.HasPrefix(held, name+"-") })
		packages = append(packages, wanted)
	}
	slices.Sort(packages)
	key := strings.Join(packages, "_") + "_" + interpreter.version
	held, _ := p.made.LoadOrStore(key, &madeEnvironment{})
	made := held.(*madeEnvironment)
	made.Do(func() {
		dir := filepath.Join(p.dir, "env", key)
		made.err = p.makeEnvironment(dir, interpreter, packages)
		made.path = filepath.Join(dir, "bin") + string(os.PathListSeparator) + p.world.path()
	})
	if made.err != nil {
		t.Fatalf("%v", made.err)
	}
	return made.path
}

// makeEnvironment makes a virtual environment, has pip install the packages
// from wheels, and lets it see MLflow and what else the suite has.
func (p *planting) makeEnvironment(dir string, interpreter python, packages []string) error {
	run := func(command ...string) error {
		cmd := exec.Command(command[0], command[1:]...)
		cmd.Env = p.env
		out, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", strings.Join(command, " "), err, out)
		}
		return nil
	}
	wheels := filepath.Join(dir, "wheels")
	if err := os.MkdirAll(wheels, 0o755); err != nil {
		return err
	}
	own := p.pythons[0].path
	install := []string{own, "-m", "pip", "--python", filepath.Join(dir, "bin", "python"), "install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--disable-pip-version-check"}
	for _, name := range packages {
		said, _, _ := strings.Cut(name, "~") // a fork says the name and version of what it replaces
		if err := run(own, "testdata/scenarios/wheel.py", packageSource(name), wheels, said); err != nil {
			return err
		}
		install = append(install, filepath.Join(wheels, said+"-py3-none-any.whl"))
	}
	if err := run(interpreter.path, "-m", "venv", "--without-pip", dir); err != nil {
		return err
	}
	if err := run(install...); err != nil {
		return err
	}
	site, err := filepath.Glob(filepath.Join(dir, "lib", "python*", "site-packages"))
	shared, err2 := filepath.Glob(filepath.Join(p.venv, "lib", "python*", "site-packages"))
	if err != nil || err2 != nil || len(site) != 1 || len(shared) != 1 {
		return fmt.Errorf("make a virtual environment in %s: its packages are at %q, the suite's at %q", dir, site, shared)
	}
	if interpreter.played {
		text := fmt.Sprintf(playedPython, interpreter.version)
		if err := os.WriteFile(filepath.Join(site[0], "sitecustomize.py"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(site[0], "suite.pth"), []byte(shared[0]+"\n"), 0o644)
}

// install NAME-VERSION...: from now on, python is that of an environment with
// these packages in place of those of the original. python-other is another
// interpreter. Without arguments it is the original's environment again.
func (p *planting) cmdInstall(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: install [NAME-VERSION...] [python-other]")
	}
	ts.Setenv("PATH", p.environment(ts, args))
	if slices.Contains(args, "python-other") {
		how := fmt.Sprintf("Python %s and %s, two interpreters of this machine", p.pythons[0].version, p.pythons[1].version)
		if p.pythons[1].played {
			how = "this machine has one Python " + p.pythons[0].version + "; the other one is the same, saying another version"
		}
		p.cmdNote(ts, false, []string{how})
	}
}
