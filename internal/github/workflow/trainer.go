package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Trainer trains by dispatching the project's own workflow.
type Trainer struct {
	Client  *Client
	Inputs  map[string]string // sent to the workflow as they are
	Files   bool              // the new metrics are read from a file: no tags need to reach the new run
	Timeout time.Duration     // of waiting, not of the run; 0 is 5 h 30 min
	Reuse   time.Duration     // how long after its end a successful training is still taken up; 0: for ever, below 0: never
	Collect string            // the branch on which a training is only taken up, and none is started; "" for none
	Started string            // the commit of that training, on which it is found though the branch is gone or was moved; "" is the branch's
	Asked   time.Time         // a training that was over by then is not taken up: somebody asked again; zero: nobody did
	Replace string            // where start answers: only what it started there before is not waited for, and others are refused; "" waits
	OnLine  func(string)      // gets the run's logs when it is over, untrusted text; may be nil
	Warn    func(string)      // gets what the report should say; may be nil
}

// Preflight finds out, before anything is written, whether the plan's workflow
// can train the plan's commit.
func (t Trainer) Preflight(ctx context.Context, plan repro.Plan) error {
	w, warnings, err := t.Client.preflight(ctx, plan.Workflow, plan.Code.Commit, t.Inputs)
	for _, warning := range warnings {
		t.warn(warning)
	}
	if took, wait := plan.Original.Ended.Sub(plan.Original.Started), t.timeout(); !plan.Original.Ended.IsZero() && took > wait {
		t.warn(fmt.Sprintf("the original trained for %s, and this check waits at most %s for the reproduction", took.Round(time.Minute), wait))
	}
	if err != nil || t.Files {
		return err
	}
	name, _ := workflowFileName(plan.Workflow)
	return t.Client.checkTraceable(w, name, plan.Code.Commit)
}

// Apply puts the plan's edits on its branch. It takes up what an earlier or
// parallel attempt left there, unless that attempt's training is over and failed
// or is older than Reuse: then it makes a new attempt, on a commit of its own.
func (t Trainer) Apply(ctx context.Context, plan repro.Plan) (repro.Change, error) {
	if t.Collect != "" && plan.Branch == t.Collect {
		return t.Client.ExistingChange(ctx, plan, t.Started)
	}
	change, err := t.Client.commit(ctx, plan, false, t.others())
	if err != nil || change.ID == plan.ID {
		return change, err
	}
	s, err := t.filter(plan, change)
	if err != nil {
		return change, err
	}
	if started, err := t.Client.isStarted(ctx, change); err != nil || started {
		return change, err // whoever finishes it still wants this training
	}
	spent, err := t.Client.needsNewAttempt(ctx, s, t.Reuse, t.Asked)
	if err != nil || !spent {
		return change, err
	}
	return t.Client.commit(ctx, plan, true, t.others())
}

// Train dispatches the plan's workflow on the change, unless a run of it stands
// there already, and waits for that run. An Execution with an ID names the run
// even where there is an error: it may go on, and Resume finds it again.
func (t Trainer) Train(ctx context.Context, plan repro.Plan, change repro.Change) (repro.Execution, error) {
	s, id, err := t.start(ctx, plan, change)
	if err != nil || id == 0 {
		return repro.Execution{Status: repro.ExecNotStarted, Name: s.workflow}, err
	}
	return t.watch(ctx, s, id)
}

// start gives the run on the change, and dispatches it where there is none.
func (t Trainer) start(ctx context.Context, plan repro.Plan, change repro.Change) (runFilter, int64, error) {
	s, err := t.filter(plan, change)
	if err != nil {
		return s, 0, err
	}
	if t.Collect != "" && plan.Branch == t.Collect {
		runs, err := t.Client.runs(ctx, s)
		if run := pickRun(runs); run != nil {
			return s, run.GetID(), err
		}
		if err == nil {
			err = repro.Doubtf(repro.PipelineNotStarted, "there is no run of %s on %s: it was never started, or it was deleted; start it again", s.workflow, s.branch)
		}
		return s, 0, err
	}
	w, err := t.Client.workflow(ctx, plan.Workflow, s.commit)
	if err != nil {
		return s, 0, err
	}
	inputs := maps.Clone(t.Inputs)
	if inputs == nil {
		inputs = map[string]string{}
	}
	if w.declares(inputID) {
		inputs[inputID] = change.ID
	}
	if w.declares(inputContext) {
		tags, err := json.Marshal(plan.Tags(change.ID))
		if err != nil {
			return s, 0, fmt.Errorf("tags of the new run: %w", err)
		}
		inputs[inputContext] = string(tags)
	}
	if change.Head != "" {
		inputs[inputCommit] = change.Commit
	}
	if err := w.check(s.workflow, inputs); err != nil {
		return s, 0, err
	}
	id, err := t.Client.findOrDispatch(ctx, s, inputs)
	if err != nil {
		return s, 0, t.Client.removeUndispatched(ctx, s, err)
	}
	return s, id, nil
}

// Resume goes on waiting for a run that Train named.
func (t Trainer) Resume(ctx context.Context, plan repro.Plan, change repro.Change, run string) (repro.Execution, error) {
	id, err := runID(run)
	if err != nil {
		return repro.Execution{}, err
	}
	s, err := t.filter(plan, change)
	if err != nil {
		return repro.Execution{}, err
	}
	return t.watch(ctx, s, id)
}

// Cancel asks GitHub to stop a run that Train named. That it is over already is
// no error.
func (t Trainer) Cancel(ctx context.Context, run string) error {
	id, err := runID(run)
	if err != nil {
		return err
	}
	return t.Client.cancel(ctx, id)
}

func (t Trainer) watch(ctx context.Context, s runFilter, id int64) (repro.Execution, error) {
	execution, err := t.Client.watch(ctx, s, id, t.timeout())
	if err != nil || execution.Ended.IsZero() {
		return execution, err
	}
	if execution.Attempt > 1 {
		t.warn(fmt.Sprintf("%s was re-run by somebody: this is attempt %d", execution.Name, execution.Attempt))
	}
	if err := t.Client.describeJobs(ctx, s, id, &execution, t.OnLine); err != nil {
		t.warn("the run's log could not be read: " + err.Error())
	}
	return execution, ctx.Err()
}

// timeout is how long a run is waited for.
func (t Trainer) timeout() time.Duration {
	if t.Timeout <= 0 {
		return defaultTimeout
	}
	return t.Timeout
}

func (t Trainer) filter(plan repro.Plan, change repro.Change) (runFilter, error) {
	name, err := workflowFileName(plan.Workflow)
	if err != nil {
		return runFilter{}, err
	}
	if err := gitformat.CheckBranch(change.Branch); err != nil {
		return runFilter{}, err
	}
	head := change.Commit
	if change.Head != "" {
		head = change.Head
	}
	return runFilter{name, change.Branch, head}, gitformat.CheckID("commit", head)
}

func (t Trainer) warn(text string) {
	if t.Warn != nil {
		t.Warn(text)
	}
}
