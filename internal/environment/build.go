package environment

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// An Allow is what may be done besides installing wheels for a Python that is there.
type Allow struct {
	Builds bool // source distributions are built, which runs code of theirs
	Python bool // uv downloads the Python
}

// A Builder makes environments.
type Builder struct {
	Environ []string          // the user's
	Allow   Allow             //
	Closest bool              // what cannot be had is had in the closest version
	OnLine  func(text string) // is told what the installer prints; nil is nobody
}

// A Built is an environment that is whole.
type Built struct {
	Dir      string // of the virtual environment
	Python   string // its version
	Tool     string // uv or pip
	Packages []repro.Package
	Warnings []string
	Cached   bool // it was there
}

const (
	buildTime = 30 * time.Minute
	maxRounds = 40 // attempts in which versions are loosened
)

// Build gives the environment of the software, from the cache or made anew. A doubt says
// what cannot be had.
func (b *Builder) Build(ctx context.Context, w Wanted) (Built, error) {
	if len(w.Lacking) > 0 && !b.Closest {
		return Built{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: what no index has by its name and version: %s; install it yourself and take --environment current, or --environment closest goes without", wording.List(w.Lacking))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, buildTime, fmt.Errorf("rebuild the environment: not done after %s; fill the cache of pip or uv first, or take --environment current", buildTime))
	defer cancel()
	python, exact, err := b.python(ctx, w.Python)
	var warnings []string
	if err != nil && b.Closest {
		warnings = append(warnings, "Python "+w.Python+" cannot be had")
		python, exact, err = b.python(ctx, "")
	}
	if err != nil {
		return Built{}, err
	}
	if w.Python != "" && (!exact || len(warnings) > 0) {
		warnings = append(warnings, fmt.Sprintf("Python %s takes the place of the recorded %s", python.version, w.Python))
	}
	i := b.installer(python.path)
	c, err := b.cache(w, i, python)
	if err != nil {
		return Built{}, err
	}
	built, err := c.get(ctx, func(dir string) (Built, error) { return b.build(ctx, i, python, w, dir) })
	built.Warnings = append(warnings, built.Warnings...)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return built, err
}

// build makes the environment in a directory of its own.
func (b *Builder) build(ctx context.Context, i installer, python interpreter, w Wanted, dir string) (Built, error) {
	built := Built{Dir: filepath.Join(dir, "venv"), Python: python.version, Tool: i.name()}
	if made := b.make(ctx, i, built.Dir); made.Status != repro.ExecSucceeded {
		return built, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: Python %s makes no virtual environment: %s; install its venv module, or uv", python.version, printable.Clip(why(made.Log), 300))
	}
	levels, err := b.resolve(ctx, i, &w, built.Dir)
	if err != nil {
		return built, err
	}
	if built.Packages, err = b.list(ctx, i, built.Dir); err != nil {
		return built, err
	}
	for _, name := range slices.Sorted(maps.Keys(levels)) {
		built.Warnings = append(built.Warnings, closest(w.recordedAs(name), name, built.Packages))
	}
	for _, name := range w.Lacking {
		built.Warnings = append(built.Warnings, "left out, as no index has it: "+name)
	}
	if open := w.Open(); len(open) > 0 {
		text := "no version was recorded of " + wording.List(versionsOf(open, built.Packages))
		if i.uv == "" || w.Before.IsZero() {
			text += ": what is newest now was taken"
		} else {
			text += ": nothing newer than the original's start was taken"
		}
		built.Warnings = append(built.Warnings, text)
	}
	return built, verify(w, levels, built.Packages)
}

// resolve installs, and loosens what cannot be had: to have it in another version where
// the closest one is wanted, else to name all of it and not the first alone. Where an index
// tells no dates, uv has nothing that is no newer: the bound is taken off then.
func (b *Builder) resolve(ctx context.Context, i installer, w *Wanted, dir string) (map[string]int, error) {
	levels := map[string]int{}
	var first repro.Execution
	for round := range maxRounds {
		now := w.loosen(levels)
		if err := write(filepath.Dir(dir), now); err != nil {
			return nil, err
		}
		done := b.install(ctx, i, now, dir, round > 0 && !b.Closest)
		if done.Status == repro.ExecSucceeded {
			break
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if round == 0 {
			first = done
		}
		if !w.Before.IsZero() && slices.ContainsFunc(done.Log, func(line string) bool { return strings.Contains(line, "missing an upload date") }) {
			w.Before = time.Time{}
			if done = b.install(ctx, i, w.loosen(levels), dir, round > 0 && !b.Closest); done.Status == repro.ExecSucceeded {
				break
			}
			first = done
		}
		stuck := true
		for _, name := range refused(done.Log, now.names()) {
			switch {
			case !b.Closest && levels[name] < anyVersion:
				levels[name], stuck = anyVersion, false
			case levels[name] < leftOut:
				levels[name], stuck = levels[name]+1, false
			}
		}
		if stuck || round == maxRounds-1 {
			if b.Closest || len(levels) == 0 {
				return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s could not install it: %s; see what it printed, or take --environment current", i.name(), printable.Clip(why(done.Log), 300))
			}
			break
		}
	}
	if b.Closest || len(levels) == 0 {
		return levels, nil
	}
	var lacking []string
	for _, name := range slices.Sorted(maps.Keys(levels)) {
		lacking = append(lacking, w.recordedAs(name))
	}
	way := "--environment closest takes what is closest, and says so"
	if !b.Allow.Builds {
		way += "; --environment-allow builds lets source distributions be built"
	}
	return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s cannot be had (%s: %s); %s", wording.ListUpTo(lacking, 10), i.name(), printable.Clip(why(first.Log), 300), way)
}

// write makes the two files that the installer reads.
func write(dir string, w Wanted) error {
	requirements, constraints := w.lines()
	for name, text := range map[string]string{"requirements.txt": requirements, "constraints.txt": constraints} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("rebuild the environment: %w", err)
		}
	}
	return nil
}

// verify holds what is installed against what was asked for.
func verify(w Wanted, levels map[string]int, installed []repro.Package) error {
	have := packaging.ByPackage(installed)
	for k, r := range slices.Concat(w.Requires, w.Pins) {
		p, there := have[r.Name]
		pin := r.Pin()
		if pin == "" || levels[r.Name] > exactly || !there && (r.Marker != "" || k >= len(w.Requires)) || there && r.Marker != "" {
			continue
		}
		if change, _ := packaging.VersionChange(p.Version, pin); !there || change != packaging.VersionSame {
			return repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s was asked for, and %q is installed; look at the settings of pip and uv on this machine", r, p.Version)
		}
	}
	return nil
}

// closest says what took the place of a package that cannot be had.
func closest(recorded, name string, installed []repro.Package) string {
	p, there := packaging.ByPackage(installed)[name]
	if !there {
		return recorded + " cannot be had, and is left out"
	}
	return fmt.Sprintf("%s cannot be had: %s takes its place", recorded, p.Version)
}

// versionsOf are packages with the versions that they are installed in.
func versionsOf(names []string, installed []repro.Package) []string {
	have := packaging.ByPackage(installed)
	var found []string
	for _, name := range names {
		found = append(found, strings.TrimSpace(name+" "+have[name].Version))
	}
	return found
}
