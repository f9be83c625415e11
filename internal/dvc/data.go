package dvc

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// code are suffixes of dependencies that are no data.
var code = map[string]bool{
	".py": true, ".pyx": true, ".ipynb": true, ".r": true, ".rmd": true, ".jl": true, ".sh": true, ".sql": true, ".scala": true, ".go": true,
	".c": true, ".cc": true, ".cpp": true, ".cu": true, ".h": true, ".js": true, ".mjs": true, ".cjs": true, ".ts": true, ".pl": true, ".pm": true, ".rb": true, ".lua": true, ".awk": true, ".php": true, ".toml": true, ".cfg": true, ".ini": true, ".lock": true,
}

// Data names the content of what the pipelines read and do not make
// themselves, code left out. at says which commit the project was read from,
// for the witness. A file in git is hashed: dvc.lock tells only what it was
// when the stage last ran. Data under a .dvc file, or nowhere in git, is known
// by the hash that DVC wrote down.
func (p *Project) Data(at string) []repro.DataVersion {
	var versions []repro.DataVersion
	seen := map[string]bool{}
	add := func(version repro.DataVersion) {
		if !seen[version.Path] {
			seen[version.Path] = true
			versions = append(versions, version)
		}
	}
	for _, tracked := range p.Tracked {
		version := repro.DataVersion{Path: tracked.Path, Hash: tracked.Hash.String(), From: tracked.File + " at " + at}
		if tracked.Import != "" {
			version.Note = "imported from " + tracked.Import
		}
		add(version)
	}
	for _, stage := range p.Stages {
		for _, dep := range stage.Deps {
			if code[strings.ToLower(path.Ext(dep.Path))] || p.made(dep.Path) {
				continue
			}
			add(p.version(stage, dep, at))
		}
	}
	return versions
}

// made says whether a path is, holds, or lies in an output or tracked data.
func (p *Project) made(file string) bool {
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if within(file, out.Path) || within(out.Path, file) {
				return true
			}
		}
	}
	for _, tracked := range p.Tracked {
		if within(file, tracked.Path) || within(tracked.Path, file) {
			return true
		}
	}
	return false
}

func (p *Project) version(stage Stage, dep Dependency, at string) repro.DataVersion {
	var locked LockedPath
	if stage.Locked != nil {
		locked, _ = lockedPath(stage.Locked.Deps, dep.Written)
	}
	lock := beside(stage.File, lockFile)
	scheme := locked.Hash.Scheme
	if scheme == "" {
		scheme = MD5
	}
	hash, err := HashPath(p.files, dep.Path, scheme)
	switch {
	case err == nil:
		version := repro.DataVersion{Path: dep.Path, Hash: hash.String(), From: "git at " + at}
		if same, comparable := hash.Same(locked.Hash); comparable && !same {
			version.Note = lock + " has another: the file changed after the stage last ran"
		}
		return version
	case errors.Is(err, fs.ErrNotExist) || outside(dep.Path):
		return repro.DataVersion{Path: dep.Path, Hash: locked.Hash.String(), From: lock + " at " + at, Note: "not in git"}
	default:
		return repro.DataVersion{Path: dep.Path, Hash: locked.Hash.String(), From: lock + " at " + at, Note: err.Error()}
	}
}
