package repro

// GateState is the outcome of one check that comes before any comparison.
type GateState string

const (
	GatePassed  GateState = "passed"
	GateFailed  GateState = "failed"
	GateUnknown GateState = "unknown" // nobody could tell; says so in the report, decides nothing
)

// A Gate is one piece of evidence that a training really happened, on our
// commit, with our params, and made new metrics. A failed gate makes the
// reproduction unverified: a comparison behind it could only say "identical".
type Gate struct {
	Name   string // "pipeline ran", "metrics are new", "params arrived", "another run"
	State  GateState
	Reason Reason // what the verdict says if it failed
	Text   string // one sentence: what was seen
}

// FirstFailed gives the first gate that failed.
func FirstFailed(gates []Gate) (Gate, bool) {
	for _, gate := range gates {
		if gate.State == GateFailed {
			return gate, true
		}
	}
	return Gate{}, false
}
