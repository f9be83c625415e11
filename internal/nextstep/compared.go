package nextstep

import (
	"io/fs"
	"path"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// AfterCompare is the line that measures how much a model varies, of which two runs
// differ and nothing else is known. files are those of the directory it is
// typed in; "" where they do not tell how the model is trained.
func AfterCompare(r repro.Result, files fs.FS, typed settings.Values) string {
	if r.Verdict != repro.Drifted || r.Original.ID == "" || r.Original.From != "" {
		return ""
	}
	has := func(name string) bool {
		_, err := fs.Stat(files, name)
		return err == nil
	}
	program := path.Clean(filepath.ToSlash(r.Original.Tags[lineage.MlflowSource]))
	switch {
	case has("dvc.yaml"):
		return line("run", r, typed, "dvc repro --force", "repeats", "auto")
	case path.Ext(program) == ".py" && fs.ValidPath(program) && has(program):
		return line("run", r, typed, "python "+wording.Quote(program), "repeats", "auto")
	}
	return ""
}
