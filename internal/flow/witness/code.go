package witness

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// code: what made the new run is the commit's code, as far as the run says.
func code(change repro.Change, training train.Training, c collect.Collected) repro.Gate {
	gate := repro.Gate{Name: evidence.CodeOfCommit, State: repro.GateUnknown, Text: "the new run recorded no commit"}
	commit := lineage.TaggedCommit(c.Tracked)
	other := ""
	if training.OtherCode != nil && c.Tracked.ID != "" {
		other = training.OtherCode(c.Tracked, commit)
	}
	switch {
	case len(training.ClonePaths) > 0:
		gate.State, gate.Reason = repro.GateFailed, repro.OtherCode
		gate.Text = fmt.Sprintf("code in your clone instead of the checkout is named by a full path (%s), so other code than the commit's may have run. Use a path relative to the directory where the command starts", wording.List(training.ClonePaths))
	case len(training.CloneReads) > 0:
		gate.State, gate.Reason = repro.GateFailed, repro.OtherCode
		gate.Text = fmt.Sprintf("Python read %s in your clone, where it is not what the commit has. Use a path relative to the directory where the command starts", wording.List(training.CloneReads))
	case len(training.Imports) > 0:
		gate.State, gate.Reason = repro.GateFailed, repro.OtherCode
		gate.Text = fmt.Sprintf("Python may have imported the project's packages from %s, which has other code or data. Put the checkout's own before them in the command, as PYTHONPATH=src:$PYTHONPATH python train.py; to install it there would change your environment", wording.List(training.Imports))
	case len(training.Instead) > 0:
		gate.State, gate.Reason = repro.GateFailed, repro.OtherCode
		gate.Text = fmt.Sprintf("the command takes code from outside of the checkout that stands for the commit's and is not the same: %s. Let it use the checkout's own, or build or install that first (make, pip install .)", wording.List(training.Instead))
	case other != "":
		gate.State, gate.Reason = repro.GateFailed, repro.OtherCode
		gate.Text = fmt.Sprintf("run %s was made by other code: %s; train in the directory that the command starts in, on the commit that is checked out there", c.Tracked.ID, other)
	case training.Unobserved != "":
		gate.State, gate.Reason = repro.GateFailed, repro.NotProven
		gate.Text = fmt.Sprintf("a Python process was not observed, so whether %s is the commit's or another copy is not known. Leave -I, -E, -S and env -i out, and pass PYTHONPATH on (PYTHONPATH=src:$PYTHONPATH)", training.Unobserved)
		if way := training.Execution.Reporting; way != "" {
			gate.Text = fmt.Sprintf("a Python process was not observed, so whether %s is the commit's or another copy is not known. It is observed with --run-command %s", training.Unobserved, wording.Quote(way))
		}
	case training.Lost != "" && commit == "":
		gate.State, gate.Reason = repro.GateFailed, repro.OtherCode
		gate.Text = training.Lost
	case c.Tracked.ID == "":
		gate.Text = "without a tracking run, which code trained is not known"
	case commit != "":
		gate.State = repro.GatePassed
		gate.Text = "the new run recorded the commit of " + change.Branch
		if commit != change.Commit {
			gate.Text = "the new run recorded a commit on top of " + change.Branch
		}
	}
	if others := elsewhere(training, c); others != "" && gate.State != repro.GateFailed {
		gate.Text += "; code from outside of the checkout ran as well: " + others
	}
	return gate
}
