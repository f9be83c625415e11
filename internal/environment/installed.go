package environment

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// verify holds what is installed against what was asked for. Of a package that was recorded
// in versions that depend on the platform, one of these has to be there. A build that was
// not recorded is told.
func verify(w Target, levels map[string]int, installed []repro.Package) (builds []string, err error) {
	have := packaging.ByPackage(installed)
	for _, name := range w.Never {
		if p, there := have[name]; there {
			return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s %s was installed from an index, which had to be asked for none; look at the settings of pip and uv on this machine", name, p.Version)
		}
	}
	recorded := map[string][]Requirement{}
	for _, r := range slices.Concat(w.Requires, w.Pins) {
		if r.Pin() != "" && levels[r.Name] == exactly {
			recorded[r.Name] = append(recorded[r.Name], r)
		}
	}
	for _, r := range w.Requires {
		if _, there := have[r.Name]; !there && r.Marker == "" && levels[r.Name] == exactly {
			return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s was asked for, and is not installed; look at the settings of pip and uv on this machine", r)
		}
	}
	for _, p := range installed {
		one := Requirement{Name: p.Name, Spec: "==" + p.Version}
		known := recorded[p.Name]
		if len(known) == 0 {
			continue
		}
		at := slices.IndexFunc(known, func(r Requirement) bool { return sameVersion(r, one) })
		if at < 0 {
			return nil, repro.Doubtf(repro.EnvironmentUnavailable, "rebuild the environment: %s was asked for, and %q is installed; look at the settings of pip and uv on this machine", known[0], p.Version)
		}
		if _, otherBuild := packaging.VersionChange(known[at].Pin(), p.Version); otherBuild {
			builds = append(builds, fmt.Sprintf("%s %s was recorded, and %s is installed: whether that is the same build is not known", p.Name, known[at].Pin(), p.Version))
		}
	}
	return builds, nil
}

// unrecorded says how the versions were chosen that nobody recorded: of what was asked for,
// and of what that brought along.
func (b *Builder) unrecorded(ctx context.Context, i installer, w Target, dir string, installed []repro.Package) []string {
	recorded, asked := map[string]bool{}, w.names()
	for _, r := range slices.Concat(w.Requires, w.Pins) {
		recorded[r.Name] = recorded[r.Name] || r.Pin() != ""
	}
	var open []repro.Package
	for _, p := range installed {
		seeded := i.uv == "" && slices.Contains([]string{"pip", "setuptools", "wheel"}, p.Name) && !asked[p.Name]
		if !recorded[p.Name] && !seeded {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return nil
	}
	const begin = "no version was recorded of "
	if !w.bound(i) {
		return []string{begin + wording.List(versionsOf(open)) + ": what is newest now was taken"}
	}
	early := b.uploadedBefore(ctx, i, w.Before, dir, open)
	var dated, undated []repro.Package
	for _, p := range open {
		if early[p.Name] {
			dated = append(dated, p)
		} else {
			undated = append(undated, p)
		}
	}
	var told []string
	if len(dated) > 0 {
		told = append(told, begin+wording.List(versionsOf(dated))+": nothing newer than the original's start was taken, by the dates of the index")
	}
	if len(undated) > 0 {
		told = append(told, begin+wording.List(versionsOf(undated))+", and no date of it is known: it may be newer than the original")
	}
	return told
}

// uploadedBefore are those packages of which uv shows that all of their files were uploaded
// by a time. It takes files of a directory, which have no dates, whatever the bound.
func (b *Builder) uploadedBefore(ctx context.Context, i installer, before time.Time, beside string, packages []repro.Package) map[string]bool {
	lines := ""
	for _, p := range packages {
		lines += p.Name + "==" + p.Version + "\n"
	}
	const list, answer = "unrecorded.txt", "pylock.unrecorded.toml"
	if os.WriteFile(filepath.Join(beside, list), []byte(lines), 0o600) != nil {
		return nil
	}
	quiet := Builder{Environ: b.Environ}
	python := filepath.Join(beside, "venv", "bin", "python")
	done := quiet.run(ctx, beside, i.uv, "pip", "compile", "--quiet", "--no-deps", "--format", "pylock.toml", "--python", python,
		"--exclude-newer", before.UTC().Format(time.RFC3339), list, "-o", answer)
	data, err := doc.ReadFile(os.DirFS(beside), answer)
	if done.Status != repro.ExecSucceeded || err != nil {
		return nil // an older uv
	}
	return uploaded(data, before)
}

// uploaded reads which packages of a pylock.toml have only files that were uploaded by a
// time. https://packaging.python.org/en/latest/specifications/pylock-toml/
func uploaded(data []byte, before time.Time) map[string]bool {
	root, err := doc.Read(doc.TOML, data, maxLock)
	if err != nil {
		return nil
	}
	early := map[string]bool{}
	for _, item := range root.Get("packages").Items() {
		name, _ := item.Get("name").Str()
		files := item.Get("wheels").Items()
		if source := item.Get("sdist"); source != nil {
			files = append(slices.Clone(files), source)
		}
		late := func(file *doc.Node) bool {
			text := ""
			if at := file.Get("upload-time"); at != nil {
				text = cmp.Or(at.Text, at.Raw)
			}
			at, err := time.Parse(time.RFC3339, text)
			return err != nil || at.After(before)
		}
		early[packaging.PackageName(name)] = len(files) > 0 && !slices.ContainsFunc(files, late)
	}
	return early
}

// closest says what took the place of a package that cannot be had.
func closest(recorded, name string, installed []repro.Package) string {
	p, there := packaging.ByPackage(installed)[name]
	if !there {
		return recorded + " cannot be had, and is left out"
	}
	return fmt.Sprintf("%s cannot be had: %s takes its place", recorded, p.Version)
}

// versionsOf are packages with their versions.
func versionsOf(packages []repro.Package) []string {
	var found []string
	for _, p := range packages {
		found = append(found, strings.TrimSpace(p.Name+" "+p.Version))
	}
	return found
}
