package dvc

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Tracked is data that a .dvc file names: what was there when somebody ran
// dvc add or dvc import.
// https://dvc.org/doc/user-guide/project-structure/dvc-files
type Tracked struct {
	File   string // the .dvc file
	Path   string // of the data, relative to the root of the repository
	Hash   Hash
	Size   int64  // bytes; -1 where the file does not say
	Files  int    // in a directory; -1 where the file does not say
	Import string // where an import came from: "https://host/repo at 8a1b2c3"; "" for data added here

	Runs bool // it has a command: a stage, as DVC wrote them before 1.0
}

func readTracked(files fs.FS, file string) ([]Tracked, error) {
	root, err := read(files, file)
	if err != nil {
		return nil, err
	}
	if root.Kind != doc.Map {
		return nil, &doc.RefusedError{Path: file, Line: root.Line, Reason: fmt.Sprintf("a %s where outs are expected", root.Kind)}
	}
	outs, err := lockedPaths(root.Get("outs"))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	dir := path.Dir(file)
	if wdir, ok := root.Get("wdir").Str(); ok {
		dir = join(dir, wdir)
	}
	var tracked []Tracked
	for _, out := range outs {
		tracked = append(tracked, Tracked{
			File: file, Path: join(dir, out.Path), Hash: out.Hash, Size: out.Size, Files: out.Files, Import: origin(root.Get("deps")), Runs: root.Get("cmd") != nil,
		})
	}
	return tracked, nil
}

// IsData says whether what a log calls a stage is data that a .dvc file tracks,
// which DVC checks and never runs. Before DVC 1.0 a stage was such a file too,
// with a command in it.
func (p *Project) IsData(name string) bool {
	return slices.ContainsFunc(p.Tracked, func(tracked Tracked) bool {
		return path.Base(tracked.File) == path.Base(name) && !tracked.Runs
	})
}

// origin says where an import came from.
func origin(deps *doc.Node) string {
	for _, dep := range deps.Items() {
		if url, ok := dep.Get("repo", "url").Str(); ok {
			if rev, ok := dep.Get("repo", "rev_lock").Str(); ok {
				return url + " at " + rev
			}
			return url
		}
		if file, ok := dep.Get("path").Str(); ok {
			return file
		}
	}
	return ""
}

// maxCheckout is how many .dvc files a suggested command names one by one.
const maxCheckout = 3

// Checkout begins a command that needs the data which .dvc files track: a fresh
// clone has none of it, and dvc repro fetches none. "" where there is none. Models
// are left out: a training that finds the old one may train none.
func (p *Project) Checkout() string {
	var names []string
	models := false
	for _, tracked := range p.Tracked {
		models = models || IsModel(tracked.Path)
		if !tracked.Runs && !IsModel(tracked.Path) && !slices.Contains(names, tracked.File) {
			names = append(names, tracked.File)
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) > maxCheckout && !models:
		return "dvc checkout && "
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = wording.Quote(name)
	}
	return "dvc checkout " + strings.Join(names, " ") + " && "
}
