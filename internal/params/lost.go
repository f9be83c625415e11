package params

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Lost names the values that edits write over in a file of a commit and that the commit does
// not have: nobody could get them back. What the file holds as committed, and what other keys
// hold, is not lost.
func Lost(file repro.FileEdit, commit fs.FS, edits []repro.ParamEdit) (values []string) {
	committed, err := doc.ReadFile(commit, file.Path)
	if err != nil {
		return nil // the commit does not have the file
	}
	then, err := doc.Read(doc.FormatOf(file.Path), committed, doc.MaxFile)
	now, err2 := doc.Read(doc.FormatOf(file.Path), file.Before, doc.MaxFile)
	keyed := err == nil && err2 == nil && then != nil && now != nil && !strings.HasSuffix(file.Path, ".py")
	was := strings.Split(string(committed), "\n")
	is := strings.Split(string(file.Before), "\n")
	for _, edit := range edits {
		if edit.File != file.Path || !edit.Status.Writes() {
			continue
		}
		kept := edit.Line > 0 && edit.Line <= len(is) && slices.Contains(was, is[edit.Line-1]) // a file of assignments
		if keyed {
			a, b := then.Get(edit.Key...), now.Get(edit.Key...)
			kept = a != nil && b != nil && a.Kind == doc.Scalar && b.Kind == doc.Scalar && a.Value12().Text == b.Value12().Text
		}
		if !kept && edit.Old != "" {
			values = append(values, strings.Join(edit.Key, ".")+" = "+edit.Old)
		}
	}
	return values
}
