// Package webhook tells a chat: it sends one JSON document, in the form that the chat
// takes, to an address that only its owner knows.
//
// The address is a secret. No error has it, no redirect is followed, and it is sent
// to over TLS only, but for this machine.
package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

const (
	maxBody  = 64 << 10
	attempts = 3
	timeout  = 10 * time.Second
)

// CheckAddress refuses what is no address to send a secret to.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("webhook: not an https address; set REPRODUCE_WEBHOOK to the one that the chat gave")
	case u.Scheme == "http" && !thisMachine(u.Hostname()):
		return errors.New("webhook: an http address is read by everybody on the way; use https")
	}
	return nil
}

func thisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send posts a document. What may pass is tried again, but for a request that was sent and
// not answered: the chat may have it.
func Send(ctx context.Context, address string, body []byte, sleep func(context.Context, time.Duration) error) error {
	if err := CheckAddress(address); err != nil {
		return err
	}
	client := &http.Client{
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var last error
	for attempt := range attempts {
		if err := sleep(ctx, time.Duration(attempt)*2*time.Second); err != nil {
			return err
		}
		again, err := post(ctx, client, address, body)
		if err == nil || !again {
			return err
		}
		last = err
	}
	return last
}

func post(ctx context.Context, client *http.Client, address string, body []byte) (again bool, err error) {
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return false, errors.New("webhook: not an address")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "reproduce")
	response, err := client.Do(request)
	if err != nil {
		var hidden *url.Error
		if errors.As(err, &hidden) {
			err = hidden.Err // without the address
		}
		if sent.Load() { // it may have been taken: sent again at once it would be there twice
			return false, fmt.Errorf("webhook: no answer, so the chat may have the message: %w", err)
		}
		return ctx.Err() == nil, fmt.Errorf("webhook: %w", err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxBody)) // so that the connection ends well
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
		return false, nil
	case status >= 300 && status < 400:
		return false, fmt.Errorf("webhook: the server sends us elsewhere (%d); set the address that it is now at", status)
	case status == http.StatusGatewayTimeout:
		return false, fmt.Errorf("webhook: no answer in time (%d), so the chat may have the message", status)
	default:
		return status == http.StatusTooManyRequests || status >= 500, fmt.Errorf("webhook: the server answers %d; the address or webhook-body may be wrong", status)
	}
}
