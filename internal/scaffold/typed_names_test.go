package scaffold

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestMake_typos: what was typed and is nearly what there is is refused with the nearest
// name; what is not there yet, or cannot be asked, is said.
func TestMake_typos(t *testing.T) {
	t.Parallel()
	registry := Registry{
		All: []string{"churn", "churn-eu", "price"}, Here: []string{"churn"}, Version: "latest", Aliases: true,
		Words: map[string][]string{"churn": {"champion", "1", "2"}, "price": {"Production", "1"}},
	}
	for name, tt := range map[string]struct {
		asked  Asked
		change func(*Facts)
		err    string // in the error
		note   string // in a note; "" for none about what was asked
	}{
		"right":                       {Asked{Models: []string{"churn"}, Version: "champion", Workflow: "train.yml"}, nil, "", ""},
		"a number":                    {Asked{Models: []string{"churn"}, Version: "2"}, nil, "", ""},
		"a stage in other letters":    {Asked{Models: []string{"price"}, Version: "production"}, nil, "", ""},
		"a glob":                      {Asked{Models: []string{"chur*"}, Version: "latest"}, nil, "", ""},
		"a model with its alias":      {Asked{Models: []string{"churn@champion"}}, nil, "", ""},
		"a model misspelt":            {Asked{Models: []string{"churn", "prise"}}, nil, "--models prise: the registry has no such model; did you mean price?", ""},
		"a model to come":             {Asked{Models: []string{"uplift"}}, nil, "", "no model yet that is called uplift"},
		"a glob that fits none":       {Asked{Models: []string{"prise*"}}, nil, "", "no model yet that is called prise*"},
		"an alias misspelt":           {Asked{Models: []string{"churn"}, Version: "champoin"}, nil, "--version champoin: no model has such a version; did you mean champion?", ""},
		"of the repository's models":  {Asked{Version: "chammpion"}, nil, "did you mean champion?", ""},
		"an alias misspelt in a line": {Asked{Models: []string{"churn@champoin"}}, nil, "--models churn@champoin: no model has such a version; did you mean champion?", ""},
		"an alias to come":            {Asked{Models: []string{"churn"}, Version: "blessed"}, nil, "", "--version blessed: no model has such a version yet; there are 1, 2, champion, latest."},
		"a number to come":            {Asked{Models: []string{"churn"}, Version: "3"}, nil, "", "--version 3: no model has such a version yet"},
		"a registry without aliases":  {Asked{Models: []string{"churn"}, Version: "blessed"}, func(f *Facts) { f.Registry.Aliases = false }, "", "--version blessed was not checked"},
		"no server":                   {Asked{Models: []string{"prise"}, Version: "champoin"}, func(f *Facts) { f.Read, f.Registry = false, Registry{} }, "", "was not checked"},
		"a workflow misspelt":         {Asked{Models: []string{"churn"}, Workflow: "trian.yml"}, nil, "--workflow trian.yml: there is no such file in .github/workflows; did you mean train.yml?", ""},
		"with another ending":         {Asked{Models: []string{"churn"}, Workflow: "train.yaml"}, nil, "train.yml is there; write that", ""},
		"another workflow":            {Asked{Models: []string{"churn"}, Workflow: "nightly-forecast.yml"}, nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := project(t, "testdata/dvc.txtar")
			facts.Files.(fstest.MapFS)[".github/workflows/train.yml"] = &fstest.MapFile{Data: []byte("on: {workflow_dispatch: {inputs: {reproduce_context: {required: false, type: string}}}}\njobs: {train: {runs-on: ubuntu-latest, steps: [{run: dvc repro --force, env: {MLFLOW_RUN_CONTEXT: '${{ inputs.reproduce_context }}'}}]}}\n")}
			facts.Asked, facts.Registry, facts.Read = tt.asked, registry, true
			if tt.change != nil {
				tt.change(&facts)
			}
			plan, err := Make(facts)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
				return
			}
			notes := strings.Join(plan.Notes, "\n")
			if err != nil || !strings.Contains(notes, tt.note) || tt.note == "" && (strings.Contains(notes, "--models") || strings.Contains(notes, "--version")) {
				t.Errorf("%v, notes %q; want %q", err, notes, tt.note)
			}
		})
	}
}
