package command

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestEnvironKeepsTheJobsSecretsFromTheTraining(t *testing.T) {
	t.Parallel()
	base := []string{
		"PATH=/bin", "MLFLOW_TRACKING_URI=http://mlflow", "MLFLOW_TRACKING_PASSWORD=needed", "GITHUB_SHA=abc",
		"GITHUB_TOKEN=canary", "GH_TOKEN=canary", "INPUT_GITHUB-TOKEN=canary", "INPUT_MODEL=canary",
		"ACTIONS_RUNTIME_TOKEN=canary", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=canary", "ACTIONS_ID_TOKEN_REQUEST_URL=canary",
		"GITHUB_OUTPUT=/canary", "GITHUB_ENV=/canary", "GITHUB_PATH=/canary", "GITHUB_STEP_SUMMARY=/canary", "GITHUB_STATE=/canary",
		"GIT_DIR=/canary", "GIT_INDEX_FILE=/canary", "MAKEFLAGS=canary -- MODEL=canary",
		"broken", "=C:=canary", "REPRODUCE_ID=outer", "NUL=a\x00b",
	}
	got := Environ(base, map[string]string{"REPRODUCE_ID": "r1", "EMPTY": "", "BAD=NAME": "canary", "": "canary", "N": "\x00canary"})
	want := []string{"EMPTY=", "GITHUB_SHA=abc", "MLFLOW_TRACKING_PASSWORD=needed", "MLFLOW_TRACKING_URI=http://mlflow", "PATH=/bin", "REPRODUCE_ID=r1"}
	if !slices.Equal(got, want) {
		t.Errorf("Environ = %q\nwant      %q", got, want)
	}
}

func TestRunContextKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	ours := map[string]string{"reproduce.id": "r-1", "reproduce.original_run_id": "abc"}
	for _, test := range []struct{ name, existing, want string }{
		{"nothing set", "", `{"reproduce.id":"r-1","reproduce.original_run_id":"abc"}`},
		{"white space", " \n", `{"reproduce.id":"r-1","reproduce.original_run_id":"abc"}`},
		{"other tags", `{"team": "churn", "n": 1e400}`, `{"n":1e400,"reproduce.id":"r-1","reproduce.original_run_id":"abc","team":"churn"}`},
		{"ours from an outer run", `{"reproduce.id":"old"}`, `{"reproduce.id":"r-1","reproduce.original_run_id":"abc"}`},
		{"characters that HTML would escape", `{"q":"a<b>&c"}`, `{"q":"a<b>&c","reproduce.id":"r-1","reproduce.original_run_id":"abc"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := RunContext(test.existing, ours)
			if err != nil || got != test.want {
				t.Errorf("RunContext(%q) = %s, %v; want %s", test.existing, got, err, test.want)
			}
		})
	}
}

func TestRunContextRefusesWhatItCannotMerge(t *testing.T) {
	t.Parallel()
	for _, existing := range []string{
		`[]`, `"secret"`, `1`, `null`, `secret`, `{"secret":1} x`, `{"secret":1}{}`, `{"secret":1,"secret":2}`, `{"secret":1,}`, `{'secret': 1}`,
		`{"secret":"` + strings.Repeat("x", maxRunContext) + `"}`,
	} {
		got, err := RunContext(existing, map[string]string{"reproduce.id": "r"})
		if err == nil {
			t.Errorf("RunContext(%.60q) = %s, want an error", existing, got)
			continue
		}
		if !errors.Is(err, errRunContext) || !strings.Contains(err.Error(), "unset it") || strings.Contains(err.Error(), "secret") {
			t.Errorf("RunContext(%.60q): %v; want the way out, and not the value", existing, err)
		}
	}
}

func FuzzRunContext(f *testing.F) {
	f.Add(`{"a":{"b":[1]}}`)
	f.Add(`{"a":1,"a":2}`)
	f.Fuzz(func(t *testing.T, existing string) {
		got, err := RunContext(existing, map[string]string{"reproduce.id": "r"})
		if err != nil {
			return
		}
		var after map[string]any
		if err := json.Unmarshal([]byte(got), &after); err != nil {
			if strings.Contains(existing, "e") || strings.Contains(existing, "E") {
				return // a number beyond float64 is kept as text
			}
			t.Fatalf("RunContext(%q) = %q: %v", existing, got, err)
		}
		before := map[string]any{}
		_ = json.Unmarshal([]byte(existing), &before)
		before["reproduce.id"] = "r"
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("RunContext(%q) = %q: lost or changed something", existing, got)
		}
	})
}
