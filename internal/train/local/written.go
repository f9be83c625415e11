package local

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// When a file outside of a place was written, held against the original's training: what
// was written meanwhile is something that it made, whatever the file is called.

// beforeStart is how long before its run was started a training wrote what it logged: it
// may fit first and start the run then.
const beforeStart = 2 * time.Second

// writtenBy says whether a file got its content while a run was under way.
func writtenBy(original repro.Run, info fs.FileInfo) bool {
	return meanwhile(original, info.ModTime()) || meanwhile(original, filestate.ChangedAt(info))
}

// meanwhile says whether a time lies in a run's.
func meanwhile(original repro.Run, at time.Time) bool {
	return !original.Started.IsZero() && !original.Ended.IsZero() && !at.Before(original.Started.Add(-beforeStart)) && !at.After(original.Ended)
}

// wroteBeside names what a training wrote in the directories of files that it read, by
// directory and ending, but for the project's own, dir: a store of results gets one more
// where it computes.
func wroteBeside(seen *observe.Observation, read []string, dir string, a absence) []string {
	if seen == nil || len(read) == 0 {
		return nil
	}
	top := filestate.RealPath(dir)
	dirs := map[string]bool{}
	for _, file := range read {
		if !filepath.IsAbs(file) {
			file = filepath.Join(top, filepath.FromSlash(file))
		}
		dirs[filepath.Dir(file)] = filepath.Dir(file) != top
	}
	var found []string
	for _, p := range seen.Processes {
		for _, write := range p.Writes {
			file := filestate.RealPath(write.Path)
			info, there := stat(file)
			name := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(file), top+string(filepath.Separator))) + "/*" + path.Ext(file)
			if dirs[filepath.Dir(file)] && there && !a.before(info) && !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
	}
	slices.Sort(found)
	return found
}
