package mlflowtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// A Workspace makes a Server a Databricks workspace, as far as MLflow's client, Databricks'
// SDK and their pages tell how one behaves. MLflow's own client takes it for one
// (TestDatabricksForMLflow); nobody has compared it with a real workspace.
type Workspace struct {
	Token          string // a personal access token; "" for none
	Client, Secret string // of an OAuth client
	Lasts          int    // seconds that a token of the client lasts; 0 is an hour
	Org            string // the id that requests have to name; "" for none

	issued int // tokens, the last of which alone is taken
}

// databricks answers what a workspace answers before, or instead of, MLflow's API, and
// says whether it did.
func (s *Server) databricks(w http.ResponseWriter, r *http.Request, name string) bool {
	b := s.Databricks
	s.mu.Lock()
	bearer := fmt.Sprintf("oauth-canary-%d-7f3a91c2e5d8", b.issued)
	if b.issued == 0 {
		bearer = ""
	}
	s.mu.Unlock()
	authorization := r.Header.Get("Authorization")
	switch {
	case name == "/.well-known/databricks-config":
		s.answer(w, map[string]any{"oidc_endpoint": s.URL + "/oidc"})
	case name == "/oidc/.well-known/oauth-authorization-server":
		s.answer(w, map[string]any{"authorization_endpoint": s.URL + "/oidc/v1/authorize", "token_endpoint": s.URL + "/oidc/v1/token"})
	case name == "/oidc/v1/token":
		s.giveToken(w, r)
	case authorization == "" || strings.HasPrefix(authorization, "Basic "):
		w.WriteHeader(http.StatusUnauthorized)
	case authorization != "Bearer "+b.Token && authorization != "Bearer "+bearer:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"error_code":403,"message":"Invalid access token."}`)
	case b.Org != "" && r.Header.Get("X-Databricks-Org-Id") != b.Org:
		fail(w, http.StatusBadRequest, "INVALID_PARAMETER_VALUE", "Unable to find the workspace of the request")
	case strings.HasPrefix(name, "/"): // a page for people, who are not signed in
		http.Redirect(w, r, "/login.html?next_url="+r.URL.Path, http.StatusSeeOther)
	case name == "registered-models/alias":
		fail(w, http.StatusNotFound, "ENDPOINT_NOT_FOUND", "No API found for '"+r.Method+" /mlflow/"+name+"'")
	default:
		return false
	}
	return true
}

// giveToken is the client credentials grant of OAuth.
func (s *Server) giveToken(w http.ResponseWriter, r *http.Request) {
	b := s.Databricks
	client, secret, _ := r.BasicAuth()
	err := r.ParseForm()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Method != http.MethodPost || err != nil || r.PostForm.Get("grant_type") != "client_credentials" || r.PostForm.Get("scope") != "all-apis":
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"invalid_request"}`)
	case client == "" || client != b.Client || secret != b.Secret:
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":"invalid_client","error_description":"Client authentication failed"}`)
	default:
		s.mu.Lock()
		b.issued++
		token, lasts := fmt.Sprintf("oauth-canary-%d-7f3a91c2e5d8", b.issued), b.Lasts
		s.mu.Unlock()
		if lasts == 0 {
			lasts = 3600
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": lasts, "scope": "all-apis"}) // a client that left is no fault
	}
}
