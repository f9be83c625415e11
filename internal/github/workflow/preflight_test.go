package workflow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestPreflight(t *testing.T) {
	t.Parallel()
	changed := func(from, to string) string { return strings.Replace(projecttest.Workflow, from, to, 1) }
	cases := map[string]struct {
		workflow string // on the default branch and at the commit; "" for none
		name     string
		state    string
		inputs   map[string]string
		want     string // in the error
		warning  string
		reason   repro.Reason
	}{
		"good":                     {workflow: projecttest.Workflow, inputs: map[string]string{"data": "small"}},
		"by its path":              {workflow: projecttest.Workflow, name: ".github/workflows/train.yml"},
		"a scalar trigger":         {workflow: "on: workflow_dispatch\njobs: {}\n"},
		"a list of triggers":       {workflow: "on: [push, workflow_dispatch]\njobs: {}\n"},
		"inputs of nothing":        {workflow: "on:\n  workflow_dispatch:\njobs: {}\n"},
		"missing":                  {workflow: "", want: "default branch", reason: repro.PipelineNotStarted},
		"disabled":                 {workflow: projecttest.Workflow, state: "disabled_manually", want: "gh workflow enable", reason: repro.PipelineNotStarted},
		"no trigger":               {workflow: changed("workflow_dispatch", "push"), want: "no workflow_dispatch trigger", reason: repro.WorkflowMissingAtCommit},
		"an input not declared":    {workflow: projecttest.Workflow, inputs: map[string]string{"seed": "1"}, want: "declares: data, reproduce_id"},
		"an input with a typo":     {workflow: projecttest.Workflow, inputs: map[string]string{"dta": "full"}, want: `"dta" is not declared (did you mean data?)`},
		"a name with a typo":       {workflow: projecttest.Workflow, name: "trian.yml", want: "(did you mean train.yml?)", reason: repro.PipelineNotStarted},
		"a name with its ending":   {workflow: projecttest.Workflow, name: "train.yaml", want: "(did you mean train.yml?)", reason: repro.PipelineNotStarted},
		"another name":             {workflow: projecttest.Workflow, name: "retrain-model.yml", want: "default branch, which has train.yml", reason: repro.PipelineNotStarted},
		"not one of the options":   {workflow: projecttest.Workflow, inputs: map[string]string{"data": "none"}, want: "full, small"},
		"required and not given":   {workflow: changed("        default: full\n", "        required: true\n"), want: "required and has no default"},
		"not a boolean":            {workflow: changed("type: choice", "type: boolean"), inputs: map[string]string{"data": "yes"}, want: "true or false"},
		"concurrency":              {workflow: "concurrency: training\n" + projecttest.Workflow, warning: `group "training"`},
		"concurrency of a job":     {workflow: changed("  train:\n", "  train:\n    concurrency:\n      group: gpu\n"), warning: "job train"},
		"concurrency for each ref": {workflow: "concurrency: train-${{ github.ref }}\n" + projecttest.Workflow},
		"concurrency with a queue": {workflow: "concurrency:\n  group: gpu\n  queue: max\n" + projecttest.Workflow},
		"not YAML":                 {workflow: "on: [\n", want: "train.yml", reason: repro.PipelineNotStarted},
		"another repository's":     {name: "../../../../victim/repo/actions/workflows/deploy.yml", want: "want the name of a file"},
		"a query":                  {name: "train.yml?x=1", want: "want the name of a file"},
		"a fragment":               {name: "train.yml#", want: "want the name of a file"},
		"an escape":                {name: "%2e%2e.yml", want: "want the name of a file"},
		"an id":                    {name: "12345", want: "want the name of a file"},
		"a directory":              {name: ".github/workflows/a/train.yml", want: "want the name of a file"},
		"nothing":                  {name: "", want: "want the name of a file"},
		"a name with a line break": {name: "train.yml\nx.yml", want: "want the name of a file"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{})
			files := map[string][]byte{".github/workflows/train.yml": nil}
			if c.workflow != "" {
				files[".github/workflows/train.yml"] = []byte(c.workflow)
			}
			commit := p.Push("main", files)
			if c.state != "" {
				p.SetWorkflow("train.yml", c.state)
			}
			if c.name == "" && name != "nothing" {
				c.name = "train.yml"
			}
			_, warnings, err := p.client(t).preflight(t.Context(), c.name, commit, c.inputs)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
			if doubt, ok := repro.AsDoubt(err); c.reason != "" && (!ok || doubt.Reason != c.reason) {
				t.Errorf("reason of %v, want %s", err, c.reason)
			}
			if got := strings.Join(warnings, "; "); (c.warning == "") != (got == "") || !strings.Contains(got, c.warning) {
				t.Errorf("warnings %q, want %q", got, c.warning)
			}
			if strings.Contains(c.want, "name of a file") && len(p.Requests()) > 0 {
				t.Errorf("asked GitHub: %v", p.Requests())
			}
		})
	}
}

// TestWorkflowOlderThanTheFile: on the default branch, and not at the commit.
func TestWorkflowOlderThanTheFile(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	without := p.Push("main", map[string][]byte{".github/workflows/train.yml": nil})
	p.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(projecttest.Workflow)})
	_, _, err := p.client(t).preflight(t.Context(), "train.yml", without, nil)
	if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != repro.WorkflowMissingAtCommit || !strings.Contains(err.Error(), "--code-ref head") {
		t.Errorf("got %v", err)
	}
}

// FuzzWorkflow: a workflow file is somebody else's text, and no text of theirs
// makes an input pass that is not declared.
func FuzzWorkflow(f *testing.F) {
	f.Add([]byte(projecttest.Workflow))
	f.Add([]byte("on: {workflow_dispatch: {inputs: {a: {type: choice, options: [1, 2]}}}}\njobs: {t: {concurrency: {group: g}}}\n"))
	f.Add([]byte("? [on]\n: x\njobs: [1]\nconcurrency: [a]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := parseWorkflow("train.yml", data)
		if err != nil {
			return
		}
		const undeclared = "an input that nobody declared, by this name"
		if w.check("train.yml", map[string]string{undeclared: "x"}) == nil && !w.declares(undeclared) {
			t.Error("an input passed that is not declared")
		}
	})
}
