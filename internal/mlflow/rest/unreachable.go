package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// unreachable says why there was no answer at all, or only half of one. The
// error of net/http is taken apart: as a whole it repeats the URL.
func (c *Client) unreachable(err error) error {
	var (
		redirect *redirected
		wrapper  *url.Error
		name     *net.DNSError
		record   tls.RecordHeaderError
		untrust  *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
	)
	if errors.As(err, &redirect) {
		return c.redirect(redirect)
	}
	if errors.As(err, &wrapper) {
		err = wrapper.Err
	}
	doubt := func(format string, args ...any) error {
		return repro.Doubtf(repro.TrackingServerUnreachable, format, append([]any{c.Where()}, args...)...)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		return &retryable{error: doubt("%s did not answer within %s; MLFLOW_HTTP_REQUEST_TIMEOUT (seconds) allows more", c.policy.timeout), most: 1}
	case errors.As(err, &name):
		return &retryable{error: doubt("%s: no host named %s is known here; check the tracking URI", name.Name), most: 2}
	case errors.Is(err, syscall.ECONNREFUSED):
		hint := "is the server running, and is the port right?"
		if isLoopback(c.base.Hostname()) {
			hint += " inside a container, " + c.base.Hostname() + " is the container itself"
		}
		return &retryable{error: doubt("nothing listens at %s (connection refused); %s", hint), most: 2}
	case errors.As(err, &record) || strings.Contains(err.Error(), http.ErrSchemeMismatch.Error()):
		return doubt("%s speaks http, not https; set the tracking URI to http://%s", c.base.Host+c.base.Path)
	case errors.As(err, &untrust), errors.As(err, &unknown):
		return doubt("%s: its certificate is not trusted here (%s); set MLFLOW_TRACKING_SERVER_CERT_PATH to the path of the CA certificate", c.clean(err.Error()))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return &retryable{error: doubt("%s broke off its answer; a proxy or the server's log may say why"), most: math.MaxInt}
	}
	return &retryable{error: doubt("%s cannot be reached: %s; check the address and any proxy between", c.clean(err.Error())), most: math.MaxInt}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
