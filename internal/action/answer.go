package action

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// answerKey is the key of the comment that answers a comment in words: there is one at a
// time.
const answerKey = "answer"

// answer says in words why a /reproduce comment came to nothing, or how one is written. A
// new answer takes the place of the one before it: an edit would tell nobody.
func (s *step) answer(ctx context.Context, problem error) {
	why := ""
	if problem != nil {
		why = s.Secrets.Text(problem.Error())
	}
	posted, err := s.pulls.Post(ctx, pullrequest.Comment{
		Number: s.event.PullRequest,
		Metadata: pullrequest.Metadata{
			Key: answerKey, Verdict: repro.Verdict(strconv.FormatInt(s.event.CommentID, 10)), At: s.event.CommentAt, Run: s.Getenv("GITHUB_RUN_ID"),
		},
		Bodies: []string{report.Answer(s.event.Commenter, why, slashUsage())},
		Policy: pullrequest.CommentAuto,
	})
	for _, warning := range posted.Warnings {
		s.runner.Warning("reproduce", s.Secrets.Text(warning))
	}
	if err != nil {
		fmt.Fprintln(s.Stderr, "  the answer was not posted:", printable.Line(s.Secrets.Text(err.Error())))
	}
}

// slashMeans says what the flags of a comment do there: the help of the options is about
// commands and files besides.
var slashMeans = map[string]string{
	"code-ref": "train this commit, branch or tag, or head for the default branch; without it the commit that the original's run recorded",
	"repeats":  "train up to K times, to measure how much runs differ by themselves; with auto in place of K, as often as it takes",
	"diagnose": "with off, leave out what differs between the two trainings",
	"run-id":   "check this tracking run; no MODEL is said then",
}

// slashUsage is what a comment can say, each form with its meaning.
func slashUsage() []report.Usage {
	usage := []report.Usage{
		{Form: slashWord + " MODEL", Means: "check the newest version of a registered model"},
		{Form: slashWord + " MODEL VERSION", Means: "check this version: a number, an alias or a stage"},
	}
	for _, name := range slashOptions {
		option, _ := settings.Find(name)
		value := option.Arg
		if value == "" {
			value = strings.Join(option.Choices, "|")
		}
		usage = append(usage, report.Usage{Form: "--" + name + " " + value, Means: slashMeans[name]})
	}
	return append(usage, report.Usage{Form: slashWord + " help", Means: "show this"})
}
