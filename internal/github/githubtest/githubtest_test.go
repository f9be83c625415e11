package githubtest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// A recorder is a test that fails without failing this one.
type recorder struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorder) Helper()           {}
func (r *recorder) Cleanup(f func())  { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Fatal(args ...any) { panic(fmt.Sprint(args...)) }
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

const base = "/repos/octo/churn"

// TestDoubleComplains makes requests that GitHub refuses or ignores in silence;
// each has to fail the test that made it. A double that takes everything would
// prove nothing.
func TestDoubleComplains(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		edition      Edition
		method, path string
		body         string
		token        string
		want         string // in the complaint; "" is none
	}{
		"a good request":              {path: base},
		"a misspelt field":            {method: "POST", path: base + "/actions/workflows/train.yml/dispatches", body: `{"ref":"main","return_run_detail":true}`, want: "return_run_detail"},
		"no ref":                      {method: "POST", path: base + "/actions/workflows/train.yml/dispatches", body: `{"inputs":{}}`, want: "ref"},
		"26 inputs":                   {method: "POST", path: base + "/actions/workflows/train.yml/dispatches", body: `{"ref":"main","inputs":{` + strings.TrimSuffix(inputs(26), ",") + `}}`, want: "inputs"},
		"11 inputs, Enterprise":       {edition: Enterprise, method: "POST", path: base + "/actions/workflows/train.yml/dispatches", body: `{"ref":"main","inputs":{` + strings.TrimSuffix(inputs(11), ",") + `}}`, want: "inputs"},
		"a tree with a mode too many": {method: "POST", path: base + "/git/trees", body: `{"tree":[{"path":"a","mode":"100777","type":"blob","content":""}]}`, want: "mode"},
		"a commit without a message":  {method: "POST", path: base + "/git/commits", body: `{"tree":"x"}`, want: "message"},
		"a comment without a body":    {method: "POST", path: base + "/issues/1/comments", body: `{}`, want: "body"},
		"a status of no kind":         {method: "POST", path: base + "/statuses/abc", body: `{"state":"green"}`, want: "state"},
		"a reaction of no kind":       {method: "POST", path: base + "/issues/comments/1/reactions", body: `{"content":"wave"}`, want: "content"},
		"an issue that is no number":  {path: base + "/issues/x/comments", want: "issue_number"},
		"an unknown parameter":        {path: base + "/issues/1/comments?sort=created", want: "sort"},
		"an unknown path":             {path: base + "/nothing", want: "not in the description"},
		"another method":              {method: "PUT", path: base, body: "{}", want: "not in the description"},
		"another repository":          {path: "/repos/victim/repo", want: "victim"},
		"another token":               {path: base, token: "other", want: "Authorization"},
		"an author of its own":        {method: "POST", path: base + "/git/commits", body: `{"message":"m","tree":"t","author":{"name":"n","email":"e@example.test"}}`, want: "author"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &recorder{TB: t}
			s := New(r, Options{Edition: c.edition})
			s.Push("main", map[string][]byte{"a": []byte("a")})
			if c.method == "" {
				c.method = http.MethodGet
			}
			if c.token == "" {
				c.token = Token
			}
			send(t, c.method, s.URL+c.path, c.body, c.token)
			for _, cleanup := range r.cleanups {
				cleanup()
			}
			if got := strings.Join(r.errors, "\n"); (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("complaints: %q, want one with %q", got, c.want)
			}
		})
	}
}

// TestEnterpriseRefusesDetails as Enterprise Servers up to 3.20 do, with a 400.
func TestEnterpriseRefusesDetails(t *testing.T) {
	t.Parallel()
	s := New(t, Options{Edition: Enterprise})
	s.Push("main", map[string][]byte{".github/workflows/train.yml": []byte("on: workflow_dispatch\n")})
	path := s.URL + base + "/actions/workflows/train.yml/dispatches"
	if status, body := send(t, "POST", path, `{"ref":"main","return_run_details":true}`, Token); status != 400 || !strings.Contains(body, "return_run_details") {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := send(t, "POST", path, `{"ref":"main"}`, Token); status != 204 || len(s.Runs()) != 1 {
		t.Errorf("%d, %d runs", status, len(s.Runs()))
	}
}

func TestPushFS(t *testing.T) {
	t.Parallel()
	s := New(t, Options{})
	s.Push("main", map[string][]byte{"old": []byte("x")})
	head := s.PushFS("main", fstest.MapFS{
		"train.sh":       {Data: []byte("#!/bin/sh\n"), Mode: 0o755},
		"conf/a b.yaml":  {Data: []byte("a: 1\n"), Mode: 0o644},
		"conf/empty.txt": {Mode: 0o644},
	})
	if got := string(s.File(head, "conf/a b.yaml")); got != "a: 1\n" || s.Mode(head, "train.sh") != "100755" {
		t.Errorf("%q, %s", got, s.Mode(head, "train.sh"))
	}
	if s.File(head, "conf/empty.txt") == nil || s.File(head, "old") != nil || s.Head("main") != head {
		t.Error("the branch holds other files than were pushed")
	}
}

// TestAnswersAreChecked: an answer that is not GitHub's is the double's fault,
// and shows.
func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	s := New(t, Options{})
	req, err := http.NewRequest(http.MethodGet, s.URL+base, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := find(s.spec, req, nil)
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{"Content-Type": {"application/json"}}
	for body, good := range map[string]bool{`{"id":"seven"}`: false, `{}`: false, `[]`: false, string(s.encode(c, s.getRepository(nil, nil))): true} {
		if err := c.checkResponse(200, header, []byte(body)); (err == nil) != good {
			t.Errorf("%.60s: %v, want good: %v", body, err, good)
		}
	}
}

func inputs(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, `"i%d":"x",`, i)
	}
	return out.String()
}

func send(t *testing.T, method, url, body, token string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("User-Agent", "test")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}
