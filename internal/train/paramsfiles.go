package train

import (
	"bytes"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// paramsFiles are the params files whose values the training is to use, those
// that needed no edit among them.
func paramsFiles(plan repro.Plan) []string {
	var files []string
	for _, edit := range plan.Params {
		holds := edit.Status == repro.ParamUnchanged || edit.Status == repro.ParamWritten || edit.Status == repro.ParamAssumed
		if holds && edit.File != "" && !slices.Contains(files, edit.File) {
			files = append(files, edit.File)
		}
	}
	return files
}

// A content is what some files hold; one that cannot be read has no entry.
type content map[string][]byte

func contents(files fs.FS, names []string) content {
	found := content{}
	for _, name := range names {
		if data, err := doc.ReadFile(files, name); err == nil {
			found[name] = data
		}
	}
	return found
}

// changed names the files that hold something else now, or are gone. It is the
// bytes that count: on disk, git's filters may have made them others than the
// commit's.
func (c content) changed(now content) []string {
	var names []string
	for name, data := range c {
		if left, still := now[name]; !still || !bytes.Equal(data, left) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
