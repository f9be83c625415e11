package local

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// maxBeside bounds the files and folders beside the user's clone that are looked at.
const maxBeside = 1000

// besideClone is what a command begins with that has what lies beside the user's clone, where the
// training looked for that beside its own place, as for ../data: by what Python was seen to do,
// and where it failed by the end of its log.
func (l *Project) besideClone(seen *observe.Observation, p place, execution repro.Execution) (links string) {
	folder, parent := filepath.Dir(p.clone.Dir), filepath.Dir(l.Repository.Dir)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return "" // somebody else's folder
	}
	up := strings.Repeat("../", strings.Count(l.Prefix, "/")+1)
	if l.Prefix != "" {
		up += "../"
	}
	for _, entry := range entries[:min(len(entries), maxBeside)] {
		name := entry.Name()
		if _, err := os.Lstat(filepath.Join(folder, name)); err == nil || strings.HasPrefix(name, ".") {
			continue // its place, what it made itself, or settings
		}
		if seen != nil && seen.LookedFor(name, folder, filestate.RealPath(folder)) || execution.Status == repro.ExecFailed && saysBeside(execution.Log, up+name) {
			links += "ln -s " + wording.Quote(filepath.Join(parent, name)) + " " + wording.Quote(up+name) + " && "
		}
	}
	return links
}

// saysBeside says whether a log ends for want of a file or of one below it.
func saysBeside(log []string, name string) bool {
	return slices.ContainsFunc(log, func(line string) bool {
		return train.NoSuchFile(line) && slices.ContainsFunc(train.Paths(line), func(word string) bool {
			word = path.Clean(word)
			return word == name || strings.HasPrefix(word, name+"/")
		})
	})
}
