package repro

import "time"

// A Result is one reproduction from end to end: what is saved, and all that
// any report is rendered from.
type Result struct {
	Tool      string // "reproduce v1.0.0"
	CheckedAt time.Time
	Verdict   Verdict
	Reason    Reason
	Detail    string // for Unverified: what stopped it, in one sentence

	Plan         Plan
	Change       Change
	Execution    Execution
	Original     Run
	Reproduction Run
	Repeats      []Run     // further reproductions, the first is Reproduction
	Further      Trainings // beside Execution: re-runs and challenges, whatever became of them

	Evidence   []Gate
	Comparison Comparison
	Inputs     []Input
	Causes     []Cause
	Diagnosis  string // the conclusion in one sentence; never causal without an experiment

	Experiment *Experiment // trainings that looked for the cause; nil where none did

	Earlier []Past // earlier checks of the same version that are known, oldest first

	Registry  []string // what became of the model registry while it trained, each with the way back; among the warnings too
	Warnings  []string
	Next      string // one next step, as a line to paste
	Again     string // the command line that makes the same check again, with all that was typed; "" where none does
	Truncated []string
}

// Trainings are several, and what they took together.
type Trainings struct {
	Made int
	Took time.Duration
}

// Add counts one that was started.
func (t *Trainings) Add(e Execution) {
	if e.Status != "" {
		t.Made, t.Took = t.Made+1, t.Took+e.Duration()
	}
}

// Model is the model version the result is about.
func (r Result) Model() ModelVersion { return r.Plan.Model }

// Compared says whether two recorded runs were held against each other, and nothing
// was trained.
func (r Result) Compared() bool {
	return r.Plan.ID == "" && r.Model().Name == "" && r.Reproduction.ID+r.Reproduction.From != "" && r.Execution.Status == "" && r.Change.Commit == ""
}

// A NextStep is one thing to do, with the words around it, and the lines to write
// somewhere, if there are any. What is said is ours but for Code and Lines, which
// are shown as they are.
type NextStep struct{ Before, Code, After, Lines string }
