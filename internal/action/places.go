package action

import (
	"errors"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// places refuses what is to be written outside of the workspace: no later step finds it, and it
// goes with the container.
func (s *step) places(named settings.Reporting, histories ...string) error {
	var problems []error
	refuse := func(option, path string) {
		if path != "" && !s.Below(path) {
			problems = append(problems, fmt.Errorf("%s: %s is outside of the workspace, where no later step finds it; name a path inside it", option, printable.OneLine(path, 200)))
		}
	}
	refuse("output-dir", named.OutputDir)
	refuse("statement", named.Statement)
	refuse("page", named.Page)
	refuse("badges", named.Badges)
	for _, dir := range histories { // which report adds to
		refuse("history", dir)
	}
	if problems != nil {
		return app.NewUsageError(errors.Join(problems...))
	}
	return nil
}
