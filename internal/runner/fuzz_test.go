package runner

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzReadEvent reads payloads that nobody promised: an event about a pull request or a run
// says whose code it is about, or is refused.
func FuzzReadEvent(f *testing.F) {
	for _, payload := range []string{
		`{"pull_request": {"number": 12, "head": {"sha": "abc", "repo": {"full_name": "a/b"}}}}`, `{"issue": {"number": 1}, "comment": {"body": "/reproduce"}}`,
		`{"workflow_run": {"head_repository": {"full_name": "a/b"}}}`, `{"pull_request": null}`, `[]`, `{`, "",
	} {
		f.Add("pull_request", payload)
		f.Add("workflow_run", payload)
	}
	path := filepath.Join(f.TempDir(), "event.json")
	f.Fuzz(func(t *testing.T, name, payload string) {
		if err := os.WriteFile(path, []byte(payload), 0o600); err != nil {
			t.Fatal(err)
		}
		event, err := ReadEvent(func(variable string) string {
			return map[string]string{"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": path, "GITHUB_REPOSITORY": "a/b"}[variable]
		})
		if err == nil && (name == "pull_request" && event.PullRequest == 0 || name == "workflow_run" && event.HeadRepo == "") {
			t.Errorf("%q is taken, though it does not say whose code it is about: %+v", payload, event)
		}
	})
}
