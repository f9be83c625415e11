package local

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// A SoftwareSource is what says which software a training is to have.
type SoftwareSource struct {
	Files    fs.FS  // of the commit, the whole repository
	Folder   string // of the project in it
	Plan     repro.Plan
	Recorded repro.RecordedSoftware // by the original's run
	Asked    repro.AskedEnvironment
}

// A Rebuilder rebuilds software. It is given to a Local from outside, so that a program
// that trains nowhere is linked without it.
type Rebuilder struct {
	Plan    func(SoftwareSource) (train.Rebuild, error)
	Changed func(dir string) bool // an environment is not what it was when it was built

	// Altered names the packages, of those by their normal names, of which a file is not what
	// was installed.
	Altered func(dir string, packages map[string]string) []string
}

// Rebuild works out the software that is asked for. It only reads.
func (l *Project) Rebuild(ctx context.Context, plan repro.Plan, recorded repro.RecordedSoftware, asked repro.AskedEnvironment) (train.Rebuild, error) {
	if l.Rebuilder.Plan == nil {
		return train.Rebuild{}, errors.New("environment: this program cannot rebuild software; leave it out")
	}
	whole, prefix, err := l.RepositoryFiles(ctx, plan.Code.Commit)
	if err != nil {
		return train.Rebuild{}, err
	}
	return l.Rebuilder.Plan(SoftwareSource{whole, prefix, plan, recorded, asked})
}

// leftovers are variables of other environments, which a training in a rebuilt one must
// not have.
var leftovers = []string{"PYTHONHOME", "PYTHONUSERBASE", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "CONDA_PROMPT_MODIFIER", "CONDA_PYTHON_EXE", "VIRTUAL_ENV_PROMPT", "__PYVENV_LAUNCHER__", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT"}

// inEnvironment is an environment in which `python` is that of a virtual environment.
func inEnvironment(environ []string, dir string) []string {
	if dir == "" {
		return environ
	}
	kept := make([]string, 0, len(environ)+3)
	path, imports := "", ""
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == "PATH":
			path = value
		case name == "PYTHONPATH":
			imports = value
		case name == "VIRTUAL_ENV", slices.Contains(leftovers, name):
		default:
			kept = append(kept, entry)
		}
	}
	separator := string(os.PathListSeparator)
	if sources := slices.DeleteFunc(filepath.SplitList(imports), isInstalled); len(sources) > 0 {
		kept = append(kept, "PYTHONPATH="+strings.Join(sources, separator))
	}
	return append(kept, "VIRTUAL_ENV="+dir, "PATH="+filepath.Join(dir, "bin")+separator+path)
}

// isInstalled says whether a directory has the packages of some environment.
func isInstalled(dir string) bool {
	name := filepath.Base(dir)
	return name == "site-packages" || name == "dist-packages"
}

// environmentChanged warns where a training changed the environment that was rebuilt for it,
// and names the packages that it was made of and that are others now.
func (l *Project) environmentChanged(plan repro.Plan) (altered, warnings []string) {
	if plan.Environment.Dir == "" || l.Rebuilder.Changed == nil || !l.Rebuilder.Changed(plan.Environment.Dir) {
		return nil, nil
	}
	if l.Rebuilder.Altered != nil {
		altered = l.Rebuilder.Altered(plan.Environment.Dir, plan.Environment.Packages)
	}
	return altered, []string{"the training changed the environment that was rebuilt for it, as by pip install; it is built again the next time. Put what it needs into the lock file, or into a requirements file"}
}
