package dvc

import (
	"errors"
	"io/fs"
)

// An Untruth is a dependency of which a lock says another hash than the file
// in git has.
type Untruth struct {
	Stage string
	Path  string
	Lock  Hash
	File  Hash
}

// Untruths recomputes the hashes of the dependencies that git has and holds
// them against the locks. A file may have been edited after the stage ran, or
// while it was running, or the lock was committed without it.
func (p *Project) Untruths() []Untruth {
	var found []Untruth
	seen := map[string]Hash{}
	for _, stage := range p.Stages {
		if stage.Locked == nil {
			continue
		}
		for _, dep := range stage.Deps {
			locked, ok := lockedPath(stage.Locked.Deps, dep.Written)
			if !ok || p.maker(dep.Path) != "" {
				continue
			}
			key := locked.Hash.Scheme + " " + dep.Path
			hash, known := seen[key]
			if !known {
				var err error
				if hash, err = HashPath(p.files, dep.Path, locked.Hash.Scheme); errors.Is(err, fs.ErrNotExist) {
					continue
				}
				seen[key] = hash
			}
			if same, comparable := hash.Same(locked.Hash); comparable && !same {
				found = append(found, Untruth{stage.Name, dep.Path, locked.Hash, hash})
			}
		}
	}
	return found
}
