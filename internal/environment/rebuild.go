package environment

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Source is what says which software a training is to have.
type Source struct {
	Files    fs.FS  // of the commit, the whole repository
	Folder   string // of the project in it
	Commit   string
	Started  time.Time              // the original
	Recorded repro.RecordedSoftware // by its run
	Asked    repro.AskedEnvironment
}

// A Rebuild is software that can be made.
type Rebuild struct {
	Planned  repro.Environment // what it is to be made of
	Warnings []string

	builder *Builder
	wanted  Target
}

// Plan works out the software that is asked for: of the commit's lock file and what the
// original's run recorded, or of a requirements file of the user's. It only reads.
func Plan(b *Builder, s Source) (Rebuild, error) {
	wanted, err := s.wanted()
	if err != nil {
		return Rebuild{}, err
	}
	wanted = wanted.but(s.Asked.But)
	b.Closest = s.Asked.What == repro.EnvironmentClosest
	b.Allow = Allow{Builds: s.Asked.Builds, Python: s.Asked.Python}
	if !s.Asked.IsFile() && !wanted.Pinned() {
		return Rebuild{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: neither the run nor commit %.12s says which versions trained%s; name a requirements file with --environment FILE", s.Commit, because(wanted))
	}
	r := Rebuild{Planned: repro.Environment{Asked: s.Asked.What}, builder: b, wanted: wanted}
	r.Planned.What = fmt.Sprintf("%s: %s", strings.Join(wanted.From, ", "), wording.Count(wanted.count(), "version", "versions"))
	if wanted.Python != "" {
		r.Planned.What += ", Python " + wanted.Python
	}
	if len(wanted.Left) > 0 {
		r.Warnings = append(r.Warnings, "not taken into the rebuilt environment: "+wording.ListUpTo(wanted.Left, 10))
	}
	if wanted.Python == "" && !s.Asked.IsFile() {
		r.Warnings = append(r.Warnings, "nothing recorded which Python trained: the rebuilt environment has that of this machine")
	}
	return r, nil
}

// Make makes the environment, or takes it from the user's cache.
func (r Rebuild) Make(ctx context.Context) (repro.Environment, []string, error) {
	made, started := r.Planned, time.Now()
	built, err := r.builder.Build(ctx, r.wanted)
	if err != nil {
		return made, built.Warnings, err
	}
	made.Dir, made.Python, made.Packages = built.Dir, built.Python, map[string]string{}
	for _, p := range built.Packages {
		made.Packages[p.Name] = p.Version
	}
	how := "from the cache"
	if !built.Cached {
		how = fmt.Sprintf("built with %s in %s", built.Tool, time.Since(started).Round(time.Second/10))
	}
	made.What = fmt.Sprintf("%s: %s, Python %s, %s", strings.Join(r.wanted.From, ", "), wording.Count(len(built.Packages), "package", "packages"), built.Python, how)
	return made, built.Warnings, nil
}

// because names what no index has, where that is why nothing can be rebuilt.
func because(w Target) string {
	if names := append(slices.Clone(w.Lacking), w.Left...); len(names) > 0 {
		return " (" + wording.List(names) + ")"
	}
	return ""
}

// wanted reads what the commit or the user's file asks for.
func (s Source) wanted() (Target, error) {
	if what := s.Asked.What; s.Asked.IsFile() {
		file, err := filepath.Abs(what)
		if err != nil {
			return Target{}, fmt.Errorf("environment %s: %w", what, err)
		}
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			return Target{}, fmt.Errorf("environment %s: there is no such file; write original, closest, current or a requirements file", what)
		}
		list := ReadList(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		return NewTarget(list, repro.RecordedSoftware{}, time.Time{}), nil
	}
	declared, err := ReadDeclared(s.Files, s.Folder)
	if err != nil {
		return Target{}, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %v at commit %.12s; name a requirements file with --environment FILE", err, s.Commit)
	}
	if declared.From != "" {
		declared.From += fmt.Sprintf(" at %.7s", s.Commit)
	}
	return NewTarget(declared, s.Recorded, s.Started), nil
}
