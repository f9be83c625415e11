package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/app"
)

// TestStep_tokenStaysWithTheRunnersServer: the token of an Enterprise Server goes nowhere where
// the runner does not say where its API is.
func TestStep_tokenStaysWithTheRunnersServer(t *testing.T) {
	t.Parallel()
	for _, server := range []string{"https://ghes.example", "https://octo.ghe.com/", "https://github.com.example", "http://github.com"} {
		s := &stage{fixture: newFixture(t)}
		s.env["GITHUB_API_URL"], s.env["GITHUB_SERVER_URL"] = "", server
		s.on(t, "workflow_dispatch")
		s.run(t, "version=1")
		if log := s.log.String(); s.exits[0] != "2" || strings.Contains(log, "api.github.com") || !strings.Contains(log, "GITHUB_API_URL: empty") {
			t.Errorf("%s: exit %s\n%s", server, s.exits[0], log)
		}
	}
	env := map[string]string{"GITHUB_SERVER_URL": "https://github.com"}
	s := &step{App: &app.App{Process: app.Process{Getenv: func(name string) string { return env[name] }}}, values: map[string]string{"github-token": "ghs_x"}}
	if client, err := s.connect("octo/churn", nil); err != nil || client.API.BaseURL.Host != "api.github.com" {
		t.Errorf("github.com's own address needs no API's: %v", err)
	}
}
