package webhook

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// hangUp is no answer to a request that was read.
const hangUp = 0

// TestSend has a server that answers in turn.
func TestSend(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		answers []int
		asked   int64
		want    string // of the error
	}{
		"taken":              {[]int{200}, 1, ""},
		"taken without text": {[]int{204}, 1, ""},
		"busy":               {[]int{429, 503, 200}, 3, ""},
		"down":               {[]int{500, 500, 500}, 3, "answers 500"},
		"refused":            {[]int{403}, 1, "answers 403"},
		"moved":              {[]int{302}, 1, "elsewhere (302)"},
		"not answered":       {[]int{hangUp, 200}, 1, "the chat may have the message"},
		"late at a gateway":  {[]int{504, 200}, 1, "the chat may have the message"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				n := asked.Add(1)
				body, _ := io.ReadAll(r.Body)
				if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || string(body) != `{"text": "a"}` || r.URL.Path != "/hooks/canary" {
					t.Errorf("%s %s %q", r.Method, r.URL, body)
				}
				if test.answers[n-1] == hangUp {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Location", "/hooks/canary")
				w.WriteHeader(test.answers[n-1])
			}))
			defer server.Close()
			err := Send(t.Context(), server.URL+"/hooks/canary", []byte(`{"text": "a"}`), noSleep)
			if asked.Load() != test.asked || (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("asked %d times, %v", asked.Load(), err)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("the address is in %v", err)
			}
		})
	}
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	if err := Send(t.Context(), server.URL+"/hooks/canary", nil, noSleep); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("of a server that is not there: %v", err)
	}
}

// TestCheckAddress: a secret goes over TLS.
func TestCheckAddress(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{
		"https://chat.example/hooks/x": true, "http://127.0.0.1:8080/x": true, "http://localhost/x": true, "http://[::1]/x": true,
		"http://chat.example/hooks/x": false, "ftp://chat.example/x": false, "chat.example/x": false, "": false, "https:///x": false,
		"http://127.0.0.1.evil.example/x": false,
	} {
		if err := CheckAddress(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestBody: whatever a model is called, the document is JSON and says the same.
func TestBody(t *testing.T) {
	t.Parallel()
	hostile := "a\"b\\c\n\u2028</script>{title}{changes}<@U1>"
	m := Message{Title: "T", Text: hostile, Job: "https://x", Changes: []map[string]string{{"model": hostile}}}
	for form, want := range map[string]string{
		DefaultBody:                            hostile,
		`["{title}: {job}"]`:                   "T: https://x",
		`{"a": {"b": ["{changes}", 1, null]}}`: hostile,
		`{"text": "no name in it"}`:            "no name in it",
	} {
		body, err := ParseBody(form)
		if err != nil {
			t.Fatal(err)
		}
		made, err := body.Render(m)
		if err != nil || decoded(t, made) != want {
			t.Errorf("%s made %s, %v", form, made, err)
		}
	}
	for form, want := range map[string]string{
		`{text}`:                           "not JSON",
		`{"text": "{txt}"}`:                "there is no {txt}",
		``:                                 DefaultBody,
		`{"text": "all: {changes}"}`:       "{changes} is a list",
		`[["x{changes}"]]`:                 "{changes} is a list",
		`{"text": "\u007bchanges} today"}`: "{changes} is a list",
		`{"text": "\u007benv}"}`:           "there is no {env}",
		`{"{title}": "x"}`:                 "{title} is in the name of a member",
	} {
		if _, err := ParseBody(form); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", form, err)
		}
	}
	large := Message{Changes: strings.Repeat("x", maxBody)}
	body, _ := ParseBody(`["{changes}"]`)
	if _, err := body.Render(large); err == nil {
		t.Error("a message of more than 64 KiB was made")
	}
}

// decoded gives all texts of a document.
func decoded(t *testing.T, document []byte) string {
	t.Helper()
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		t.Fatal(err)
	}
	var texts func(any) string
	texts = func(v any) (all string) {
		switch v := v.(type) {
		case string:
			return v
		case []any:
			for _, item := range v {
				all += texts(item)
			}
		case map[string]any:
			for _, item := range v {
				all += texts(item)
			}
		}
		return all
	}
	return texts(value)
}
