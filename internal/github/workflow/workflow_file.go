package workflow

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

const workflowLimit = 1 << 20 // bytes of a workflow file

// workflowSpec is what a dispatch must know of a workflow file.
type workflowSpec struct {
	dispatchable bool
	inputs       map[string]workflowInput
	jobs         []string        // that a run which ended well has run, by their names; none where only the run itself can tell
	idle         map[string]bool // steps and jobs that train nothing, by the names that GitHub shows
	warnings     []string
	reads        *reading // of the inputs
}

type workflowInput struct {
	kind       string // string, boolean, number, choice, environment; "" is string
	required   bool
	hasDefault bool // has a default
	options    []string
}

// parseWorkflow reads a workflow file's trigger and concurrency.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
func parseWorkflow(name string, data []byte) (workflowSpec, error) {
	root, err := doc.Read(doc.YAML, data, workflowLimit)
	if err != nil {
		return workflowSpec{}, fmt.Errorf("workflow %s: %w", name, err)
	}
	if root.Kind != doc.Map {
		return workflowSpec{}, fmt.Errorf("workflow %s: not a map", name)
	}
	w := workflowSpec{inputs: map[string]workflowInput{}, reads: readingOf(root)}
	w.trigger(root.Get("on"))
	w.concurrency(name, root.Get("concurrency"))
	if jobs := root.Get("jobs"); jobs != nil && jobs.Kind == doc.Map {
		for i, job := range jobs.Values {
			w.concurrency(name+", job "+printable.OneLine(jobs.Keys[i].Text, 40), job.Get("concurrency"))
		}
		w.jobs, w.idle = certainJobs(jobs), idleSteps(jobs)
	}
	return w, nil
}

// trigger reads on: one event's name, a list of them, or a map.
func (w *workflowSpec) trigger(on *doc.Node) {
	const event = "workflow_dispatch"
	switch {
	case on == nil:
	case on.Kind == doc.Scalar:
		w.dispatchable = on.Text == event
	case on.Kind == doc.List:
		for _, item := range on.Items() {
			w.dispatchable = w.dispatchable || item.Kind == doc.Scalar && item.Text == event
		}
	default:
		for i, key := range on.Keys {
			if key.Text == event {
				w.dispatchable = true
				w.declare(on.Values[i].Get("inputs"))
			}
		}
	}
}

func (w *workflowSpec) declare(inputs *doc.Node) {
	if inputs == nil || inputs.Kind != doc.Map {
		return
	}
	for i, key := range inputs.Keys {
		node := inputs.Values[i]
		input := workflowInput{
			kind:       scalar(node.Get("type")),
			required:   scalar(node.Get("required")) == "true",
			hasDefault: node.Get("default") != nil,
		}
		if options := node.Get("options"); options != nil && options.Kind == doc.List {
			for _, option := range options.Items() {
				input.options = append(input.options, scalar(option))
			}
		}
		w.inputs[key.Text] = input
	}
}

// concurrency warns of a group that our run could share with others: GitHub
// keeps one run of a group waiting and cancels it for a newer one.
func (w *workflowSpec) concurrency(where string, node *doc.Node) {
	if node == nil {
		return
	}
	group := scalar(node)
	if node.Kind == doc.Map {
		group = scalar(node.Get("group"))
		if scalar(node.Get("queue")) == "max" {
			return
		}
	}
	for _, own := range []string{"github.ref", "github.head_ref", "github.run_id", "github.sha"} {
		if strings.Contains(group, own) {
			return
		}
	}
	w.warnings = append(w.warnings, fmt.Sprintf("workflow %s has the concurrency group %q: a newer run of the group cancels a reproduction that waits; add \"queue: max\", or ${{ github.ref }} to the group", where, printable.OneLine(group, 80)))
}

// check holds the inputs that are going to be sent against those declared.
func (w workflowSpec) check(name string, inputs map[string]string) error {
	bad := func(input, why string) error {
		return repro.Doubtf(repro.PipelineNotStarted, "workflow %s: input %q %s; the workflow declares: %s", name, printable.OneLine(input, 60), why, list(slices.Sorted(maps.Keys(w.inputs))))
	}
	for _, input := range slices.Sorted(maps.Keys(inputs)) {
		value, declared := inputs[input], w.inputs[input]
		if _, ok := w.inputs[input]; !ok {
			why := "is not declared"
			if best := wording.Nearest(input, slices.Sorted(maps.Keys(w.inputs))); best != "" {
				why += " (did you mean " + printable.OneLine(best, 60) + "?)"
			}
			return bad(input, why)
		}
		switch {
		case declared.kind == "choice" && !slices.Contains(declared.options, value):
			return bad(input, fmt.Sprintf("is %q, not one of %s", printable.OneLine(value, 60), list(declared.options)))
		case declared.kind == "boolean" && value != "true" && value != "false":
			return bad(input, fmt.Sprintf("is %q, not true or false", printable.OneLine(value, 60)))
		case len(value) > 16<<10:
			return bad(input, fmt.Sprintf("is %d bytes long", len(value)))
		}
	}
	for _, input := range slices.Sorted(maps.Keys(w.inputs)) {
		declared := w.inputs[input]
		if _, sent := inputs[input]; declared.required && !declared.hasDefault && !sent {
			return bad(input, "is required and has no default; give it with --workflow-inputs")
		}
	}
	return nil
}

func (w workflowSpec) declares(input string) bool {
	_, ok := w.inputs[input]
	return ok
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return printable.OneLine(strings.Join(names, ", "), 300)
}

// scalar is a node's text, "" for what is not a single value.
func scalar(node *doc.Node) string {
	if node == nil || node.Kind != doc.Scalar {
		return ""
	}
	return node.Text
}
