package pullrequest

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/github"
)

// jobLogin is who comments with a job's own token.
const jobLogin = "github-actions[bot]"

// login gives the name under which this token's comments appear. A token of an
// installation, which a job's own token is, may not ask who it is: it is taken
// for the job's. Another app's token finds out by the first comment it makes.
func (c *Client) login(ctx context.Context) (string, error) {
	c.mu.Lock()
	known := c.author
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	if c.InstallationToken() {
		return jobLogin, nil
	}
	op := github.Operation{Name: "ask whose token this is", Permission: ""}
	user, _, err := c.API.Users.Get(ctx, "")
	if err != nil {
		if err = c.Explain(op, err); Refused(err) {
			return jobLogin, nil
		}
		return "", err
	}
	if !userLogin.MatchString(user.GetLogin()) {
		return "", op.Unexpected("no login")
	}
	c.setLogin(user.GetLogin())
	return user.GetLogin(), nil
}

func (c *Client) setLogin(login string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.author = login
}
