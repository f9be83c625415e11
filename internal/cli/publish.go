package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// reproduce is `command: run` of the action.
func (s *step) reproduce(ctx context.Context, settings action.Settings) error {
	if err := s.check(settings); err != nil {
		return usageError{err}
	}
	if s.untrusted(settings) {
		return s.fork(ctx, settings)
	}
	s.client.Need(s.permissions(settings)...)
	registry, err := s.console.registry(ctx, settings)
	if err != nil {
		return err
	}
	defer registry.Close()
	s.runner.Mask(registry.Secrets()...)
	if s.event.Name == "schedule" {
		settings.Alpha = nightlyAlpha
	}
	p := s.progress(settings)
	p.verbose = true // the log of a job is where people look for the steps
	past, doubts := s.past(settings)
	project := newHosted(s.git, settings, p)
	project.Trainer.Asked = s.event.CommentAt
	project.Trainer.Warn = func(text string) { doubts = append(doubts, text) }
	f := s.flow(registry, project, p)
	f.Past, f.Head = past, s.head()
	result, err := f.Reproduce(ctx, settings)
	result.Warnings = append(result.Warnings, doubts...)
	if result.Verdict == "" {
		return err
	}
	if settings.WriteBack && ctx.Err() == nil {
		result.Warnings = append(result.Warnings, writeBack(ctx, registry, result)...)
	}
	return s.publish(ctx, settings, result)
}

// nightlyAlpha is the chance of a false alarm that a scheduled check takes: two
// hundred models at 0.05 would be ten false alarms a night.
const nightlyAlpha = 0.01

// check refuses what a container cannot do, and what it was not told.
func (s *step) check(settings action.Settings) error {
	switch {
	case settings.RunCommand != "":
		return errors.New("run-command: this action runs in a container, which has none of the job's Python, DVC or make; use workflow: to dispatch the training, or reproduce-action/reproduce/setup to put reproduce on the job's own PATH")
	case settings.Ref.Name == "" && settings.Ref.RunID == "":
		return errors.New("model: which model? give model or run-id")
	case settings.Workflow == "":
		return errors.New("workflow: how does it train? give the file name of the training workflow, for example train.yml")
	}
	return nil
}

// untrusted says that a fork's pull request started this: it has no secrets, or
// has them, with pull_request_target, and asks for other code than the project's.
func (s *step) untrusted(settings action.Settings) bool {
	trusted := []string{"", "original", "head"} // the project's own
	return s.event.Fork() && (s.event.Name == "pull_request" || !slices.Contains(trusted, settings.CodeRef))
}

// fork answers for a pull request from a fork: its code is not trained with the
// project's secrets. Nothing was checked, and that is no failure of its own.
func (s *step) fork(ctx context.Context, settings action.Settings) error {
	result := repro.Result{Tool: "reproduce " + release(), CheckedAt: s.Now().UTC(), Verdict: repro.Unverified, Reason: repro.ForkWithoutSecrets,
		Detail: "this pull request comes from a fork, whose code is not trained with the project's secrets"}
	result.Plan.Model = repro.ModelVersion{Name: settings.Ref.Name}
	settings.FailOn, settings.Comment = nil, string(pullrequest.CommentOff)
	s.runner.Notice("reproduce", result.Detail)
	return s.publish(ctx, settings, result)
}

// publishing is how long all of it may take once the job is cancelled: the
// runner kills the container less than ten seconds after it said so.
const publishing = 4 * time.Second

// publish says the result in every place it belongs to, and saves it last: a
// full disk is in nobody's way. What cannot be said somewhere is a warning: it
// changes neither the verdict nor the exit code.
func (s *step) publish(ctx context.Context, settings action.Settings, result repro.Result) error {
	cancelled := ctx.Err() != nil
	out := ctx
	if cancelled {
		var done context.CancelFunc
		out, done = context.WithTimeout(context.WithoutCancel(ctx), publishing)
		defer done()
	}
	result = action.Hidden(s.secrets, result)
	page := s.page(result)
	sentence := report.Sentence(result)
	printErr := s.print(report.Terminal(result, report.Style{}))
	url, err := s.comment(out, settings, result, page)
	if err != nil {
		s.warn(&result, "the comment was not posted: "+err.Error())
	}
	if settings.CommitStatus {
		if err := s.status(out, result); err != nil {
			s.warn(&result, "the commit status was not set: "+err.Error())
		}
	}
	if settings.JobSummary {
		summary, _ := report.Summary(result, page)
		if err := s.runner.Summary(s.secrets.Text(summary)); err != nil {
			s.warn(&result, "the job summary was not written: "+err.Error())
		}
	}
	if err := s.runner.SetResult(result, action.Published{Summary: s.secrets.Text(sentence), CommentURL: url}); err != nil {
		s.warn(&result, "an output was not set: "+err.Error())
	}
	saved := strings.TrimSuffix(settings.OutputDir, "/") + "/report.json"
	if err := s.save(settings.OutputDir, s.files(result, page)); err != nil {
		s.warn(&result, "the report was not saved: "+err.Error())
		saved = ""
	}
	if err := s.runner.SetOutput("report-path", saved); err != nil {
		s.warn(&result, "an output was not set: "+err.Error())
	}
	switch {
	case printErr != nil:
		return fmt.Errorf("print the report: %w", printErr)
	case cancelled:
		return context.Cause(ctx)
	case settings.Fails(result.Verdict):
		s.runner.Error(repro.Headline(result), s.secrets.Text(sentence))
		return verdictError{result.Verdict}
	}
	return nil
}

func (s *step) warn(result *repro.Result, text string) {
	text = s.secrets.Text(text)
	result.Warnings = append(result.Warnings, text)
	s.runner.Warning("reproduce", text)
}

// files are what is saved for the next step and for people.
func (s *step) files(result repro.Result, page report.Page) map[string]string {
	files := map[string]string{}
	if document, err := report.Encode(result); err == nil {
		files["report.json"] = string(document)
	}
	files["report.md"], _ = report.Summary(result, page)
	return files
}

// comment posts or edits the one comment about this model version.
func (s *step) comment(ctx context.Context, settings action.Settings, result repro.Result, page report.Page) (string, error) {
	number, err := s.target(ctx, settings)
	if err != nil || number == 0 {
		return "", err
	}
	body, _ := report.Comment(result, page)
	posted, err := s.pulls.Post(ctx, pullrequest.Comment{
		Number: number,
		Marker: pullrequest.Marker{
			Key: commentKey(settings, result), Verdict: result.Verdict, At: result.CheckedAt,
			Run: s.Getenv("GITHUB_RUN_ID"), Commit: result.Change.Commit,
		},
		Bodies:       []string{s.secrets.Text(body), s.secrets.Text("### " + repro.Headline(result) + "\n\n" + report.Sentence(result) + "\n")},
		Policy:       pullrequest.CommentPolicy(settings.Comment),
		OnlyExisting: settings.CommentOn == "problems" && result.Verdict == repro.Reproduced,
	})
	for _, warning := range posted.Warnings {
		s.runner.Warning("reproduce", s.secrets.Text(warning))
	}
	return posted.URL, err
}

func commentKey(settings action.Settings, result repro.Result) string {
	model := result.Model()
	key := model.Name + "/" + model.Version
	if model.Version == "" {
		key = "run/" + result.Original.ID
	}
	if settings.CommentKey != "" {
		key += "/" + settings.CommentKey
	}
	return key
}

// target is the pull request or issue to comment on; 0 for none.
func (s *step) target(ctx context.Context, settings action.Settings) (int, error) {
	kind, number, _ := strings.Cut(settings.CommentTarget, "/")
	switch kind {
	case "none":
		return 0, nil
	case "pr", "issue":
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			return 0, fmt.Errorf("comment-target %q: write pr/12 or issue/12", settings.CommentTarget)
		}
		return n, nil
	case "auto":
		if settings.Comment == string(pullrequest.CommentOff) || s.event.PullRequest != 0 {
			return s.event.PullRequest, nil
		}
		if s.event.Name != "push" {
			return 0, nil
		}
		pull, found, err := s.pulls.PullRequestOf(ctx, s.Getenv("GITHUB_SHA"))
		if err != nil || !found {
			return 0, err
		}
		return pull.Number, nil
	default:
		return 0, fmt.Errorf("comment-target %q: write auto, pr/N, issue/N or none", settings.CommentTarget)
	}
}

// status marks the commit that people look at: the pull request's head, else
// the workflow's.
func (s *step) status(ctx context.Context, result repro.Result) error {
	sha := s.event.HeadSHA
	if sha == "" {
		sha = s.Getenv("GITHUB_SHA")
	}
	state := map[repro.Verdict]string{repro.Reproduced: "success", repro.Drifted: "failure"}[result.Verdict]
	if state == "" {
		state = "error"
	}
	return s.pulls.SetStatus(ctx, sha, pullrequest.Status{
		State: state, Context: "reproduce / " + result.Model().Label(), Description: s.secrets.Text(report.Sentence(result)), URL: s.page(result).Job,
	})
}

// writeBack leaves the verdict and its time on the model version. Never a
// stage, never an alias: those are other people's decisions.
func writeBack(ctx context.Context, registry *mlflow.Registry, result repro.Result) []string {
	model := result.Model()
	if model.Version == "" {
		return []string{"nothing was written back: a run without a model version has no place for it"}
	}
	for _, tag := range [][2]string{
		{repro.VerdictTag, string(result.Verdict) + " (" + string(result.Reason) + ")"},
		{repro.CheckedTag, result.CheckedAt.UTC().Format(time.RFC3339)},
	} {
		if err := registry.SetVersionTag(ctx, model.Name, model.Version, tag[0], tag[1]); err != nil {
			return []string{"the verdict was not written back: " + err.Error()}
		}
	}
	return nil
}
