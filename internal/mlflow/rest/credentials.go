package rest

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// credentials are what a server is shown, and what must never be shown else.
type credentials struct {
	header  string // the Authorization header; "" for none, and for an OAuth client
	who     string // for messages: "user ada", "the token in MLFLOW_TRACKING_TOKEN"
	secrets []string

	client, clientSecret string // of OAuth, which gives a token for them
}

// shortestToken is from where on a user without a password is taken for a
// token, which is often given in the user's place. A shorter one is a name,
// and to redact a name would spoil every address it stands in.
const shortestToken = 16

// readCredentials follows MLflow's client: user and password where both are
// known, else the token. A user in the URI comes first, as it is the nearest.
// https://github.com/mlflow/mlflow/blob/master/mlflow/utils/credentials.py
func readCredentials(o Options, user *url.Userinfo) (credentials, error) {
	for _, name := range []string{"MLFLOW_TRACKING_AWS_SIGV4", "MLFLOW_TRACKING_AUTH"} {
		if value := o.getenv(name); value != "" && !isFalse(value) {
			return credentials{}, fmt.Errorf("%s is set: reproduce cannot sign requests that way; unset it and give MLFLOW_TRACKING_USERNAME and _PASSWORD, or MLFLOW_TRACKING_TOKEN", name)
		}
	}
	file := section(o.inHome(".mlflow/credentials"), "mlflow")
	name := cmp.Or(o.getenv("MLFLOW_TRACKING_USERNAME"), file["mlflow_tracking_username"])
	password := cmp.Or(o.getenv("MLFLOW_TRACKING_PASSWORD"), file["mlflow_tracking_password"])
	token := o.getenv("MLFLOW_TRACKING_TOKEN")
	for variable, value := range map[string]string{"MLFLOW_TRACKING_USERNAME": name, "MLFLOW_TRACKING_PASSWORD": password, "MLFLOW_TRACKING_TOKEN": token} {
		if hasControl(value) {
			return credentials{}, fmt.Errorf("%s: has a control character in it; look for a newline at its end", variable)
		}
	}

	var found credentials
	uriPassword, _ := user.Password()
	found.keep(password, token, uriPassword)
	if user != nil && uriPassword == "" && len(user.Username()) >= shortestToken {
		found.keep(user.Username())
	}
	switch {
	case user != nil:
		found.basic(user.Username(), uriPassword)
		found.who = "the user in the tracking URI"
	case name != "" && password != "":
		found.basic(name, password)
		found.who = "user " + name
	case token != "":
		found.header = "Bearer " + token
		found.who = "the token in MLFLOW_TRACKING_TOKEN"
	}
	return found, nil
}

func (c *credentials) basic(name, password string) {
	encoded := base64.StdEncoding.EncodeToString([]byte(name + ":" + password))
	c.header = "Basic " + encoded
	c.keep(encoded)
}

// keep remembers secrets in every spelling in which they may be met again.
func (c *credentials) keep(secrets ...string) {
	for _, secret := range secrets {
		for _, spelling := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if secret != "" && !slices.Contains(c.secrets, spelling) {
				c.secrets = append(c.secrets, spelling)
			}
		}
	}
}

func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// isFalse reads a boolean variable as MLflow does; what is neither is true.
func isFalse(text string) bool {
	return strings.EqualFold(text, "false") || text == "0"
}
