package local

import (
	"io/fs"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// upToDate names the models and the trainings that make took as made already: files
// of the commit that were left as they are, and goals for which make said that
// it had nothing to do. A file that this training made, or made again, is none.
func upToDate(pipeline *dvc.Project, command string, log dvc.Log, files fs.FS, before filestate.Stamps) []string {
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, target := range pipeline.Made(command) {
		if before.Untouched(files, target) {
			add(target)
		}
	}
	for _, goal := range log.Idle {
		info, err := fs.Stat(files, path.Clean(goal))
		switch there := err == nil; {
		case !dvc.Trained(goal):
		case there && (before.Untouched(files, goal) || info.IsDir() && before.Under(goal)):
			add(goal)
		case there: // made by this training, before make looked again
		case len(pipeline.Made("make "+goal)) == 0: // else the files say whether it trained
			add(goal)
		}
	}
	return names
}
