package settings

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// ActionSettings are the options as the action uses them: those that the command
// line has too, and those that only a workflow can give.
type ActionSettings struct {
	Settings
	Publishing

	HistoryBranch string // "" for none

	Results []string // for report: saved results
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

// commentPlace is the number of a pull request or an issue, and which it is.
var commentPlace = regexp.MustCompile(`^(pr|issue)/[1-9][0-9]{0,8}$`)

// target is where a comment goes, in any case of its letters.
func (r *reader) target(name string) string {
	text := strings.ToLower(r.text(name))
	if text != "" && !slices.Contains([]string{"auto", "none"}, text) && !commentPlace.MatchString(text) {
		r.problem(name, "%q is no place for a comment; write pr/12 or issue/12 with its number, auto for the pull request of the event, or none", text)
	}
	return text
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
			CommentTarget: r.target("comment-target"),
			CommentKey:    r.text("comment-key"),
			JobSummary:    r.bool("job-summary"),
			CommitStatus:  r.bool("commit-status"),
			Issue:         r.choice("issue"),
		},
		HistoryBranch: r.text("history-branch"),

		Results: r.lines("results"),
	}
	_, _ = r.text("github-token"), r.choice("require-permission")
	return s, errors.Join(r.problems...)
}
