package github

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Advice is what somebody has to write so that a check that was refused goes
// through. The zero Advice is none.
type Advice struct {
	Where string // "the job that checks"
	Lines string // YAML
}

// Need says what all the calls of a check take, as under a job's permissions key.
// Where one of them is refused, all are named: a job that has any permissions key
// has none but those.
func (c *Client) Need(permissions ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.needs = permissions
}

// Advice gives what the latest refusal asks for.
func (c *Client) Advice() Advice {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.advice
}

func (c *Client) advise(advice Advice) {
	c.mu.Lock()
	told := c.advice == advice
	c.advice = advice
	c.mu.Unlock()
	if told {
		return
	}
	c.door.notify("to be added to " + advice.Where + ":")
	for line := range strings.Lines(advice.Lines) {
		c.door.notify("    " + strings.TrimRight(line, "\n"))
	}
}

// lacks makes the doubt of an answer that says the token may not do something.
func (c *Client) lacks(status *StatusError, need string) error {
	c.mu.Lock()
	needs := slices.Clone(c.needs)
	c.mu.Unlock()
	key, access, _ := strings.Cut(need, ": ")
	if !slices.Contains(needs, need) && (access != "read" || !slices.Contains(needs, key+": write")) {
		needs = append(needs, need)
	}
	slices.Sort(needs)
	c.advise(Advice{"the job that checks", "permissions:\n  " + strings.Join(needs, "\n  ")})
	return repro.Doubtf(repro.NoPermission, "%w; the token has to have %s", status, strings.Join(needs, ", "))
}

// contextLines are what a training workflow needs for its run to be found.
const contextLines = `on:
  workflow_dispatch:
    inputs:
      reproduce_context: { required: false, type: string }
env:
  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}`

// traceable says whether a run of the workflow can be told from all others: what
// it logs to MLflow carries the tags that it is given. A training that gets none is
// found by nobody, and its minutes are lost.
func (c *Client) traceable(w workflowDoc, name, commit string) error {
	if w.declares(inputContext) || w.declares(inputID) {
		return nil
	}
	c.advise(Advice{"the training workflow " + name, contextLines})
	return repro.Doubtf(repro.PipelineNotStarted,
		"workflow %s at %s declares no input %s, by which the new run is found, so nothing was trained; declare it and hand it on as MLFLOW_RUN_CONTEXT; for code older than that, code-ref: head; for a training that commits or uploads its metrics, metrics-source: file",
		name, short(commit), inputContext)
}
