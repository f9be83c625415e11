package cli

import (
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
)

// TestGitHubHost: which API gets which token, by what the environment names and where
// the clone's origin is. Where nothing but the origin names a host, it gets none.
func TestGitHubHost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		env     string // NAME=value, blanks between
		origin  string
		api     string // "" for a refusal
		token   string
		refusal []string // words of it
	}{
		"github.com":                       {"GITHUB_TOKEN=ours", "https://github.com/o/r.git", "https://api.github.com", "ours", nil},
		"its ssh":                          {"GITHUB_TOKEN=ours", "git@github.com:o/r.git", "https://api.github.com", "ours", nil},
		"its ssh on another port":          {"GITHUB_TOKEN=ours", "ssh://git@ssh.github.com:443/o/r.git", "https://api.github.com", "ours", nil},
		"in capitals":                      {"GH_TOKEN=ours", "https://GitHub.com/o/r", "https://api.github.com", "ours", nil},
		"an enterprise token stays":        {"GH_ENTERPRISE_TOKEN=theirs", "https://github.com/o/r", "", "", []string{"no token for github.com"}},
		"another forge":                    {"GITHUB_TOKEN=ours", "https://forge.example/o/r.git", "", "", []string{"forge.example", "GH_HOST=forge.example", "GITHUB_REPOSITORY"}},
		"another forge over ssh":           {"GITHUB_TOKEN=ours", "git@forge.example:o/r.git", "", "", []string{"GH_HOST=forge.example"}},
		"another forge, its token as well": {"GITHUB_TOKEN=ours GH_ENTERPRISE_TOKEN=theirs", "https://forge.example/o/r", "", "", []string{"forge.example"}},
		"a name that only begins alike":    {"GITHUB_TOKEN=ours", "https://github.com.evil.example/o/r", "", "", []string{"github.com.evil.example"}},
		"a name that only ends alike":      {"GITHUB_TOKEN=ours", "https://notgithub.com/o/r", "", "", []string{"notgithub.com"}},
		"github.com as the user":           {"GITHUB_TOKEN=ours", "https://github.com@evil.example/o/r", "", "", []string{"evil.example"}},
		"a tenant that nobody named":       {"GITHUB_TOKEN=ours", "https://evil.ghe.com/o/r", "", "", []string{"evil.ghe.com"}},
		"GH_HOST":                          {"GH_HOST=ghes.example GH_ENTERPRISE_TOKEN=theirs GITHUB_TOKEN=ours", "git@ghes.example:o/r.git", "https://ghes.example/api/v3", "theirs", nil},
		"GH_HOST and one token for all":    {"GH_HOST=ghes.example GITHUB_TOKEN=ours", "https://ghes.example/o/r", "https://ghes.example/api/v3", "ours", nil},
		"GH_HOST, and origin elsewhere":    {"GH_HOST=ghes.example GITHUB_TOKEN=ours", "https://github.com/o/r", "", "", []string{"github.com", "ghes.example"}},
		"GH_HOST with a port":              {"GH_HOST=ghes.example:8443 GH_TOKEN=ours", "ssh://git@ghes.example:122/o/r", "https://ghes.example:8443/api/v3", "ours", nil},
		"GH_HOST is github.com":            {"GH_HOST=github.com GITHUB_TOKEN=ours", "https://github.com/o/r", "https://api.github.com", "ours", nil},
		"GH_HOST is a tenant":              {"GH_HOST=octo.ghe.com GH_TOKEN=ours", "https://octo.ghe.com/o/r", "https://api.octo.ghe.com", "ours", nil},
		"GH_HOST is an address":            {"GH_HOST=https://ghes.example GH_TOKEN=ours", "https://ghes.example/o/r", "", "", []string{"GH_HOST", "not a host"}},
		"GH_HOST with a user":              {"GH_HOST=github.com@evil.example GH_TOKEN=ours", "https://github.com/o/r", "", "", []string{"GH_HOST", "not a host"}},
		"GITHUB_API_URL":                   {"GITHUB_API_URL=https://ghes.example/api/v3 GITHUB_TOKEN=ours", "https://ghes.example/o/r", "https://ghes.example/api/v3", "ours", nil},
		"GITHUB_API_URL, origin elsewhere": {"GITHUB_API_URL=https://api.github.com GITHUB_TOKEN=ours", "https://forge.example/o/r", "", "", []string{"GITHUB_API_URL=https://forge.example/api/v3"}},
		"GITHUB_SERVER_URL":                {"GITHUB_SERVER_URL=https://ghes.example GITHUB_TOKEN=ours", "https://ghes.example/o/r", "https://ghes.example/api/v3", "ours", nil},
		"GITHUB_SERVER_URL, no page":       {"GITHUB_SERVER_URL=ftp://ghes.example GITHUB_TOKEN=ours", "https://ghes.example/o/r", "", "", []string{"GITHUB_SERVER_URL"}},
		"the repository is named":          {"GITHUB_REPOSITORY=o/r GITHUB_TOKEN=ours", "https://forge.example/x/y", "https://api.github.com", "ours", nil},
		"no token":                         {"", "https://github.com/o/r", "", "", []string{"no token for github.com", "GITHUB_TOKEN"}},
		"no token for a server":            {"GH_HOST=ghes.example", "https://ghes.example/o/r", "", "", []string{"GH_ENTERPRISE_TOKEN", "--hostname ghes.example"}},
		"no origin":                        {"GITHUB_TOKEN=ours", "", "", "", []string{"GITHUB_REPOSITORY"}},
		"a directory":                      {"GITHUB_TOKEN=ours", "/srv/git/o/r.git", "", "", []string{"GITHUB_REPOSITORY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, args := range [][]string{{"init", "--quiet"}, {"config", "remote.origin.url", test.origin}} {
				if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
					t.Fatalf("git %s: %v\n%s", args[0], err, out)
				}
			}
			env := map[string]string{}
			for _, entry := range strings.Fields(test.env) {
				name, value, _ := strings.Cut(entry, "=")
				env[name] = value
			}
			c := &console{&app.App{Process: app.Process{Dir: dir, Getenv: func(name string) string { return env[name] }}}}
			host, err := c.gitHubHost()
			token, repository := "", ""
			if err == nil {
				repository, err = c.repository(t.Context(), host)
			}
			if err == nil {
				token, err = host.token(c.Getenv)
			}
			if (err == nil) != (test.api != "") {
				t.Fatalf("got %v; want %q", err, test.api+strings.Join(test.refusal, ", "))
			}
			for _, word := range test.refusal {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q is not in %v", word, err)
				}
			}
			if err == nil && (host.api != test.api || token != test.token || repository != "o/r") {
				t.Errorf("%s of %s gets %q; want %s and %q", repository, host.api, token, test.api, test.token)
			}
		})
	}
}

// TestRun_refusesAnUnknownHost by its name, as a usage error.
func TestRun_refusesAnUnknownHost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, args := range [][]string{{"init", "--quiet"}, {"config", "remote.origin.url", "https://forge.example/o/r.git"}} {
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
	var said strings.Builder
	env := map[string]string{"GITHUB_TOKEN": "ghp_canary"}
	code := Run(t.Context(), app.Process{
		Args: []string{"run", "m", "--workflow", "train.yml", "--tracking-uri", dir}, Dir: dir,
		Getenv: func(name string) string { return env[name] }, Stdout: io.Discard, Stderr: &said, Now: time.Now,
	})
	if code != 2 || !strings.Contains(said.String(), "forge.example") || !strings.Contains(said.String(), "GH_HOST=forge.example") {
		t.Errorf("exit code %d, want 2 and the host:\n%s", code, said.String())
	}
}
