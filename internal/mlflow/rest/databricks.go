package rest

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// ForDatabricks is New for a Databricks workspace. Its address and credentials go by the
// names of Databricks' own SDK: each from the environment, else from a profile in
// .databrickscfg. MLflow's own credentials are not sent there.
// https://docs.databricks.com/aws/en/dev-tools/auth/unified-auth
func ForDatabricks(o Options, profile string) (*Client, error) {
	said, err := readDatabricks(o, profile)
	if err != nil {
		return nil, err
	}
	host := said["host"]
	if !strings.Contains(host, "://") {
		host = "https://" + host
	}
	at, err := url.Parse(host)
	if err != nil || at.Hostname() == "" || at.User != nil || at.Scheme != "https" && (at.Scheme != "http" || !isLoopback(at.Hostname())) {
		return nil, errors.New("the host (DATABRICKS_HOST) is not the https:// address of a workspace; http:// is taken for this machine alone")
	}
	var held credentials
	held.keep(said["token"], said["client_secret"])
	wanted := said["auth_type"] // the SDK's names of the two ways
	switch token, client := said["token"] != "", said["client_id"] != "" && said["client_secret"] != ""; {
	case token && client && wanted == "":
		return nil, errors.New("both a token and an OAuth client are set; leave one, or say which with DATABRICKS_AUTH_TYPE (pat, oauth-m2m)")
	case token && (wanted == "" || wanted == "pat"):
		held.header, held.who = "Bearer "+said["token"], "the token (DATABRICKS_TOKEN)"
	case client && (wanted == "" || wanted == "oauth-m2m"):
		held.who = "the OAuth client " + printable.OneLine(said["client_id"], maxSaid)
		held.client, held.clientSecret = said["client_id"], said["client_secret"]
	default:
		return nil, errors.New("no credentials; set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or have them in the profile. Other ways to sign in are not supported")
	}
	o.URL = &url.URL{Scheme: at.Scheme, Host: at.Host}
	c, err := connect(o, held)
	if err == nil {
		c.org = cmp.Or(said["workspace_id"], at.Query().Get("o"))
	}
	return c, err
}

// readDatabricks merges the environment with a profile. Where both say something, and not
// the same, it asks: the SDK would send the one's token to the other's host.
func readDatabricks(o Options, profile string) (map[string]string, error) {
	said := map[string]string{}
	keys := [...]string{"host", "token", "client_id", "client_secret", "auth_type", "workspace_id"}
	for _, key := range keys {
		said[key] = o.getenv("DATABRICKS_" + strings.ToUpper(key))
	}
	named := cmp.Or(o.getenv("DATABRICKS_CONFIG_FILE"), "~/.databrickscfg")
	file := named
	if below, ok := strings.CutPrefix(named, "~/"); ok {
		file = o.inHome(below)
	}
	if profile = cmp.Or(profile, o.getenv("DATABRICKS_CONFIG_PROFILE")); profile == "" {
		if said["host"]+said["token"]+said["client_id"] == "" {
			profile = cmp.Or(section(file, "__settings__")["default_profile"], "DEFAULT")
		}
	}
	if profile != "" {
		values := section(file, profile)
		if values == nil {
			return nil, fmt.Errorf("there is no profile %s in %s, and no DATABRICKS_HOST", printable.Quote(profile, 80), named)
		}
		for _, key := range keys {
			if said[key] != "" && values[key] != "" && strings.Trim(said[key], "/") != strings.Trim(values[key], "/") {
				return nil, fmt.Errorf("DATABRICKS_%s and the profile %s are not the same; unset one of them", strings.ToUpper(key), printable.Quote(profile, 80))
			}
			said[key] = cmp.Or(said[key], values[key])
		}
	}
	for key, value := range said {
		if hasControl(value) {
			return nil, fmt.Errorf("%s: has a control character in it", key)
		}
	}
	return said, nil
}
