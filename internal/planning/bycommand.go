package planning

import (
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// ByCommand are the edits of a project that has no params file: none. Its run command
// carries the params, and the new run's own log shows whether they arrived. Where a
// folder has a params file, that is probably the project, and none keeps its doubt.
func ByCommand(files fs.FS, s settings.Params, original repro.Run, none error) (Edits, error) {
	for _, below := range []string{"*/params.yaml", "*/*/params.yaml"} {
		if found, _ := fs.Glob(files, below); len(found) > 0 { // the pattern is right
			return Edits{}, repro.Doubtf(repro.ParamsNotWritable, "%w; there is %s: change to its folder, or name it with --params-file %s", none, found[0], wording.Quote(found[0]))
		}
	}
	logged := original.Params
	original.Params = nil
	edits, err := Edit(files, s, original)
	if err != nil {
		return edits, err
	}
	var said []string
	for _, param := range logged {
		edits.Edits = append(edits.Edits, repro.ParamEdit{Name: param.Name, Logged: param.Value, Status: repro.ParamLoggedOnly})
		said = append(said, param.Name)
	}
	edits.Warnings = append(edits.Warnings, "there is no params file here, so the run command has to carry what the original ran with: "+wording.List(wording.Few(said, 5)))
	return edits, nil
}
