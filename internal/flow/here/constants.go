package here

import (
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var _ flow.HasConstants = (*Project)(nil)

// Constants looks through the commit's programs and the run command for a challenge.
func (*Project) Constants(files fs.FS, plan repro.Plan) func(edit repro.ParamEdit, value string) (repro.Plan, bool) {
	return challenge.Constants(files, plan)
}

// FindNamed looks through the commit's programs for the names of params.
func (*Project) FindNamed(files fs.FS, plan repro.Plan, stands func(repro.FileEdit) bool) func(edit repro.ParamEdit) challenge.Named {
	return challenge.FindNamed(files, plan, stands)
}
