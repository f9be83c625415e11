package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train/hosted"
)

// hosted is a project on GitHub that trains by dispatching a workflow, as seen
// from a desk: the token from the environment, the repository from there or
// from the clone's origin.
func (c *console) hosted(ctx context.Context, s settings.Settings, p *progress.Printer) (*hosted.Project, error) {
	host, err := c.gitHubHost()
	if err != nil {
		return nil, app.NewUsageError(fmt.Errorf("run --workflow: %w", err))
	}
	repository, err := c.repository(ctx, host)
	if err != nil {
		return nil, err
	}
	token, err := host.token(c.Getenv)
	if err != nil {
		return nil, app.NewUsageError(fmt.Errorf("run --workflow: %w", err))
	}
	c.Secrets.Add(token)
	client, err := github.New(github.Options{
		API: host.api, Repository: repository, Token: token, Tool: "reproduce/" + app.Release(), Sleep: c.Sleep,
		Notify: func(text string) { p.Step("github", text) },
	})
	if err != nil {
		return nil, app.NewUsageError(err)
	}
	return app.NewHosted(gitdata.New(client), s, p), nil
}

// repository says which repository of the host it is: what the environment
// says, else the clone's origin. An origin elsewhere is refused: a clone names any
// host it likes, and the token is for one.
func (c *console) repository(ctx context.Context, server gitHubHost) (string, error) {
	if name := c.Getenv("GITHUB_REPOSITORY"); name != "" {
		return name, nil
	}
	clone, err := git.Open(ctx, c.Dir)
	if err != nil {
		return "", err
	}
	origin, err := clone.RemoteURL(ctx, "origin")
	if err != nil {
		return "", err
	}
	host, name, ok := parseOrigin(origin)
	switch {
	case !ok:
		return "", app.NewUsageError(fmt.Errorf("run --workflow: the clone's origin is no repository of %s; set GITHUB_REPOSITORY to owner/name", server.host))
	case !server.matches(host):
		return "", app.NewUsageError(fmt.Errorf("run --workflow: the clone's origin is on %s, but the token is sent only to %s. If %s is a GitHub Enterprise Server, set %s, and its token as GH_ENTERPRISE_TOKEN. If the project is on %s, set GITHUB_REPOSITORY to owner/name",
			printable.Line(host), server.host, printable.Line(host), server.setting(printable.Line(host)), server.host))
	}
	return name, nil
}

// parseOrigin reads host and owner/name from a remote's address in the forms
// git takes: https://, ssh:// and the short git@host:owner/name.
func parseOrigin(origin string) (host, name string, ok bool) {
	if user, rest, short := strings.Cut(origin, "@"); short && !strings.Contains(user, "/") && !strings.Contains(rest, "://") {
		host, name, ok = strings.Cut(rest, ":")
	} else if u, err := url.Parse(origin); err == nil && u.Host != "" {
		host, name, ok = u.Hostname(), strings.TrimPrefix(u.Path, "/"), true
	}
	name = strings.TrimSuffix(strings.TrimSuffix(name, "/"), ".git")
	// A slash before the colon makes it a path: git's rule for the short form.
	return host, name, ok && host != "" && !strings.ContainsAny(host, `/\`) && strings.Count(name, "/") == 1 && !strings.HasPrefix(name, "/")
}

// checkResumable names what a saved result lacks to be gone on with; "" for nothing.
func checkResumable(workflow, branch string) error {
	switch {
	case workflow == "":
		return errors.New("resume: that check trained on this machine, and what was not finished is gone; start it again with reproduce run")
	case branch == "":
		return fmt.Errorf("resume: that check had made no branch yet; start it again with reproduce run --workflow %s", workflow)
	}
	return nil
}
