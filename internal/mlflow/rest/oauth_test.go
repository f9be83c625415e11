package rest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// TestOAuthSideBySide: many questions at a time share one token, and each that has run out
// is asked for again. No token is shown once it is known.
func TestOAuthSideBySide(t *testing.T) {
	t.Parallel()
	for lasts, most := range map[int]int32{3600: 1, 0: 40} {
		var issued atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/oidc/v1/token":
				fmt.Fprintf(w, `{"access_token": "canary-%d-token", "expires_in": %d}`, issued.Add(1), lasts)
			case "/refused":
				http.Error(w, "you sent "+r.Header.Get("Authorization"), http.StatusBadRequest)
			default:
				fmt.Fprint(w, "{}")
			}
		}))
		defer server.Close()
		variables := map[string]string{"DATABRICKS_HOST": server.URL, "DATABRICKS_CLIENT_ID": "ada", "DATABRICKS_CLIENT_SECRET": "canary-of-ada"}
		client, err := ForDatabricks(Options{Getenv: func(name string) string { return variables[name] }}, "")
		if err != nil {
			t.Fatal(err)
		}
		var asked sync.WaitGroup
		for range 20 {
			asked.Go(func() {
				if err := client.Ask(t.Context(), Request{Doing: "ask", Path: "/a"}, &struct{}{}); err != nil {
					t.Error(err)
				}
				err := client.Ask(t.Context(), Request{Doing: "ask", Path: "/refused"}, &struct{}{})
				if err == nil || strings.Contains(err.Error(), "canary") {
					t.Errorf("refused: %v", err)
				}
			})
		}
		asked.Wait()
		if got := issued.Load(); got != most {
			t.Errorf("%d tokens that last %d seconds for 40 questions, want %d", got, lasts, most)
		}
	}
}
