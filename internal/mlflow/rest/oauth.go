package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A bearer is the token that an OAuth client has at the moment.
type bearer struct {
	asking sync.Mutex // held while a token is asked for
	header string
	until  time.Time

	telling sync.Mutex // of the client's secrets, which a token is added to
}

// earlier is how long before its end a token is replaced.
const earlier = time.Minute

// authorization is the header to send: what was given, or the token of an OAuth client,
// which is asked for at the same server when there is none that lasts.
// https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m
func (c *Client) authorization(ctx context.Context) (string, error) {
	if c.held.client == "" {
		return c.held.header, nil
	}
	c.bearer.asking.Lock()
	defer c.bearer.asking.Unlock()
	if time.Now().Before(c.bearer.until) {
		return c.bearer.header, nil
	}
	form := strings.NewReader(url.Values{"grant_type": {"client_credentials"}, "scope": {"all-apis"}}.Encode())
	message, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Where()+"/oidc/v1/token", form)
	if err != nil {
		return "", err
	}
	message.Header.Set("User-Agent", c.agent)
	message.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	message.SetBasicAuth(c.held.client, c.held.clientSecret)
	response, err := c.http.Do(message)
	if err != nil {
		return "", c.unreachable(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		err := c.refusal(Request{}, response)
		var again *retryable
		if errors.As(err, &again) {
			return "", err
		}
		return "", repro.Doubtf(repro.NoPermission, "%s gives %s no token: %v", c.Where(), c.held.who, err)
	}
	var answer struct {
		Token   string  `json:"access_token"`
		Seconds float64 `json:"expires_in"`
	}
	err = doc.DecodeJSON(response.Body, maxToken, &answer)
	if err == nil && (answer.Token == "" || hasControl(answer.Token)) {
		err = errors.New("there is no access token in its answer")
	}
	if err != nil {
		return "", c.Garbled(err)
	}
	c.bearer.telling.Lock()
	c.held.keep(answer.Token)
	c.bearer.telling.Unlock()
	c.bearer.header = "Bearer " + answer.Token
	c.bearer.until = time.Now().Add(seconds(answer.Seconds) - earlier)
	return c.bearer.header, nil
}

// maxToken bounds the answer with a token.
const maxToken = 1 << 20
