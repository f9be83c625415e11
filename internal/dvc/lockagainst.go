package dvc

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A LockAgainst is what locks tell of stages otherwise than the project's files: by what a
// stage ran with, it was not run on them.
type LockAgainst struct {
	Code   []string // commands, and dependencies that no stage makes
	Params []string
	Outs   []string // files that are not what their stage left
}

// LockAgainst holds the locks of some stages against the files. Outs are those among made
// alone. What cannot be told from the files, as what another stage makes, says nothing.
func (p *Project) LockAgainst(ran func(stage Stage) bool, made []string) (against LockAgainst) {
	f := &forecaster{project: p, hashes: map[string]hashed{}, outcome: map[string]Outcome{}}
	makers := p.makers()
	for i, stage := range p.Stages {
		if stage.Frozen || !ran(stage) {
			continue
		}
		if stage.Locked == nil {
			if lock, err := ReadLock(p.files, p.LockOf(stage)); err == nil && len(lock.Stages) > 0 {
				against.Code = append(against.Code, stage.Name)
			}
			continue
		}
		var upstream []Stage
		for _, j := range makers[i] {
			upstream = append(upstream, p.Stages[j])
		}
		against.Code = append(against.Code, f.otherCode(stage, upstream)...)
		against.Params = append(against.Params, p.otherParams(stage)...)
		against.Outs = append(against.Outs, p.otherOuts(stage, made)...)
	}
	return against
}

// otherCode names the command and the dependencies of a stage that its lock has otherwise.
func (f *forecaster) otherCode(stage Stage, upstream []Stage) (found []string) {
	if len(stage.Unresolved) > 0 {
		return nil
	}
	if !slices.Equal(stage.Cmd, stage.Locked.Cmd) {
		found = append(found, fmt.Sprintf("the command of %s (%.80q)", stage.Name, strings.Join(stage.Locked.Cmd, "; ")))
	}
	for _, dep := range stage.Deps {
		locked, there := lockedPath(stage.Locked.Deps, dep.Written)
		now, _ := f.content(dep.Path, locked.Hash.Scheme, upstream)
		if same, comparable := now.Same(locked.Hash); !there || comparable && !same && !f.hasMore(dep.Path, locked) {
			found = append(found, dep.Path)
		}
	}
	return found
}

// hasMore says whether a directory had more files, or fewer, when it was locked than git has:
// Python leaves compiled modules beside its own.
func (f *forecaster) hasMore(dir string, locked LockedPath) bool {
	if !strings.HasSuffix(locked.Hash.Digest, dirSuffix) {
		return false
	}
	files := 0
	err := fs.WalkDir(f.project.files, dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files++
		}
		return err
	})
	return err == nil && files != locked.Files
}

// otherParams names the params of a stage that its lock has otherwise than the params files.
func (p *Project) otherParams(stage Stage) (found []string) {
	for _, param := range stage.Locked.Params {
		root := p.paramsRoot(join(stage.Dir, param.File))
		if root == nil {
			continue
		}
		whole, _ := value{node: root}.follow(strings.Split(param.Key, "."))
		hold := func(key string, then, now *doc.Node) {
			if !equal(then, now) {
				found = append(found, fmt.Sprintf("%s (%s, and the commit has %s)", key, show(then), show(now)))
			}
		}
		if param.Value == nil || param.Value.Kind != doc.Map {
			hold(param.Key, param.Value, whole.node)
			continue
		}
		param.Value.Each(func(key []string, then *doc.Node) {
			hold(strings.Join(append([]string{param.Key}, key...), "."), then, whole.node.Get(key...))
		})
	}
	return found
}

// otherOuts names the files of a stage that are not what its lock says that it left.
func (p *Project) otherOuts(stage Stage, made []string) (found []string) {
	for _, out := range stage.Outs {
		if !slices.Contains(made, out.Path) {
			continue
		}
		locked, there := lockedPath(stage.Locked.Outs, out.Written)
		now, err := HashPath(p.files, out.Path, locked.Hash.Scheme)
		if same, comparable := now.Same(locked.Hash); !there && len(stage.Unresolved) == 0 || err == nil && comparable && !same {
			found = append(found, out.Path)
		}
	}
	return found
}
