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
