package cli

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
)

// openRepository gives another repository on the GitHub that the environment's token
// is for, and the address of its page.
func (c *console) openRepository(name string) (client *gitdata.Client, page string, err error) {
	host, err := c.gitHubHost()
	if err != nil {
		return nil, "", err
	}
	token, err := host.token(c.Getenv)
	if err != nil {
		return nil, "", err
	}
	c.Secrets.Add(token)
	opened, err := github.New(github.Options{API: host.api, Repository: name, Token: token, Tool: "reproduce/" + app.Release(), Sleep: c.Sleep})
	if err != nil {
		return nil, "", fmt.Errorf("open %s: %w", name, err)
	}
	return gitdata.New(opened), "https://" + host.host + "/" + name, nil
}
