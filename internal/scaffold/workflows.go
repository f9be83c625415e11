package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/wording"
)

const (
	workflowsDir = ".github/workflows"
	maxWorkflows = 1000
)

// action is how a workflow names this project's action.
const action = "reproduce-action/reproduce@"

// A Workflow is a workflow of the repository, and what matters of it here.
type Workflow struct {
	Name   string // of its file
	data   []byte
	root   *doc.Node
	Checks bool // it uses this project's action
	Trains bool
	calls  calls
}

// Path is the workflow's file in the repository.
func (w Workflow) Path() string { return path.Join(workflowsDir, w.Name) }

// readWorkflows reads all workflows. What cannot be read is no candidate, and noted.
func readWorkflows(files fs.FS) (found []Workflow, notes []string) {
	entries, err := fs.ReadDir(files, workflowsDir)
	if err != nil {
		return nil, nil // there are none
	}
	for _, entry := range entries[:min(len(entries), maxWorkflows)] {
		ext := path.Ext(entry.Name())
		if ext != ".yml" && ext != ".yaml" {
			continue
		}
		text, ok := readSmall(files, path.Join(workflowsDir, entry.Name()))
		if !ok {
			continue
		}
		w := Workflow{Name: entry.Name(), data: []byte(text)}
		if w.root, err = readWorkflow(w.data); err != nil {
			notes = append(notes, fmt.Sprintf("%s could not be read and was left out: %v", w.Path(), err))
			continue
		}
		w.look(files)
		found = append(found, w)
	}
	return found, notes
}

// look finds out whether a workflow trains: by a command of its steps, or by its name.
func (w *Workflow) look(files fs.FS) {
	w.Trains = dvc.Trained(strings.TrimSuffix(w.Name, path.Ext(w.Name)))
	for _, step := range steps(w.root) {
		uses, _ := step.Get("uses").Str()
		if strings.HasPrefix(uses, action) {
			w.Checks = true
		}
		run, _ := step.Get("run").Str()
		found := callsOf(files, run)
		w.calls.unforced = w.calls.unforced || found.unforced
		if found.container != "" {
			w.calls.container = found.container
		}
		w.Trains = w.Trains || found.trains
	}
	w.Trains = w.Trains && !w.Checks
}

// steps gives the steps of all jobs, and the jobs that call another workflow.
func steps(root *doc.Node) []*doc.Node {
	var all []*doc.Node
	jobs := root.Get("jobs")
	if jobs == nil || jobs.Kind != doc.Map {
		return nil
	}
	for _, job := range jobs.Values {
		if _, called := job.Get("uses").Str(); called {
			all = append(all, job)
		}
		all = append(all, job.Get("steps").Items()...)
	}
	return all
}

// reusable says why a workflow cannot be the one that is dispatched: it is only called by
// others, or calls another, to which no variable is handed on.
func (w Workflow) reusable() error {
	on := w.root.Get("on")
	has := func(event string) bool {
		if on == nil {
			return false
		}
		if on.Kind == doc.Map {
			key, _ := member(on, event)
			return key != nil
		}
		return on.Text == event || slices.ContainsFunc(on.Items(), func(n *doc.Node) bool { return n.Text == event })
	}
	if has("workflow_call") && !has(dispatchEvent) {
		return fmt.Errorf("%s is a reusable workflow (workflow_call), which cannot be dispatched. Give it workflow_dispatch as well with these lines, and name it with --workflow %s:\n%s", w.Path(), wording.Quote(w.Name), contextLines)
	}
	for _, job := range steps(w.root) {
		uses, _ := job.Get("uses").Str()
		_, run := job.Get("run").Str()
		if strings.Contains(uses, ".github/workflows/") && !run && !w.passes() {
			return fmt.Errorf("%s calls %s, and env: does not reach a called workflow. Hand %s on as an input of it, and set %s there", w.Path(), printable.OneLine(uses, 100), contextInput, contextName)
		}
	}
	return nil
}

// passes says whether the workflow hands the input on already.
func (w Workflow) passes() bool {
	_, passed := passesContext(w.root)
	for _, job := range steps(w.root) {
		with := job.Get("with")
		if with != nil && slices.ContainsFunc(with.Values, func(n *doc.Node) bool { return strings.Contains(n.Text, "inputs."+contextInput) }) {
			passed = true
		}
	}
	return passed
}

// required names the inputs that a dispatch must give and nobody has given a default.
func (w Workflow) required() []string {
	var names []string
	inputs := w.root.Get("on", dispatchEvent, "inputs")
	if inputs == nil || inputs.Kind != doc.Map {
		return nil
	}
	for i, key := range inputs.Keys {
		if spec := inputs.Values[i]; spec.Get("required") != nil && spec.Get("required").Text == "true" && spec.Get("default") == nil {
			names = append(names, key.Text)
		}
	}
	return names
}

// trainer picks the training workflow: the one that was named, else the one that is
// prepared already, else the only one that trains. None is none.
func trainer(all []Workflow, named string) (*Workflow, error) {
	if named != "" {
		name := path.Base(named)
		if named != name && named != path.Join(workflowsDir, name) || path.Ext(name) != ".yml" && path.Ext(name) != ".yaml" {
			return nil, fmt.Errorf("--workflow %s: not a file of %s; write its name, such as train.yml", printable.OneLine(named, 100), workflowsDir)
		}
		at := slices.IndexFunc(all, func(w Workflow) bool { return w.Name == name })
		if at < 0 {
			return nil, checkWorkflow(all, name) // it is made
		}
		if all[at].Checks {
			return nil, fmt.Errorf("--workflow %s: it uses reproduce itself, and trains nothing; name the workflow that trains", name)
		}
		return &all[at], nil
	}
	var trains, prepared []*Workflow
	var names []string
	for i := range all {
		if w := &all[i]; w.Trains {
			trains, names = append(trains, w), append(names, w.Name)
			if w.root.Get("on", dispatchEvent, "inputs", contextInput) != nil {
				prepared = append(prepared, w)
			}
		}
	}
	switch {
	case len(prepared) == 1:
		return prepared[0], nil
	case len(trains) == 0:
		return nil, nil
	case len(trains) == 1:
		return trains[0], nil
	}
	return nil, errors.New("several workflows train: " + wording.List(names) + "; say which one is to be dispatched with --workflow " + names[0])
}
