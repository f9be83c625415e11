package settings

import (
	"errors"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// ActionSettings are the options as the action uses them: those that the command
// line has too, and those that only a workflow can give.
type ActionSettings struct {
	Settings
	Publishing

	HistoryBranch string // "" for none

	Results []string             // for report: saved results
	Due     []repro.ModelVersion // for report: what list gave

	DueUnknown bool // list came to nothing
}

// Publishing says where on GitHub a result is shown.
type Publishing struct {
	Comment       string
	CommentOn     string
	CommentTarget string
	CommentKey    string
	JobSummary    bool
	CommitStatus  bool
	Issue         string // off or on-drift
}

// ActionSettings reads the values into ActionSettings and fills in the defaults.
// All problems are reported together. The token and the permission a comment needs
// are checked only: they count before the configuration is read.
func (v Values) ActionSettings(command string) (ActionSettings, error) {
	r := reader{values: v}
	s := ActionSettings{
		Settings: r.settings(command),
		Publishing: Publishing{
			Comment:       r.choice("comment"),
			CommentOn:     r.choice("comment-on"),
			CommentTarget: r.text("comment-target"),
			CommentKey:    r.text("comment-key"),
			JobSummary:    r.bool("job-summary"),
			CommitStatus:  r.bool("commit-status"),
			Issue:         r.choice("issue"),
		},
		HistoryBranch: r.text("history-branch"),

		Results: r.lines("results"),
	}
	s.Due, s.DueUnknown = r.matrix("due")
	_, _ = r.text("github-token"), r.choice("require-permission")
	return s, errors.Join(r.problems...)
}
