package runner

import (
	"os"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/settings"
)

func TestRunner_readsInputs(t *testing.T) {
	r, _, _ := runner(t)
	got, err := r.Inputs()
	if err != nil || len(got) != 2 || got["model"] != "churn-classifier" || got["tracking-uri"] != "https://mlflow.example" {
		t.Errorf("got %q, %v", got, err)
	}
	if NewRunner(nil, func(string) string { return "" }, &strings.Builder{}) != nil {
		t.Error("a Runner outside GitHub Actions")
	}
}

// TestRunner_aDefaultIsNotSaid starts the action as the runner does where nothing
// stands under with: every input that action.yml declares is in the environment,
// with its default. All but the token is left to the configuration file.
func TestRunner_aDefaultIsNotSaid(t *testing.T) {
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	root, err := doc.Read(doc.YAML, data, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{"GITHUB_ACTIONS": "true"}
	declared := root.Get("inputs")
	for i, key := range declared.Keys {
		environment[variable(key.Text)] = ""
		if value := declared.Values[i].Get("default"); value != nil {
			environment[variable(key.Text)] = value.Text
		}
	}
	if len(declared.Keys) != len(settings.Inputs()) {
		t.Fatalf("action.yml declares %d inputs, the table %d", len(declared.Keys), len(settings.Inputs()))
	}
	r := newRunner(environment, &strings.Builder{})
	said, err := r.Inputs()
	if err != nil || len(said) != 1 || said["github-token"] != "${{ github.token }}" || !r.IsStep() {
		t.Errorf("said is %q, %v; want the token alone, and a step", said, err)
	}
}

func TestRunner_refusesWhatNobodyDeclared(t *testing.T) {
	for name, test := range map[string]struct {
		variables []string
		want      []string // in the error; nil: none
	}{
		"misspelt":                      {[]string{"INPUT_TOLERENCES"}, []string{`"tolerences"`, "did you mean tolerances?"}},
		"with the wrong line between":   {[]string{"INPUT_RUN_ID"}, []string{`"run_id"`, "did you mean run-id?"}},
		"given, and empty":              {[]string{"INPUT_FAILON"}, []string{"fail-on"}},
		"an option of the command line": {[]string{"INPUT_OBSERVE"}, []string{`"observe"`, "it is an option of the command line alone."}},
		"two, both of them named":       {[]string{"INPUT_MODL", "INPUT_WORKFLOWS"}, []string{"did you mean model?", "did you mean workflow?"}},
		"like none":                     {[]string{"INPUT_XYZZY"}, []string{`"xyzzy"`, "docs/reference.md", "env:"}},
		"a flag that is no input":       {[]string{"INPUT_JSON"}, []string{`"json"`}},
		"the runner's own":              {[]string{"INPUT_ARGS", "INPUT_ENTRYPOINT"}, nil},
		"declared":                      {[]string{"INPUT_TRACKING-URI", "INPUT_MODEL"}, nil},
		"no input":                      {[]string{"MY_INPUT_X", "INPUT", "INPUTS_X"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			environment := map[string]string{"GITHUB_ACTIONS": "true"}
			for _, variable := range test.variables {
				environment[variable] = ""
			}
			_, err := newRunner(environment, &strings.Builder{}).Inputs()
			if (err == nil) != (test.want == nil) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %v", want, err)
				}
			}
		})
	}
}
