package workflow

import (
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// contextLines are what a training workflow needs for its run to be found.
const contextLines = `on:
  workflow_dispatch:
    inputs:
      reproduce_context: { required: false, type: string }
env:
  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}`

// checkTraceable says whether a run of the workflow can be told from all others: what
// it logs to MLflow carries the tags that it is given. A training that gets none is
// found by nobody, and its minutes are lost.
func (c *Client) checkTraceable(w workflowSpec, name, commit string) error {
	if w.declares(inputContext) || w.declares(inputID) {
		return nil
	}
	c.Advise(github.Advice{Where: "the training workflow " + name, Lines: contextLines})
	return repro.Doubtf(repro.PipelineNotStarted,
		"workflow %s at %s has no input %s, which identifies the new run, so nothing was trained. Add it and pass it on as MLFLOW_RUN_CONTEXT. For older code use code-ref: head. For a training that commits or uploads its metrics use metrics-source: file",
		name, gitformat.ShortID(commit), inputContext)
}
