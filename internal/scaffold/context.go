package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// This file puts into a training workflow what its dispatched run is found by.

// What a training workflow needs so that its run is found.
const (
	contextInput = "reproduce_context"
	contextSpec  = "{ required: false, type: string }"
	contextName  = "MLFLOW_RUN_CONTEXT"
	contextValue = "${{ inputs.reproduce_context || '{}' }}"

	dispatchEvent = "workflow_dispatch"
)

// contextLines are the same as a person would add them by hand.
const contextLines = "on:\n  workflow_dispatch:\n    inputs:\n      " + contextInput + ": " + contextSpec + "\nenv:\n  " + contextName + ": " + contextValue

// maxWorkflow is far above any workflow.
const maxWorkflow = 1 << 20

// errByHand is in the chain where a workflow is written in a way that lines cannot be
// put into without touching others.
var errByHand = errors.New("add these lines by hand")

func byHand(at *doc.Node, why string) error {
	line := 1
	if at != nil {
		line = at.Line
	}
	return fmt.Errorf("line %d: %s; %w, and run this again:\n%s", line, why, errByHand, contextLines)
}

// WithContext gives a workflow with the lines by which a dispatched run is found: the
// trigger, the input, and the variable that hands it on to MLflow. A workflow that has
// them comes back as it is.
func WithContext(data []byte) ([]byte, error) {
	root, err := readWorkflow(data)
	if err != nil {
		return nil, err
	}
	s := &splicer{data: data, step: childStep(root), eol: "\n"}
	if bytes.Contains(data, []byte("\r\n")) {
		s.eol = "\r\n"
	}
	if err := s.input(root); err != nil {
		return nil, err
	}
	if err := s.variable(root); err != nil {
		return nil, err
	}
	if len(s.edits) == 0 {
		return data, nil
	}
	after := s.apply()
	if err := onlyAdded(root, after); err != nil {
		return nil, err
	}
	return after, nil
}

func readWorkflow(data []byte) (*doc.Node, error) {
	root, err := doc.Read(doc.YAML, data, maxWorkflow)
	switch {
	case err != nil:
		return nil, err
	case root.Kind != doc.Map:
		return nil, fmt.Errorf("line %d: a %s, and no workflow", root.Line, root.Kind)
	}
	return root, nil
}

// childStep is by how many blanks the file indents, as its jobs show.
func childStep(root *doc.Node) int {
	if jobs := root.Get("jobs"); jobs != nil && jobs.Kind == doc.Map && !jobs.Flow && len(jobs.Keys) > 0 {
		if step := jobs.Keys[0].Column - 1; step > 0 && step <= 8 {
			return step
		}
	}
	return 2
}

// input sees to it that the workflow is dispatched with the input.
func (s *splicer) input(root *doc.Node) error {
	key, on := member(root, "on")
	inputs := []string{dispatchEvent + ":", "inputs:", contextInput + ": " + contextSpec}
	switch {
	case key == nil:
		return byHand(root, "the workflow has no on:")
	case on.Kind == doc.Scalar && on.Raw == "" && on.Text == "":
		return s.below(key, inputs)
	case on.Kind != doc.Map:
		return s.events(key, on, inputs)
	}
	dispatchKey, dispatch := member(on, dispatchEvent)
	if dispatchKey == nil {
		return s.into(key, on, inputs)
	}
	inputsKey, declared := member(dispatch, "inputs")
	switch {
	case inputsKey == nil:
		return s.into(dispatchKey, dispatch, inputs[1:])
	case declared.Get(contextInput) == nil && declared.Get("reproduce_id") == nil:
		return s.into(inputsKey, declared, inputs[2:])
	}
	return nil
}

// variable sees to it that the input reaches MLflow.
func (s *splicer) variable(root *doc.Node) error {
	if other, passed := passesContext(root); passed {
		return nil
	} else if other != nil {
		return byHand(other, contextName+" is set here already, to something else: merge both JSON objects into one value")
	}
	line := contextName + ": " + contextValue
	if key, env := member(root, "env"); key != nil {
		return s.into(key, env, []string{line})
	}
	jobs, _ := member(root, "jobs")
	if jobs == nil || root.Flow {
		return byHand(root, "the workflow has no jobs: of its own line")
	}
	at := s.lineStart(jobs.Line)
	for at > 0 { // comments above jobs: stay with it
		above := bytes.LastIndexByte(s.data[:at-1], '\n') + 1
		if s.data[above] != '#' {
			break
		}
		at = above
	}
	text := "env:" + s.eol + strings.Repeat(" ", s.step) + line + s.eol
	if blank := bytes.HasSuffix(s.data[:at], []byte("\n\n")) || bytes.HasSuffix(s.data[:at], []byte("\n\r\n")); blank {
		text += s.eol
	}
	s.edits = append(s.edits, splice{at, at, text})
	return nil
}

// passesContext says whether the input is handed on anywhere, and else where the
// variable is set to something else.
func passesContext(n *doc.Node) (other *doc.Node, passed bool) {
	if n == nil {
		return nil, false
	}
	if n.Kind == doc.Scalar && strings.Contains(n.Text, contextName) && strings.Contains(n.Text, "inputs.reproduce_") {
		return nil, true // a script exports it
	}
	for i, value := range n.Values {
		if n.Kind == doc.Map && n.Keys[i].Text == contextName {
			if strings.Contains(value.Text, "inputs.reproduce_") || strings.Contains(value.Text, "reproduce.id") {
				return nil, true
			}
			other = value
			continue
		}
		found, handed := passesContext(value)
		if handed {
			return nil, true
		}
		if found != nil {
			other = found
		}
	}
	return other, false
}
