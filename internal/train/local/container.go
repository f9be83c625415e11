package local

import (
	"context"
	"io/fs"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// recipes are the files of a project that commonly say how it trains.
var recipes = []string{"Makefile", "makefile", "GNUmakefile", "justfile", "Justfile", "dvc.yaml", "MLproject"}

// inContainer says whether the command, a recipe of the project or a file that
// the command names speaks of containers. A container sees the clone and not
// the objects it borrows, so it gets copies of them: that costs time and space,
// a word too many costs no more than that.
func (l *Project) inContainer(ctx context.Context, command, commit string) bool {
	if othercode.NamesEngine(command) {
		return true
	}
	files, err := l.Files(ctx, commit)
	if err != nil {
		return false
	}
	for _, name := range append(strings.Fields(command), recipes...) {
		name = strings.TrimPrefix(name, "./")
		if !fs.ValidPath(name) {
			continue
		}
		if text, err := doc.ReadFile(files, name); err == nil && othercode.NamesEngine(string(text)) {
			return true
		}
	}
	return false
}
