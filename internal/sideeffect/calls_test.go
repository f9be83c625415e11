package sideeffect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRegisters: a dry run says what the training may do to the registry, with the place,
// and says nothing of a project that does not.
func TestRegisters(t *testing.T) {
	t.Parallel()
	registered := repro.Plan{Model: repro.ModelVersion{Name: "churn", Version: "3"}, Command: "make train"}
	fetched := repro.Plan{Model: registered.Model, Workflow: "train.yml"}
	python := func(text string) fstest.MapFS { return fstest.MapFS{"src/train.py": {Data: []byte(text)}} }
	many := fstest.MapFS{}
	for i := range maxFetchedFiles + 1 {
		many[fmt.Sprintf("a%02d.py", i)] = &fstest.MapFile{Data: []byte("x = 1\n")}
	}
	for name, tt := range map[string]struct {
		files fstest.MapFS
		plan  repro.Plan
		want  string // "" is no warning
	}{
		"registers":            {python("import mlflow\nmlflow.register_model(uri, 'churn')\n"), registered, "a training may do so for real: src/train.py:2 register_model; with --registry scratch it does so in a throw-away registry"},
		"with the model":       {python("log_model(m, 'model', registered_model_name=\"churn\")\n"), registered, "src/train.py:1 registered_model_name"},
		"moves an alias":       {python("c.set_registered_model_alias('churn', 'production', v)\n"), registered, "src/train.py:1 set_registered_model_alias"},
		"moves a stage":        {python("c.transition_model_version_stage(\n"), registered, "src/train.py:1 transition_model_version_stage"},
		"deletes":              {python("c.delete_model_version('churn', '1')\n"), registered, "src/train.py:1 delete_model_version"},
		"a workflow":           {python("register_model()\n"), fetched, "src/train.py:1 register_model"},
		"nothing":              {python("mlflow.log_metric('register', 1)\n"), registered, ""},
		"a comment":            {python("# register_model is somebody else's\n"), registered, ""},
		"no Python":            {fstest.MapFS{"README.md": {Data: []byte("register_model")}}, registered, ""},
		"a test":               {fstest.MapFS{"tests/test_x.py": {Data: []byte("register_model()")}}, registered, ""},
		"no version":           {python("register_model()\n"), repro.Plan{Command: "make train"}, ""},
		"too many to read":     {many, fetched, "not all Python files were read"},
		"many, read by itself": {many, registered, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(Expected(tt.files, tt.plan), "|")
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("warns %q, want %q", got, tt.want)
			}
		})
	}
	places := fstest.MapFS{}
	for _, file := range []string{"a.py", "b.py", "c.py", "d.py", "e.py"} {
		places[file] = &fstest.MapFile{Data: []byte("register_model()\n")}
	}
	if got := Expected(places, registered); !slices.ContainsFunc(got, func(text string) bool { return strings.Contains(text, "c.py:1 register_model and 2 more") }) {
		t.Errorf("five places: %q", got)
	}
}
