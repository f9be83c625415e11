package workflow

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// What a training workflow needs for its run to be found: the input, and that it is passed on.
const (
	inputLines = `on:
  workflow_dispatch:
    inputs:
      reproduce_context: { required: false, type: string }
`
	handOnLines = `env:
  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}`
)

// checkTraceable says whether a run of the workflow can be told from all others: what
// it logs to MLflow carries the tags that it is given. A training that gets none is
// found by nobody, and its minutes are lost.
func (c *Client) checkTraceable(w workflowSpec, name, commit string) error {
	declared, lacks, add, lines := "", "has no input "+inputContext, "Add it and pass it on", inputLines+handOnLines
	for _, input := range []string{inputContext, inputID} {
		if !w.declares(input) {
			continue
		}
		if w.reads.input(input, c.Owner) {
			return nil
		}
		if declared == "" {
			declared = input
			lacks, add = "declares the input "+input+" and uses it nowhere", "Pass it on"
			lines = handOnLines
		}
	}
	if declared == inputID {
		lines = inputLines + handOnLines // the id alone is no JSON of tags
	}
	c.Advise(github.Advice{Where: "the training workflow " + name, Lines: lines})
	return repro.Doubtf(repro.PipelineNotStarted,
		"workflow %s at %s %s, which identifies the new run, so nothing was trained. %s as MLFLOW_RUN_CONTEXT. For older code use code-ref: head. For a training that commits or uploads its metrics use metrics-source: file",
		name, gitformat.ShortID(commit), lacks, add)
}

// A reading is what jobs read of a dispatch's inputs, as far as their workflow's file shows it.
type reading struct {
	text strings.Builder // of all that may hold an expression, in small letters
	uses []string        // the actions of steps
	all  bool            // a job is another workflow, which reads the event as well
}

// wholeEvent finds what hands on all inputs, without their names.
// https://docs.github.com/actions/reference/workflows-and-actions/contexts
var wholeEvent = regexp.MustCompile(`tojson\(\s*(inputs|github(\.event(\.inputs)?)?)\s*\)|\binputs(\.\*|\s*\[)|event_path`)

// readingOf reads env: and jobs:. What else a workflow may say, as its run's name, reaches no
// training.
func readingOf(root *doc.Node) *reading {
	r := &reading{}
	r.add(root.Get("env"))
	jobs := root.Get("jobs")
	r.add(jobs)
	if jobs == nil || jobs.Kind != doc.Map {
		return r
	}
	for _, job := range jobs.Values {
		if job.Kind != doc.Map {
			continue
		}
		r.all = r.all || job.Get("uses") != nil
		for _, step := range job.Get("steps").Items() {
			if action := step.Get("uses"); action != nil {
				r.uses = append(r.uses, strings.ToLower(scalar(action)))
			}
		}
	}
	return r
}

func (r *reading) add(n *doc.Node) {
	if n == nil {
		return
	}
	r.text.WriteString(strings.ToLower(n.Text) + "\n")
	for _, value := range n.Values {
		r.add(value)
	}
}

// input says whether a job may read an input. An action of the repository, or of its owner, may
// do so by itself; others were not made for this.
func (r *reading) input(name, owner string) bool {
	if r == nil || r.all || strings.Contains(r.text.String(), name) || wholeEvent.MatchString(r.text.String()) {
		return true
	}
	for _, action := range r.uses {
		if strings.HasPrefix(action, "./") || strings.HasPrefix(action, strings.ToLower(owner)+"/") || strings.HasPrefix(action, "docker://") {
			return true
		}
	}
	return false
}
