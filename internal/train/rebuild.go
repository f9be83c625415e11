package train

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/environment"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Rebuild is software that can be made for a training.
type Rebuild struct {
	Planned  repro.Environment // what it is to be made of
	Warnings []string

	// Make makes it, or takes it from the user's cache.
	Make func(ctx context.Context) (repro.Environment, []string, error)
}

// Rebuild works out the software that is asked for: of the commit's lock file and what the
// original's run recorded, or of a requirements file of the user's. It only reads.
func (l *Local) Rebuild(ctx context.Context, plan repro.Plan, recorded repro.Lineage, conda []string, asked repro.AskedEnvironment) (Rebuild, error) {
	wanted, err := l.wanted(ctx, plan, recorded, asked)
	if err != nil {
		return Rebuild{}, err
	}
	closest, file := asked.What == repro.EnvironmentClosest, asked.IsFile()
	if len(conda) > 0 && !wanted.Covers(conda) {
		wanted.Left = append(wanted.Left, "what conda installed: "+wording.List(conda))
	}
	if !file && !wanted.Pinned() {
		return Rebuild{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: neither the run nor commit %.12s says which versions trained%s; name a requirements file with --environment FILE", plan.Code.Commit, because(wanted))
	}
	what := repro.Environment{Asked: asked.What, What: fmt.Sprintf("%s: %s", strings.Join(wanted.From, ", "), wording.Count(wanted.Count(), "version", "versions"))}
	if wanted.Python != "" {
		what.What += ", Python " + wanted.Python
	}
	rebuild := Rebuild{Planned: what}
	if len(wanted.Left) > 0 {
		rebuild.Warnings = append(rebuild.Warnings, "not taken into the rebuilt environment: "+wording.List(wording.Few(wanted.Left, 10)))
	}
	if wanted.Python == "" && !file {
		rebuild.Warnings = append(rebuild.Warnings, "nothing recorded which Python trained: the rebuilt environment has that of this machine")
	}
	builder := &environment.Builder{Environ: l.Environ, Closest: closest, Allow: environment.Allow{Builds: asked.Builds, Python: asked.Python}, OnLine: func(text string) {
		if l.Output != nil {
			_, _ = fmt.Fprintln(l.Output, text)
		}
	}}
	rebuild.Make = func(ctx context.Context) (repro.Environment, []string, error) {
		started := time.Now()
		built, err := builder.Build(ctx, wanted)
		if err != nil {
			return what, built.Warnings, err
		}
		made := what
		made.Dir, made.Python, made.Packages = built.Dir, built.Python, map[string]string{}
		for _, p := range built.Packages {
			made.Packages[p.Name] = p.Version
		}
		how := "from the cache"
		if !built.Cached {
			how = fmt.Sprintf("built with %s in %s", built.Tool, time.Since(started).Round(time.Second/10))
		}
		made.What = fmt.Sprintf("%s: %s, Python %s, %s", strings.Join(wanted.From, ", "), wording.Count(len(built.Packages), "package", "packages"), built.Python, how)
		return made, built.Warnings, nil
	}
	return rebuild, nil
}

// because names what no index has, where that is why nothing can be rebuilt.
func because(w environment.Wanted) string {
	if names := append(slices.Clone(w.Lacking), w.Left...); len(names) > 0 {
		return " (" + wording.List(names) + ")"
	}
	return ""
}

// wanted reads what the commit or the user's file asks for.
func (l *Local) wanted(ctx context.Context, plan repro.Plan, recorded repro.Lineage, asked repro.AskedEnvironment) (environment.Wanted, error) {
	if asked.IsFile() {
		file, err := filepath.Abs(asked.What)
		if err != nil {
			return environment.Wanted{}, fmt.Errorf("environment %s: %w", asked.What, err)
		}
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			return environment.Wanted{}, fmt.Errorf("environment %s: there is no such file; write original, closest, current or a requirements file", asked.What)
		}
		list := environment.ReadList(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		return environment.Want(list, repro.Lineage{}, time.Time{}), nil
	}
	whole, prefix, err := l.Whole(ctx, plan.Code.Commit)
	if err != nil {
		return environment.Wanted{}, err
	}
	declared, err := environment.ReadDeclared(whole, prefix)
	if err != nil {
		return environment.Wanted{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %v at commit %.12s; name a requirements file with --environment FILE", err, plan.Code.Commit)
	}
	if declared.From != "" {
		declared.From += fmt.Sprintf(" at %.7s", plan.Code.Commit)
	}
	return environment.Want(declared, recorded, plan.Original.Started), nil
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

// environmentChanged warns where a training changed the environment that was rebuilt for it.
func environmentChanged(plan repro.Plan) []string {
	if plan.Environment.Dir == "" || !environment.Changed(plan.Environment.Dir) {
		return nil
	}
	return []string{"the training changed the environment that was rebuilt for it, as by pip install; it is built again the next time. Put what it needs into the lock file, or into a requirements file"}
}
