package witness

import (
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Early is the evidence of a training that did not come to its end: that the curves
// are its own, of our commit and with our params. It proves no more, and nothing that is
// reproduced rests on it.
func Early(plan repro.Plan, change repro.Change, training train.Training, c collect.Collected) []repro.Gate {
	arrival := arrived(plan, change, training, c)
	gates := []repro.Gate{ended(training.Execution), another(plan, c), newMetrics(plan, training, c), code(change, training, c), arrival}
	for _, gate := range observed(training, c) {
		if gate.State == repro.GateFailed { // what was not done yet is no doubt
			gates = append(gates, gate)
		}
	}
	return gates
}

// endedGate says that the training was ended by us.
func endedGate(training string) repro.Gate {
	return repro.Gate{Name: evidence.PipelineEnded, State: repro.GateUnknown, Text: training + " was ended early: its curves told enough"}
}
