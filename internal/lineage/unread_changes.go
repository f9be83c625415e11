package lineage

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/contents"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Some changes of a file are in what no training reads, or are told elsewhere
// part by part. They are listed, and are no cause of their own.

// idle says why a change is one of those, "" where it is not.
func (s source) idle(change treeChange) string {
	file, base := change.file, path.Base(change.file)
	if base == ".gitignore" || base == ".gitkeep" {
		return "git and DVC read it, and no training"
	}
	if s.dataOf(file) {
		return "its data is compared by its hash"
	}
	if data := slices.IndexFunc(s.data, func(data repro.Input) bool {
		return data.State == repro.InputDiffers && strings.HasPrefix(file, data.Name+"/")
	}); data >= 0 {
		return "part of " + s.data[data].Name
	}
	if !contents.Compared(file) || change.regular() && max(change.then.Size(), change.now.Size()) > contents.MaxSize || change.onlyMode() {
		return ""
	}
	then, now, ok := change.sides(s.before, s.after)
	switch {
	case !ok:
		return ""
	case base == "dvc.yaml":
		return "its stages are compared one by one"
	case contents.OnlyValues(file, then, now) && s.isParams(file):
		return "its keys are compared one by one"
	}
	return contents.Same(file, then, now)
}

// dataOf says whether a file is DVC's note of data that both sides know.
func (s source) dataOf(file string) bool {
	out, note := strings.CutSuffix(file, ".dvc")
	known := func(data repro.Input) bool { return data.Name == out && data.State != repro.InputUnknown }
	return note && slices.ContainsFunc(s.data, known)
}

// isParams says whether a file is one of the params files.
func (s source) isParams(file string) bool {
	written := slices.ContainsFunc(s.edits, func(edit repro.FileEdit) bool { return edit.Path == file })
	for _, t := range []tree{s.before, s.after} {
		written = written || t.project != nil && slices.Contains(t.project.ParamFiles(), file)
	}
	return written || file == "params.yaml" || path.Base(file) == "params.yaml" && !s.unread(file)
}

// unread says whether the training is known not to have read a file: another project of the
// repository has a params.yaml of its own.
func (s source) unread(file string) bool {
	if s.wasRead == nil {
		return false
	}
	read, known := s.wasRead(file)
	return known && !read
}
