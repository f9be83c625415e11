package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/scaffold"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// init is `reproduce init`: the files that a repository lacks to be checked.
func (c *console) init() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write the workflows and the configuration that a project lacks",
		Long: "Looks at the repository and at the registry, and shows as a diff what is missing:\n" +
			"the lines by which the training workflow can be dispatched, a nightly workflow that\n" +
			"checks, and " + scaffold.ConfigFile + ". At a terminal it then asks; elsewhere it changes\n" +
			"nothing unless --write is given, and ends with 0 all the same. No file that is there\n" +
			"loses anything, and no secret is written into one.",
		Example: "  reproduce init\n  reproduce init --workflow train.yml --models 'churn-*' --version production --write",
		Args:    noArguments,
		RunE:    c.withSettings(c.scaffold),
	}
	addFlags(cmd)
	return cmd
}

func (c *console) scaffold(ctx context.Context, s settings.Settings) error {
	clone, err := project.OpenClone(ctx, c.Dir, "")
	if err != nil {
		return app.NewUsageError(fmt.Errorf("init: %w", err))
	}
	if clone.Prefix != "" {
		return app.NewUsageError(fmt.Errorf("init: workflows are at the top of the repository; change to %s and run it there", clone.Repository.Dir))
	}
	if _, err := clone.Repository.Head(ctx); err != nil {
		return app.NewUsageError(errors.New("init: the repository has no commit yet; commit the project first"))
	}
	facts := scaffold.Facts{
		Asked: scaffold.Asked{
			Workflow: s.Typed["workflow"], RunCommand: s.RunCommand, Version: s.Typed["version"],
			URI: cmp.Or(s.TrackingURI, c.Getenv("MLFLOW_TRACKING_URI")),
		},
		Files:  os.DirFS(clone.Repository.Dir),
		Getenv: c.Getenv,
	}
	if s.Typed["models"] != "" {
		for _, line := range s.Lines {
			facts.Models = append(facts.Models, line.Text)
		}
	}
	if facts.Shallow, err = clone.Repository.Shallow(ctx); err != nil {
		return fmt.Errorf("init: %w", err)
	}
	if err := c.askRegistry(ctx, s, clone.Repository, &facts); err != nil {
		return err
	}
	plan, err := scaffold.Make(facts)
	if err != nil {
		return app.NewUsageError(fmt.Errorf("init: %w", err))
	}
	if err := c.checkPlan(ctx, clone.Repository, &plan); err != nil {
		return app.NewUsageError(fmt.Errorf("init: %w", err))
	}
	write := s.Write && !s.DryRun
	show := func(written bool) error {
		if !s.JSON {
			return c.Print(report.Scaffold(plan, written, c.Style()))
		}
		document, err := reportjson.EncodeScaffold(plan, written)
		return errors.Join(err, c.PrintJSON(document))
	}
	if len(plan.Files) > 0 && !write {
		if err := show(false); err != nil || s.JSON {
			return err
		}
		if s.DryRun || !c.Interactive {
			c.tell("\nNothing was changed; reproduce init --write%s writes it.", s.Typed.ShellFlags("init", "write", "dry-run"))
			return nil
		}
		yes, err := c.confirm(ctx)
		if err != nil {
			return fmt.Errorf("init: %w", err)
		}
		if !yes {
			c.tell("Nothing was changed.")
			return nil
		}
		plan.Found, plan.Notes = nil, nil // they were shown
	}
	for _, file := range plan.Files {
		if err := app.WriteEdit(clone.Repository.Dir, file); err != nil {
			return fmt.Errorf("init: %w", err)
		}
	}
	return show(true)
}

// askRegistry adds what the registry tells, where there is one to ask. A server that is
// away is no failure: what it would have told can be said with options.
func (c *console) askRegistry(ctx context.Context, s settings.Settings, repository *git.Repository, facts *scaffold.Facts) error {
	registry, err := c.OpenRegistry(ctx, s.TrackingURI)
	if err != nil {
		if facts.URI == "" {
			return nil // there is none here, and nobody said that there is
		}
		return err
	}
	defer registry.Close()
	if !strings.HasPrefix(registry.URI, "http://") && !strings.HasPrefix(registry.URI, "https://") {
		facts.Local = registry.URI
	}
	facts.Registry, err = scaffold.ReadRegistry(ctx, registry, func(commits []string) (map[string]bool, error) {
		reach, err := repository.Reachabilities(ctx, commits)
		has := map[string]bool{}
		for commit, how := range reach {
			has[commit] = how != git.Absent
		}
		return has, err
	})
	switch {
	case err == nil:
		facts.Read = true
	case errors.Is(err, mlflow.ErrNoRegistry), ctx.Err() == nil:
		facts.Registry = scaffold.Registry{}
		c.PrintError("warning: the registry was not read: " + err.Error())
	default:
		return err
	}
	return nil
}

// checkPlan refuses what must not be written: workflows for a project that is not on
// GitHub, and a file with changes of somebody else's that nobody has committed.
func (c *console) checkPlan(ctx context.Context, repository *git.Repository, plan *scaffold.Plan) error {
	var edited []string
	workflows := false
	for _, file := range plan.Files {
		workflows = workflows || strings.HasPrefix(file.Path, ".github/workflows/")
		if file.Before != nil {
			edited = append(edited, file.Path)
		}
		if err := app.CheckEdit(repository.Dir, file.Path); err != nil {
			return err
		}
	}
	if workflows {
		host, err := c.gitHubHost()
		if err != nil {
			return err
		}
		if err := c.onGitHub(ctx, repository, host); err != nil {
			return err
		}
		if host.host != githubCom {
			plan.Notes = append(plan.Notes, host.host+" has to be able to fetch reproduce-action/reproduce: through GitHub Connect, or from a mirror whose name then stands after uses.")
		}
		plan.Notes = append(plan.Notes, c.notOnRunner(ctx, repository)...)
		if app.Version == "" {
			plan.Notes = append(plan.Notes, "This program is no release. Until there is one, write a commit of the action in place of v1 after uses.")
		}
	}
	if len(edited) == 0 {
		return nil
	}
	changed, err := repository.Changed(ctx, edited...)
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		return fmt.Errorf("%s has changes that are not committed; commit or stash them first, so that the diff is only what init adds", changed[0])
	}
	return nil
}

// notOnRunner says what of this clone a training on GitHub will not find: what the plan of a
// training here lists, as a runner has what git has.
func (c *console) notOnRunner(ctx context.Context, repository *git.Repository) []string {
	head, err := repository.Head(ctx)
	here, ok := c.clone(ctx, settings.Settings{}).(knowsMissing)
	if err != nil || !ok {
		return nil
	}
	names, _, _, err := here.NotThere(ctx, repro.Plan{Code: repro.CodeRef{Commit: head.Commit}})
	if err != nil || len(names) == 0 {
		return nil // what is not there is not known
	}
	return []string{"A runner of GitHub has only what git has, and not: " + printable.Clip(wording.ListUpTo(names, 10), 500) + ". Have the workflow fetch the data that is read, as with dvc pull. Settings of a .env go into variables and secrets on GitHub."}
}

// onGitHub refuses a project whose workflows nobody would run.
func (c *console) onGitHub(ctx context.Context, repository *git.Repository, server gitHubHost) error {
	if c.Getenv("GITHUB_REPOSITORY") != "" {
		return nil
	}
	origin, err := repository.RemoteURL(ctx, "origin")
	if err != nil {
		return err
	}
	const elsewhere = "Anywhere else, reproduce run MODEL --run-command CMD is one step of a job"
	host, _, ok := parseOrigin(origin)
	switch {
	case origin == "":
		return fmt.Errorf("the repository has no remote origin, and workflows run on GitHub. Add it with git remote add origin ADDRESS, or set GITHUB_REPOSITORY to owner/name. %s", elsewhere)
	case !ok:
		return fmt.Errorf("origin is no repository of %s, and workflows run on GitHub. If the project is there, set GITHUB_REPOSITORY to owner/name. %s", server.host, elsewhere)
	case !server.matches(host):
		host = strings.ToLower(host)
		return fmt.Errorf("origin is on %s, and workflows run on GitHub. If that is a GitHub Enterprise Server, set %s. If the project is on %s as well, set GITHUB_REPOSITORY to owner/name. %s",
			printable.Line(host), server.setting(printable.Line(host)), server.host, elsewhere)
	}
	return nil
}

// confirm asks whether to write. Nothing, and anything but yes, is no.
func (c *console) confirm(ctx context.Context) (bool, error) {
	fmt.Fprint(c.Stderr, "\nWrite this? [y/N] ")
	if held, ok := c.Stderr.(interface{ Flush() error }); ok { // a line that has not ended may begin a secret
		_ = held.Flush() // of an error here there is nobody left to tell
	}
	answer, err := c.Answer(ctx)
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes", err
}
