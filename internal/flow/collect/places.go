package collect

import (
	"os"
	"path"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// KnownOriginal is what the original's params may name as its own.
func (c Collected) KnownOriginal(run repro.Run) params.Known {
	return params.Known{Run: run, Commits: []string{lineage.RecordedCommit(run).Value}, Roots: append(c.Clones, root(run, c.Tracked)...)}
}

// KnownReproduction is what the new run's params may name as its own.
func (c Collected) KnownReproduction(original repro.Run, change repro.Change) params.Known {
	run := c.Tracked
	return params.Known{
		Run: run, Rows: c.Rows, Branch: change.Branch, Host: c.Host, Roots: append(c.Places, root(run, original)...),
		Commits: []string{change.Commit, change.Head, change.Base, lineage.RecordedCommit(run).Value},
	}
}

// Places are directories on this machine: in which the original may have been
// trained, and in which this training runs.
func (f Collector) Places() (clones, places []string) {
	if local, ok := f.Project.(train.Here); ok {
		return local.Origin(), local.Place()
	}
	return nil, nil
}

// Host is the name of this machine, where a training runs on it.
func (f Collector) Host() string {
	if _, local := f.Project.(train.Here); !local {
		return ""
	}
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// root is the directory of a run's checkout: its program's full path without
// what it has in common with the other's. None where that is not recorded.
func root(run, other repro.Run) []string {
	a, b := path.Clean(run.Tags[lineage.MlflowSource]), path.Clean(other.Tags[lineage.MlflowSource])
	if !path.IsAbs(a) || path.Base(a) != path.Base(b) {
		return nil
	}
	for path.Base(a) == path.Base(b) && a != "/" && b != "/" {
		a, b = path.Dir(a), path.Dir(b)
	}
	if a == "/" {
		return nil
	}
	return []string{a}
}
