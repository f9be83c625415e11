package witness

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// observed: what was seen of how the numbers came to be. What was not seen is
// no evidence.
func observed(training train.Training, c collect.Collected) []repro.Gate {
	if training.Observed == nil {
		return nil
	}
	f := training.Observed(c.Files, c.Run.ID)
	if training.Execution.Status == repro.ExecEndedEarly {
		f.Failed = f.FailedAlone()
	}
	gate := repro.Gate{Name: evidence.ProcessesSeen, State: repro.GateFailed}
	switch {
	case len(f.OtherCode) > 0:
		gate.Reason = repro.OtherCode
		gate.Text = fmt.Sprintf("Python was seen to run %s, which is not the checkout's; name code from the directory that the command starts in, and put the checkout's own before what is installed, as PYTHONPATH=src:$PYTHONPATH python train.py", wording.List(f.OtherCode))
	case len(f.Failed) > 0:
		gate.Reason = repro.PipelineFailed
		gate.Text = fmt.Sprintf("the command exited with 0, though %s was seen to fail; let the command fail when it fails (set -e, and in bash set -o pipefail), and end by itself what it starts", wording.List(f.Failed))
	case len(f.PutBack) > 0:
		gate.Reason = repro.NotProven
		gate.Text = strings.Join(f.PutBack, ", ") + "; let the training itself write its metrics"
	case f.Proves(training.Unaided != nil && training.Unaided(f.Same)):
		gate.State = repro.GatePassed
		gate.Text = witnessed(f, c)
	default:
		gate.State = repro.GateUnknown
		lacks := f.Lacks
		for _, file := range f.Same {
			lacks = append(lacks[:len(lacks):len(lacks)], "a library wrote "+file+" again, or something put it back")
		}
		gate.Text = "what was seen of the training is no proof by itself: " + wording.List(lacks)
	}
	return []repro.Gate{gate}
}

// proves says so of the gate of what was seen, where there is one.
func proves(seen []repro.Gate) bool { return len(seen) > 0 && seen[0].State == repro.GatePassed }

// witnessed words what was seen.
func witnessed(f observe.Finding, c collect.Collected) string {
	var read []string
	read = append(read, f.Params...)
	for _, data := range f.Data {
		name := data.Path
		if data.SHA256 != "" {
			name += " (sha256 " + data.SHA256[:12] + ")"
		}
		read = append(read, name)
	}
	did := "logged the run"
	if len(c.Files) > 0 {
		did = "wrote " + c.Run.From
	}
	text := fmt.Sprintf("the commit's %s was seen to read %s; it %s", wording.List(f.Programs), wording.List(read), did)
	if len(f.Programs) > 1 {
		text = fmt.Sprintf("the commit's %s were seen to read %s; they %s", wording.List(f.Programs), wording.List(read), did)
	}
	if f.Unhashed {
		text += "; not all data was hashed"
	}
	return text
}
