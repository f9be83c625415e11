package action

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// repositoryOfEvent is what the event itself says of the repository; it saves a request.
func (s *step) repositoryOfEvent() *github.Repository {
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
	option, _ := settings.Find("command")
	return option.Default
}

// settings reads the configuration from the base ref, so that a pull request
// cannot set its own tolerances, and puts the inputs over it. What is wrong in them is a
// usage error; that GitHub does not show them is none.
func (s *step) settings(ctx context.Context) (settings.ActionSettings, error) {
	command, values := s.command(), s.values
	option, _ := settings.Find("config")
	name := values["config"]
	if name == "" {
		name = option.Default
	}
	base, err := s.base(ctx)
	if err != nil {
		return settings.ActionSettings{}, err
	}
	file, err := s.git.File(ctx, base, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if problem := s.misnamed(ctx, base, name); problem != nil {
			return settings.ActionSettings{}, app.NewUsageError(problem)
		}
		if name != option.Default {
			return settings.ActionSettings{}, app.NewUsageError(fmt.Errorf("config: %w", err))
		}
		return asUsage(values.ActionSettings(command))
	case github.NotFound(err):
		return settings.ActionSettings{}, fmt.Errorf("config: %w; the job's token may lack contents: read", err)
	case err != nil:
		return settings.ActionSettings{}, fmt.Errorf("config: %w", err)
	}
	if err := settings.Twice(name, values["config"] != "", s.beside(ctx, base, path.Dir(name))); err != nil {
		return settings.ActionSettings{}, app.NewUsageError(err)
	}
	values, err = values.OverConfig(name, file.Data)
	if err != nil {
		return settings.ActionSettings{}, app.NewUsageError(err)
	}
	cfg, err := values.ActionSettings(command)
	cfg.Entries = settings.Entries(name, file.Data, s.values)
	return asUsage(cfg, err)
}

// misnamed refuses a configuration that stands under a name that was meant for it, and warns
// of one that may be.
func (s *step) misnamed(ctx context.Context, commit, name string) error {
	there := s.beside(ctx, commit, slices.Compact([]string{path.Dir(name), "."})...)
	warning, err := settings.Misnamed(name, s.values["config"] != "", there)
	if warning != "" {
		s.runner.Warning("reproduce", s.Secrets.Text(printable.OneLine(warning, 300)))
	}
	return err
}

// beside has the paths of what is in directories of a commit.
func (s *step) beside(ctx context.Context, commit string, dirs ...string) (there []string) {
	for _, dir := range dirs {
		of := dir
		if dir == "." {
			of = ""
		}
		entries, err := s.git.List(ctx, commit, of)
		if err != nil {
			continue // there is no such directory, or it is told where the file itself is read
		}
		for _, entry := range entries {
			there = append(there, path.Join(dir, entry.Name))
		}
	}
	return there
}

func asUsage(cfg settings.ActionSettings, err error) (settings.ActionSettings, error) {
	if err != nil {
		err = app.NewUsageError(err)
	}
	return cfg, err
}

// base is the commit whose configuration counts: what the pull request or the merge group goes
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
