package workflow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTraceable: an input that identifies the new run is declared and used. A workflow whose use
// of it cannot be seen in its file is let go.
func TestTraceable(t *testing.T) {
	t.Parallel()
	const (
		declared = "on: {workflow_dispatch: {inputs: {reproduce_context: {type: string}}}}\n"
		id       = "on: {workflow_dispatch: {inputs: {reproduce_id: {type: string}}}}\n"
		trains   = "jobs:\n  train:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v6\n      - run: make\n"
		unused   = "declares the input reproduce_context and uses it nowhere, which identifies the new run, so nothing was trained. Pass it on as MLFLOW_RUN_CONTEXT."
	)
	with := func(line string) string { return declared + trains + line + "\n" }
	for name, test := range map[string]struct{ workflow, want string }{
		"no such input":            {"on: workflow_dispatch\n" + trains, "has no input reproduce_context, which identifies the new run, so nothing was trained. Add it and pass it on as MLFLOW_RUN_CONTEXT."},
		"declared alone":           {declared + trains, unused},
		"in a comment":             {with("        # inputs.reproduce_context is for reproduce"), unused},
		"in the run's name":        {"run-name: train ${{ inputs.reproduce_context }}\n" + declared + trains, unused},
		"another input's":          {with("        env: {A: '${{ inputs.seed }}'}"), unused},
		"somebody else's actions":  {with("      - uses: astral-sh/setup-uv@v7"), unused},
		"our own set-up":           {with("      - uses: reproduce-action/reproduce/setup@v1"), unused},
		"a call for another event": {strings.Replace(declared, "on: {", "on: {workflow_call: {inputs: {reproduce_context: {type: string}}}, ", 1) + trains, unused},
		"the id, unused":           {id + trains, "declares the input reproduce_id and uses it nowhere"},

		"the id":                      {id + trains + "        env: {ID: '${{ inputs.reproduce_id }}'}\n", ""},
		"both, of which one":          {strings.Replace(declared, "reproduce_context:", "reproduce_id: {type: string}, reproduce_context:", 1) + trains + "        env: {ID: '${{ inputs.reproduce_id }}'}\n", ""},
		"a step's variable":           {with("        env: {MLFLOW_RUN_CONTEXT: '${{ inputs.reproduce_context }}'}"), ""},
		"the workflow's variable":     {declared + "env:\n  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}\n" + trains, ""},
		"a job's variable":            {strings.Replace(declared+trains, "    runs-on: x\n", "    runs-on: x\n    env: {C: '${{ inputs.reproduce_context }}'}\n", 1), ""},
		"the event's":                 {with("        env: {C: '${{ github.event.inputs.reproduce_context }}'}"), ""},
		"in other letters":            {with("        env: {C: '${{ Inputs.Reproduce_Context }}'}"), ""},
		"by its name in brackets":     {with("        env: {C: \"${{ inputs['reproduce_context'] }}\"}"), ""},
		"by a name that is put there": {with("        env: {C: '${{ inputs[matrix.name] }}'}"), ""},
		"a script's own":              {with("      - run: |\n          export MLFLOW_RUN_CONTEXT='${{ inputs.reproduce_context }}'\n          make"), ""},
		"all inputs as JSON":          {with("        env: {C: '${{ toJSON(inputs) }}'}"), ""},
		"the event's as JSON":         {with("        env: {C: '${{ toJson( github.event.inputs ) }}'}"), ""},
		"the event as JSON":           {with("        env: {C: '${{ toJSON(github.event) }}'}"), ""},
		"all of it as JSON":           {with("        env: {C: '${{ toJSON(github) }}'}"), ""},
		"the event's file":            {with("      - run: jq .inputs \"$GITHUB_EVENT_PATH\""), ""},
		"the event's file, by a name": {with("        env: {F: '${{ github.event_path }}'}"), ""},
		"an action's input":           {with("      - uses: astral-sh/train@v1\n        with: {context: '${{ inputs.reproduce_context }}'}"), ""},
		"an action of the repository": {with("      - uses: ./.github/actions/train"), ""},
		"one of its owner":            {with("      - uses: Octo/train@v1"), ""},
		"an image":                    {with("      - uses: docker://example.test/train"), ""},
		"another workflow":            {declared + "jobs:\n  train:\n    uses: ./.github/workflows/inner.yml\n    secrets: inherit\n", ""},
		"another workflow's input":    {declared + "jobs:\n  train:\n    uses: octo/ci/.github/workflows/inner.yml@v1\n    with: {context: '${{ inputs.reproduce_context }}'}\n", ""},
		"a variable of an anchor":     {declared + "x: &c {C: '${{ inputs.reproduce_context }}'}\n" + trains + "        env: *c\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, err := parseWorkflow("train.yml", []byte(test.workflow))
			if err != nil {
				t.Fatal(err)
			}
			client := newProject(t, githubtest.Options{}).client(t)
			err = client.checkTraceable(w, "train.yml", strings.Repeat("a", 40))
			if test.want == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != repro.PipelineNotStarted || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			advice := client.Advice()
			if !strings.Contains(advice.Lines, "MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context") || strings.Contains(advice.Lines, "workflow_dispatch") == w.declares(inputContext) {
				t.Errorf("the lines to add are\n%s", advice.Lines)
			}
		})
	}
}
