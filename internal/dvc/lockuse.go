package dvc

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Value finds the value that a param had when the stage ran, in the spelling
// that a run would log. written is the params file as the lock spells it. known
// is false for what the stage does not declare.
func (s *LockedStage) Value(written string, key []string) (text string, known bool) {
	for n := len(key); n > 0; n-- {
		node, found := s.Param(written, strings.Join(key[:n], "."))
		if !found {
			continue
		}
		if node = node.Get(key[n:]...); node == nil || node.Kind != doc.Scalar {
			return "", false
		}
		return node.Value12().Text, true
	}
	return "", false
}

// Vouches says whether the file in git is the one that a stage made, by the
// hash in its lock.
func (p *Project) Vouches(file string) bool {
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if out.Path != file {
				continue
			}
			locked, ok := lockedPath(stage.Locked.outs(), out.Written)
			if !ok {
				return false
			}
			hash, err := HashPath(p.files, file, locked.Hash.Scheme)
			same, comparable := hash.Same(locked.Hash)
			return err == nil && comparable && same
		}
	}
	return false
}

// LockedHash is the content that a lock or a .dvc file names of a file; false
// where none does.
func (p *Project) LockedHash(file string) (Hash, bool) {
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if locked, ok := lockedPath(stage.Locked.outs(), out.Written); ok && out.Path == file {
				return locked.Hash, true
			}
		}
	}
	for _, tracked := range p.Tracked {
		if tracked.Path == file {
			return tracked.Hash, true
		}
	}
	return Hash{}, false
}

// Used names the content of the data that a run's stages read, as its lock has
// it; what the lock does not tell of is left out.
func (r LockedRun) Used() []repro.DataVersion {
	var versions []repro.DataVersion
	seen := map[string]bool{}
	if r.Project == nil {
		return nil
	}
	for _, stage := range r.Project.Stages {
		if _, ok := r.locked(stage.Name); !ok {
			continue
		}
		for _, dep := range stage.Locked.Deps {
			file := join(stage.Dir, dep.Path)
			if seen[file] || r.kindOf(file) != "data" {
				continue
			}
			seen[file] = true
			versions = append(versions, repro.DataVersion{Path: file, Hash: dep.Hash.String(), From: beside(stage.File, lockFile) + " " + r.At})
		}
	}
	return versions
}

// Commands gives the command of each stage that leads to the metrics, as the
// lock has it with templates resolved, else as dvc.yaml has it.
func (p *Project) Commands() map[string]string {
	commands := map[string]string{}
	for _, stage := range p.Stages {
		cmd := stage.Cmd
		if stage.Locked != nil {
			cmd = stage.Locked.Cmd
		}
		commands[stage.Name] = strings.Join(cmd, " && ")
	}
	return commands
}

// LockOf gives the path of the lock that tells of a stage.
func (p *Project) LockOf(stage Stage) string { return beside(stage.File, lockFile) }

// LockedModels gives the content of models by what the lock and the .dvc files have
// of them. A directory of models is not looked into.
func (p *Project) LockedModels() map[string]Hash {
	found := map[string]Hash{}
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if locked, ok := lockedPath(stage.Locked.outs(), out.Written); ok && IsModel(out.Path) {
				found[out.Path] = locked.Hash
			}
		}
	}
	for _, tracked := range p.Tracked {
		if IsModel(tracked.Path) {
			found[tracked.Path] = tracked.Hash
		}
	}
	return found
}

// NamesOf are the names by which a command can ask DVC for a file that it keeps:
// its .dvc file, or the stage that makes it; none of a file that DVC does not have.
func (p *Project) NamesOf(file string) []string {
	var names []string
	for _, tracked := range p.Tracked {
		if within(file, tracked.Path) {
			names = append(names, tracked.File, tracked.Path)
		}
	}
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if within(file, out.Path) && out.Cached {
				names = append(names, stage.Name, out.Path)
			}
		}
	}
	return distinct(names)
}
