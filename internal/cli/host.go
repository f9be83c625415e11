package cli

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github"
)

// A gitHubHost is the GitHub that a token is for: github.com, or the one host that
// the environment names. Nothing that a clone or a server says makes another.
type gitHubHost struct {
	host     string // of its pages, in small letters: github.com
	api      string // base URL
	variable string // the variable that named it; "" for github.com by default
}

const githubCom = "github.com"

// gitHubHost reads the variables of the runner and of gh, in this order.
// https://docs.github.com/actions/reference/workflows-and-actions/variables
// https://cli.github.com/manual/gh_help_environment
func (c *console) gitHubHost() (gitHubHost, error) {
	api, server := c.Getenv("GITHUB_API_URL"), c.Getenv("GITHUB_SERVER_URL")
	switch {
	case api != "":
		u, err := url.Parse(api)
		if err != nil || u.Host == "" {
			return gitHubHost{}, fmt.Errorf("GITHUB_API_URL: %q is not an address", api)
		}
		host := strings.ToLower(u.Hostname())
		if of := strings.TrimPrefix(host, "api."); onGitHub(of) {
			host = of
		}
		return gitHubHost{host, api, "GITHUB_API_URL"}, nil
	case server != "":
		u, err := url.Parse(server)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return gitHubHost{}, fmt.Errorf("GITHUB_SERVER_URL: %q is not an address", server)
		}
		return hostAt(u.Scheme, u.Host, "GITHUB_SERVER_URL"), nil
	}
	host := c.Getenv("GH_HOST")
	if u, err := url.Parse("https://" + host); err != nil || u.Host != host {
		return gitHubHost{}, fmt.Errorf("GH_HOST: %q is not a host; write it as in github.example.com", host)
	}
	if host == "" {
		return gitHubHost{githubCom, github.DefaultAPI, ""}, nil
	}
	return hostAt("https", host, "GH_HOST"), nil
}

// hostAt gives the GitHub whose pages are on a host: github.com and the tenants
// of ghe.com have the API on a host of its own, an Enterprise Server below a path.
// https://docs.github.com/enterprise-cloud@latest/admin/data-residency
func hostAt(scheme, host, variable string) gitHubHost {
	host = strings.ToLower(host)
	name := (&url.URL{Host: host}).Hostname()
	switch {
	case name == githubCom:
		return gitHubHost{githubCom, github.DefaultAPI, variable}
	case onGitHub(name):
		return gitHubHost{name, "https://api." + name, variable}
	}
	return gitHubHost{name, scheme + "://" + host + "/api/v3", variable}
}

// onGitHub says whether a host is github.com or a tenant of ghe.com, which GitHub
// runs itself.
func onGitHub(host string) bool { return host == githubCom || strings.HasSuffix(host, ".ghe.com") }

// setting is what to set so that another host is used.
func (h gitHubHost) setting(host string) string {
	switch h.variable {
	case "GITHUB_API_URL":
		return "GITHUB_API_URL=" + hostAt("https", host, "").api
	case "GITHUB_SERVER_URL":
		return "GITHUB_SERVER_URL=https://" + host
	default:
		return "GH_HOST=" + host
	}
}

// matches says whether a remote of that name is on this GitHub. GitHub takes ssh on port
// 443 under another name.
func (h gitHubHost) matches(host string) bool {
	host = strings.ToLower(host)
	return host == h.host || host == "ssh."+h.host || h.host == githubCom && host == "www.github.com"
}

// token gives the token for the host. For other hosts than github.com and
// ghe.com gh has variables of their own, and they come first there.
func (h gitHubHost) token(getenv func(string) string) (string, error) {
	names := []string{"GITHUB_TOKEN", "GH_TOKEN"}
	hint := "for example to the output of gh auth token"
	if !onGitHub(h.host) {
		names = append([]string{"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"}, names...)
		hint += " --hostname " + h.host
	}
	for _, name := range names {
		if token := getenv(name); token != "" {
			return token, nil
		}
	}
	return "", fmt.Errorf("no token for %s; set %s, %s", h.host, names[0], hint)
}
