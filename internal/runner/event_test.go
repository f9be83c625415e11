package runner

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadEvent_whoseCode: a payload that does not say whose code a pull request has is no
// payload of GitHub's, and would pass for the project's own.
func TestReadEvent_whoseCode(t *testing.T) {
	t.Parallel()
	const pull = `{"pull_request":{"number":12,"head":{"repo":{"full_name":"octo/churn"}},"base":{"sha":"2abe938"}}}`
	for _, tt := range []struct {
		name, payload string
		refused       bool
	}{
		{"pull_request", `{}`, true}, {"pull_request", `null`, true}, {"pull_request", ``, true}, {"pull_request", `{"pull_request":null}`, true},
		{"pull_request_target", `{}`, true}, {"pull_request", "no file", true}, {"pull_request", pull, false}, {"pull_request_target", pull, false},
		{"workflow_run", `{}`, true}, {"workflow_run", `{"workflow_run":{"head_repository":null}}`, false},
		{"workflow_run", `{"workflow_run":{"head_repository":{"full_name":"octo/churn"}}}`, false},
		{"pull_request", `{"pull_request":{"number":12,"head":{"repo":{"full_name":"octo/churn"}}}}`, true},
		{"pull_request", `{"pull_request":{"number":-12,"head":{"repo":{"full_name":"octo/churn"}},"base":{"sha":"2abe938"}}}`, true},
		{"merge_group", `{}`, true}, {"merge_group", `{"merge_group":{}}`, true}, {"merge_group", ``, true}, {"merge_group", `{"merge_group":{"base_sha":"2abe938"}}`, false},
		{"schedule", `{}`, false}, {"schedule", ``, false}, {"push", `null`, false}, {"schedule", "no file", false},
	} {
		path := filepath.Join(t.TempDir(), "event.json")
		if err := os.WriteFile(path, []byte(tt.payload), 0o644); err != nil {
			t.Fatal(err)
		}
		if tt.payload == "no file" {
			path = ""
		}
		env := map[string]string{"GITHUB_EVENT_NAME": tt.name, "GITHUB_EVENT_PATH": path, "GITHUB_REPOSITORY": "octo/churn"}
		event, err := ReadEvent(func(name string) string { return env[name] })
		if refused := err != nil && strings.Contains(err.Error(), "does not say wh"); refused != tt.refused {
			t.Errorf("%s %s: %v", tt.name, tt.payload, err)
		}
		if fork := strings.Contains(tt.payload, `"head_repository":null`); event.Fork() != fork {
			t.Errorf("%s %s: a fork's: %v", tt.name, tt.payload, event.Fork())
		}
	}
}
