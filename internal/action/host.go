package action

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// This file is about the server that gets the job's token: the one that the runner names.

// connect makes a client for a repository of the runner's server. Where the runner names a
// server and not its API, nothing is sent: without an address the token would go to
// github.com.
func (s *step) connect(repository string, change func(*github.Options)) (*github.Client, error) {
	api, server := s.Getenv("GITHUB_API_URL"), strings.TrimSuffix(s.Getenv("GITHUB_SERVER_URL"), "/")
	if api == "" && server != "" && !strings.EqualFold(server, "https://github.com") {
		return nil, fmt.Errorf("GITHUB_API_URL: empty, and GITHUB_SERVER_URL is %s, so that the token is sent nowhere; see that the step has both as the runner sets them", printable.OneLine(server, 200))
	}
	options := github.Options{
		API: api, Repository: repository, Token: s.values["github-token"], Tool: "reproduce/" + app.Release(), Now: s.Now, Sleep: s.Sleep,
	}
	if change != nil {
		change(&options)
	}
	return github.New(options)
}
