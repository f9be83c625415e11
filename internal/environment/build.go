package environment

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

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
	maxTold   = 20 // packages that a message names
)

// Build gives the environment of the software, from the cache or made anew. A doubt says
// what cannot be had.
func (b *Builder) Build(ctx context.Context, w Target) (Built, error) {
	if len(w.Lacking) > 0 && !b.Closest {
		return Built{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: what no index has by its name and version: %s; install it yourself and take --environment current, or --environment closest goes without", wording.ListUpTo(w.Lacking, maxTold))
	}
	if len(w.Conda) > 0 && !b.Closest {
		return Built{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: conda installed %s; activate its environment and take --environment current, or --environment closest takes what Python's index has", wording.ListUpTo(w.Conda, maxTold))
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
func (b *Builder) build(ctx context.Context, i installer, python interpreter, w Target, dir string) (Built, error) {
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
	for _, name := range w.Conda {
		built.Warnings = append(built.Warnings, "not as conda built it, if it is there at all: "+name)
	}
	builds, err := verify(w, levels, built.Packages)
	built.Warnings = append(append(built.Warnings, builds...), b.unrecorded(ctx, i, w, dir, built.Packages)...)
	return built, err
}

// resolve installs, and loosens what cannot be had: to have it in another version where
// the closest one is wanted, else to name all of it and not the first alone. Where an index
// tells no dates, or later ones of what was there, the bound of time is taken off.
func (b *Builder) resolve(ctx context.Context, i installer, w *Target, dir string) (map[string]int, error) {
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
		if w.bound(i) {
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
	if foreign := w.needed(first.Log); len(foreign) > 0 {
		return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s is needed, and was not from an index or is code of the project: no index is asked for it (%s: %s); install it yourself and take --environment current", wording.List(foreign), i.name(), printable.Clip(why(first.Log), 300))
	}
	way := "--environment closest takes what is closest, and says so"
	if !b.Allow.Builds {
		way += "; --environment-allow builds lets source distributions be built"
	}
	return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s cannot be had (%s: %s); %s", wording.ListUpTo(lacking, 10), i.name(), printable.Clip(why(first.Log), 300), way)
}

// write makes the two files that the installer reads.
func write(dir string, w Target) error {
	requirements, constraints := w.lines()
	for name, text := range map[string]string{"requirements.txt": requirements, "constraints.txt": constraints} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("rebuild the environment: %w", err)
		}
	}
	return nil
}
