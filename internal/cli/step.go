package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A step is one run of the action inside a workflow: the runner on one side,
// the repository on GitHub on the other.
type step struct {
	*console
	runner *action.Runner
	event  action.Event
	client *github.Client
	git    *gitdata.Client
	pulls  *pullrequest.Client
	values action.Values
	asked  action.Values // what a /reproduce comment said; nil without one
}

// act is the action's entry: what the flags are to the command line, the
// inputs and the event are here.
func (c *console) act(ctx context.Context, runner *action.Runner) error {
	c.Stdout, c.Stderr = &guard{to: c.Stdout}, &guard{to: c.Stderr}
	s := &step{console: c, runner: runner}
	err := s.act(ctx)
	if err != nil && !errors.As(err, new(verdictError)) && ctx.Err() == nil {
		runner.Error("reproduce", c.secrets.Text(err.Error()))
		if s.asked != nil { // there is no verdict to comment, and somebody waits
			s.react(ctx, "confused")
		}
	}
	return err
}

func (s *step) act(ctx context.Context) (err error) {
	if s.event, err = action.ReadEvent(s.Getenv); err != nil {
		return usageError{err}
	}
	values, problem := s.runner.Inputs()
	s.values = values
	s.hide(s.values["github-token"])
	if err = errors.Join(problem, values.Unread(s.command())); err != nil {
		return usageError{err}
	}
	s.client, err = github.New(github.Options{
		API:        s.Getenv("GITHUB_API_URL"),
		Repository: s.Getenv("GITHUB_REPOSITORY"),
		Token:      s.values["github-token"],
		Tool:       "reproduce/" + release(),
		Sleep:      s.Sleep,
		Known:      s.known(),
		Notify:     func(text string) { fmt.Fprintln(s.Stderr, "  "+printable(text)) },
	})
	if err != nil {
		return usageError{err}
	}
	s.git, s.pulls = gitdata.New(s.client), pullrequest.New(s.client)
	if s.event.Name == "issue_comment" {
		spoken, err := s.spoken(ctx)
		if err != nil || spoken == nil {
			return err
		}
		s.asked, s.values = spoken, spoken.Over(s.values)
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return usageError{err}
	}
	switch settings.Command {
	case "run":
		return s.reproduce(ctx, settings)
	case "list":
		return s.list(ctx, settings)
	case "audit":
		return s.audit(ctx, settings)
	case "show":
		return s.quickView(ctx, settings)
	default: // report; Unread lets no other pass
		return s.night(settings)
	}
}

// known is what the event itself says of the repository; it saves a request.
func (s *step) known() *github.Repository {
	if s.event.DefaultBranch == "" {
		return nil
	}
	return &github.Repository{
		FullName: s.event.Repository, DefaultBranch: s.event.DefaultBranch,
		URL: s.Getenv("GITHUB_SERVER_URL") + "/" + s.event.Repository,
	}
}

// command is what the action is to do.
func (s *step) command() string {
	if command := s.values["command"]; command != "" {
		return command
	}
	option, _ := action.Find("command")
	return option.Default
}

// hide keeps secrets out of all that is printed, here and by later steps.
func (s *step) hide(secrets ...string) {
	s.secrets.Add(secrets...)
	s.runner.Mask(secrets...)
}

// settings reads the configuration from the base ref, so that a pull request
// cannot set its own tolerances, and puts the inputs over it.
func (s *step) settings(ctx context.Context) (action.Settings, error) {
	command, values := s.command(), s.values
	option, _ := action.Find("config")
	name := values["config"]
	if name == "" {
		name = option.Default
	}
	base, err := s.base(ctx)
	if err != nil {
		return action.Settings{}, err
	}
	file, err := s.git.File(ctx, base, name)
	switch {
	case flow.NotThere(err) && name == option.Default:
		return values.Settings(command)
	case err != nil:
		return action.Settings{}, fmt.Errorf("config: %w", err)
	}
	config, err := action.ParseConfig(name, file.Data)
	if err != nil {
		return action.Settings{}, err
	}
	model := values["model"]
	if ref, err := repro.ParseModelRef(model, ""); err == nil {
		model = ref.Name
	}
	said, err := config.For(model)
	if err != nil {
		return action.Settings{}, fmt.Errorf("%s: %w", name, err)
	}
	return values.Over(said).Settings(command)
}

// base is the commit whose configuration counts: what the pull request goes
// to, else the commit of the workflow, which for a comment is on the default
// branch.
// https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#issue_comment
func (s *step) base(ctx context.Context) (string, error) {
	switch {
	case s.event.BaseSHA != "":
		return s.event.BaseSHA, nil
	case s.Getenv("GITHUB_SHA") == "":
		return s.git.Resolve(ctx, "head")
	default:
		return s.Getenv("GITHUB_SHA"), nil
	}
}

// head is the default branch's commit when the event happened; "" where the
// event does not say.
func (s *step) head() string {
	switch branch := s.event.DefaultBranch; {
	case branch == "":
		return ""
	case s.event.BaseRef == branch:
		return s.event.BaseSHA
	case s.Getenv("GITHUB_REF") == "refs/heads/"+branch: // a comment's as well
		return s.Getenv("GITHUB_SHA")
	}
	return ""
}

// spoken reads a /reproduce comment. It gives nil for one that is not for us,
// or by somebody who may not ask: strangers and bots get no answer at all.
func (s *step) spoken(ctx context.Context) (action.Values, error) {
	said, err := action.ParseSlash(s.event.Comment)
	switch {
	case s.event.Action != "created" || s.event.PullRequest == 0 || s.event.IsBot || errors.Is(err, action.ErrNoCommand):
		fmt.Fprintln(s.Stderr, "  nothing to do: no new /reproduce comment of a person on a pull request")
		return nil, nil
	}
	least := s.values["require-permission"]
	if least == "" {
		least = "write"
	}
	has, permErr := s.pulls.Permission(ctx, s.event.Commenter)
	if permErr != nil {
		return nil, permErr
	}
	if !has.AtLeast(pullrequest.Permission(least)) {
		fmt.Fprintf(s.Stderr, "  nothing to do: %s has %s permission on this repository, and /reproduce needs %s\n", printable(s.event.Commenter), has, least)
		return nil, nil
	}
	if err != nil {
		s.react(ctx, "confused")
		return nil, usageError{err}
	}
	s.react(ctx, "eyes")
	return said, nil
}

// react answers a comment at once. A reaction that fails is no reason to stop.
func (s *step) react(ctx context.Context, content string) {
	if err := s.pulls.React(ctx, s.event.CommentID, content); err != nil {
		fmt.Fprintln(s.Stderr, "  the reaction failed:", printable(err.Error()))
	}
}

// A guard keeps lines of text from being read as workflow commands: the runner
// takes a line that begins with :: for one, and ##[ anywhere in it.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
type guard struct{ to io.Writer }

func (g *guard) Write(text []byte) (int, error) {
	var safe strings.Builder
	for line := range strings.Lines(string(text)) {
		if trimmed := strings.TrimLeft(line, " \t\r\v\f\u00a0\u0085"); strings.HasPrefix(trimmed, "::") {
			line = "| " + line
		}
		safe.WriteString(strings.ReplaceAll(line, "##[", "# #["))
	}
	if _, err := io.WriteString(g.to, safe.String()); err != nil {
		return 0, err
	}
	return len(text), nil
}
