package action

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A step is one run of the action inside a workflow: the runner on one side,
// the repository on GitHub on the other.
type step struct {
	*app.App
	runner  *runner.Runner
	event   runner.Event
	client  *github.Client
	git     *gitdata.Client
	pulls   *pullrequest.Client
	values  settings.Values
	request settings.Values         // what a /reproduce comment said; nil without one
	pending *mark                   // the commit status that says that the check runs; nil for none
	dryRuns bool                    // the configuration asks for a dry run
	cfg     settings.ActionSettings // what holds for this step, once the configuration was read
}

// IsStep says whether the runner started this process as the action, and not as
// a command in somebody's script.
func IsStep(p app.Process) bool {
	r := runner.NewRunner(p.Environ, p.Getenv, p.Stdout)
	return r != nil && r.IsStep() && len(p.Args) == 0
}

// Run runs the action and gives its exit code: what the flags are to the
// command line, the inputs and the event are here.
//
// The runner is told of the secrets on the process's own standard output: what is
// printed through the App is redacted, the secret in a mask too, and the runner
// would hide "***".
func Run(ctx context.Context, p app.Process) int {
	masks := runner.NewRunner(p.Environ, p.Getenv, p.Stdout)
	return app.Run(ctx, p, func(ctx context.Context, a *app.App) error {
		a.Secrets.Tell(func(secret string) { masks.Mask(secret) })
		return runStep(ctx, a)
	})
}

func runStep(ctx context.Context, a *app.App) error {
	a.WhenInterrupted = "the job was cancelled; run it again, and it goes on from what is done"
	s := &step{App: a, runner: runner.NewRunner(a.Environ, a.Getenv, a.Stdout)}
	a.Stdout, a.Stderr = &runner.LogWriter{Out: a.Stdout}, &runner.LogWriter{Out: a.Stderr}
	err := s.run(ctx)
	if err != nil {
		s.markEnded(ctx, err)
		s.tellNoVerdict(ctx, err)
	}
	if err != nil && !errors.As(err, new(app.VerdictError)) && !errors.Is(err, app.ErrNotOver) && ctx.Err() == nil {
		s.runner.Error("reproduce", s.Secrets.Text(err.Error()))
		if s.request != nil && !s.dry() { // there is no verdict to comment, and somebody waits
			s.react(ctx, "confused")
			s.answer(ctx, err)
		}
	}
	return err
}

// dry says that this is a dry run, before or after the configuration was read: it writes
// nothing for others to see.
func (s *step) dry() bool {
	return s.dryRuns || strings.EqualFold(strings.TrimSpace(s.values["dry-run"]), "true")
}

// clear removes the report and the statement of an earlier check, which a runner that keeps
// its workspace still has: the next step would take them for this one's, whatever keeps
// this one from a result. A command that reads reports leaves them.
func (s *step) clear(dir, statement string) error {
	if slices.Contains([]string{"report", "list", "show"}, s.command()) {
		return nil
	}
	if dir == "" {
		option, _ := settings.Find("output-dir")
		dir = option.Default
	}
	return s.ClearSaved(dir, statement, slices.Contains([]string{"finish", "resume"}, s.command()))
}

func (s *step) run(ctx context.Context) (err error) {
	values, problem := s.runner.Inputs()
	s.values = values
	s.Secrets.Add(s.values["github-token"]) // whatever it looks like
	if err = s.places(settings.Reporting{OutputDir: values["output-dir"], Statement: values["statement"]}); err != nil {
		return err
	}
	if err = s.clear(values["output-dir"], values["statement"]); err != nil {
		return err
	}
	if s.event, err = runner.ReadEvent(s.Getenv); err != nil {
		return app.NewUsageError(err)
	}
	unread := errors.Join(problem, values.Unread(s.command()))
	s.client, err = s.connect(s.Getenv("GITHUB_REPOSITORY"), func(o *github.Options) {
		o.RepositoryInfo = s.repositoryOfEvent()
		o.Notify = func(text string) { fmt.Fprintln(s.Stderr, "  "+printable.Line(text)) }
	})
	if err == nil {
		s.git, s.pulls = gitdata.New(s.client), pullrequest.New(s.client)
	}
	if err = cmp.Or(unread, err); err != nil {
		return app.NewUsageError(err)
	}
	s.OpenRepository = s.openRepository
	if s.event.Name == "issue_comment" {
		request, err := s.requested(ctx)
		if err != nil || request == nil {
			return err
		}
		s.request, s.values = request, request.Over(s.values)
	}
	cfg, err := s.settings(ctx)
	if err != nil {
		return err
	}
	s.cfg, s.dryRuns = cfg, cfg.DryRun
	var histories []string
	if cfg.Command == "report" {
		histories = s.HistoryDirs(cfg.Settings)
	}
	if err := s.places(cfg.Reporting, histories...); err != nil {
		return err
	}
	if err := s.clear(cfg.OutputDir, cfg.Statement); err != nil { // the configuration may name others
		return err
	}
	switch cfg.Command {
	case "run":
		return s.reproduce(ctx, cfg)
	case "start":
		return s.start(ctx, cfg)
	case "finish", "resume":
		return s.finish(ctx, cfg, cfg.Command == "resume")
	case "list":
		return s.list(ctx, cfg)
	case "audit":
		return s.audit(ctx, cfg)
	case "show":
		return s.show(ctx, cfg)
	default: // report; Unread lets no other pass
		return s.report(ctx, cfg)
	}
}
