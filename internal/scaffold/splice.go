package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/order"
)

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

// A splicer collects insertions into a workflow.
type splicer struct {
	data  []byte
	step  int
	eol   string
	edits []splice
}

// A splice replaces bytes of a file from one offset to another.
type splice struct {
	from, to int
	text     string
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
		above := s.lineStart(jobs.Line - strings.Count(string(s.data[at:s.lineStart(jobs.Line)]), "\n") - 1)
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

// member is a key of a map and its value; nil where it is not there.
func member(n *doc.Node, name string) (key, value *doc.Node) {
	if n == nil || n.Kind != doc.Map {
		return nil, nil
	}
	at := slices.IndexFunc(n.Keys, func(k *doc.Node) bool { return k.Text == name })
	if at < 0 {
		return nil, nil
	}
	return n.Keys[at], n.Values[at]
}

// into puts nested keys, one in the other, first into the map that is the value of key.
func (s *splicer) into(key, value *doc.Node, nested []string) error {
	switch {
	case value.Alias || key.Alias:
		return byHand(key, key.Text+" comes from an anchor elsewhere")
	case value.Kind == doc.Scalar && value.Text == "" && value.Raw == "" && !value.Quoted && !key.Flow:
		return s.below(key, nested)
	case value.Kind != doc.Map:
		return byHand(key, key.Text+" is no map")
	case value.Flow:
		at := s.offset(value)
		if at >= len(s.data) || s.data[at] != '{' {
			return byHand(key, key.Text+" is written in braces")
		}
		text := " " + braced(nested)
		if len(value.Keys) > 0 {
			text += ","
		}
		if next := s.data[at+1]; len(value.Keys) == 0 || next != ' ' && next != '\n' && next != '\r' {
			text += " "
		}
		s.edits = append(s.edits, splice{at + 1, at + 1, text})
		return nil
	case len(value.Keys) == 0 || value.Keys[0].Line <= key.Line:
		return byHand(key, key.Text+" is written on one line")
	}
	s.insertAfter(key.Line, value.Keys[0].Column-1, nested)
	return nil
}

// below puts nested keys under a key that has no value.
func (s *splicer) below(key *doc.Node, nested []string) error {
	line := s.data[s.lineStart(key.Line):s.lineStart(key.Line+1)]
	text := strings.TrimSpace(string(line))
	if _, rest, _ := strings.Cut(text, ":"); strings.TrimSpace(rest) != "" && !strings.HasPrefix(strings.TrimSpace(rest), "#") {
		return byHand(key, key.Text+" shares its line")
	}
	s.insertAfter(key.Line, key.Column-1+s.step, nested)
	return nil
}

// events makes a map of one event or a list of them.
func (s *splicer) events(key, on *doc.Node, inputs []string) error {
	names := on.Items()
	if on.Kind == doc.Scalar {
		names = []*doc.Node{on}
	}
	plain := func(n *doc.Node) bool {
		return n.Kind == doc.Scalar && n.Raw == n.Text && n.Text != "" && !n.Alias && n.Tag == ""
	}
	if on.Alias || len(names) == 0 || slices.ContainsFunc(names, func(n *doc.Node) bool { return !plain(n) }) {
		return byHand(on, "the events after on: are no plain words")
	}
	if on.Kind == doc.List && !on.Flow {
		return s.listed(key, names, inputs)
	}
	from := s.offset(on)
	to := from + len(on.Raw)
	if on.Kind == doc.List {
		end := bytes.IndexByte(s.data[from:], ']')
		if end < 0 || bytes.ContainsAny(s.data[from:from+end], "#") || bytes.ContainsRune(s.data[from:from+end], '\n') {
			return byHand(on, "the list of events has several lines")
		}
		to = from + end + 1
	}
	if on.Line != key.Line {
		return byHand(on, "the events are not on the line of on:")
	}
	for from > 0 && s.data[from-1] == ' ' {
		from--
	}
	s.edits = append(s.edits, splice{from, to, ""})
	indent := key.Column - 1 + s.step
	for _, name := range names {
		if name.Text != dispatchEvent {
			s.insertAfter(key.Line, indent, []string{name.Text + ":"})
		}
	}
	s.insertAfter(key.Line, indent, inputs)
	return nil
}

// listed makes keys of events that stand one a line, behind dashes.
func (s *splicer) listed(key *doc.Node, names []*doc.Node, inputs []string) error {
	deeper := ""
	dispatched := false
	indent := 0
	for _, name := range names {
		word := s.offset(name)
		dash := bytes.LastIndexByte(s.data[:word], '-')
		start := s.lineStart(name.Line)
		if dash < start || strings.Trim(string(s.data[start:dash]), " ") != "" || strings.Trim(string(s.data[dash+1:word]), " ") != "" {
			return byHand(name, "the event does not stand behind a dash of its own line")
		}
		if indent = dash - start; indent <= key.Column-1 {
			indent += s.step
			deeper = strings.Repeat(" ", s.step)
		}
		end := word + len(name.Raw)
		s.edits = append(s.edits, splice{dash, word, deeper}, splice{end, end, ":"})
		if name.Text == dispatchEvent {
			dispatched = true
			s.insertAfter(name.Line, indent+s.step, inputs[1:])
		}
	}
	if !dispatched {
		s.insertAfter(names[len(names)-1].Line, indent, inputs)
	}
	return nil
}

// insertAfter puts nested keys on lines of their own, each deeper than the one before.
func (s *splicer) insertAfter(line, indent int, nested []string) {
	at := s.lineStart(line + 1)
	var text strings.Builder
	if at == len(s.data) && at > 0 && s.data[at-1] != '\n' {
		text.WriteString(s.eol)
	}
	for _, key := range nested {
		text.WriteString(strings.Repeat(" ", indent) + key + s.eol)
		indent += s.step
	}
	s.edits = append(s.edits, splice{at, at, text.String()})
}

// braced writes nested keys on one line.
func braced(nested []string) string {
	if len(nested) == 1 {
		return nested[0]
	}
	return nested[0] + " { " + braced(nested[1:]) + " }"
}

// lineStart is the offset of a line, from 1; the end where there are fewer.
func (s *splicer) lineStart(line int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(s.data[at:], '\n')
		if next < 0 {
			return len(s.data)
		}
		at += next + 1
	}
	return at
}

// offset is where a node begins.
func (s *splicer) offset(n *doc.Node) int {
	at := s.lineStart(n.Line)
	for range n.Column - 1 {
		if at >= len(s.data) {
			break
		}
		_, size := utf8.DecodeRune(s.data[at:])
		at += size
	}
	return at
}

// apply gives the data with all splices made. Those at one place keep their order.
func (s *splicer) apply() []byte {
	order.Stable(s.edits, func(a, b splice) int { return a.from - b.from })
	var out []byte
	last := 0
	for _, e := range s.edits {
		out = append(append(out, s.data[last:e.from]...), e.text...)
		last = e.to
	}
	return append(out, s.data[last:]...)
}
