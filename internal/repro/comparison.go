package repro

// State is the outcome of one metric.
type State string

const (
	StateIdentical State = "identical" // equal as numbers
	StateWithin    State = "within"    // inside the tolerance
	StateRounded   State = "rounded"   // equal at the precision the shorter value was logged with
	StateNoise     State = "noise"     // outside the tolerance, inside the measured run-to-run noise
	StateOutside   State = "outside"
	StateMissing   State = "missing"   // the original has it, the reproduction does not
	StateExtra     State = "extra"     // the other way round: listed, never judged
	StateIgnored   State = "ignored"   // by the user or the built-in list: named, never judged
	StateReported  State = "reported"  // "report": shown, never judged
	StateUndecided State = "undecided" // noise too large, or a re-run diverged
)

// A Delta is one metric on both sides. Original is meaningless when State is
// StateExtra, Reproduced when the reproduction lacks it.
type Delta struct {
	Name       string
	Original   float64
	Reproduced float64
	Difference string  // reproduced - original as an exact decimal; "" where there is none
	Tolerance  string  // as the user wrote it, or the default
	Allowed    string  // largest difference allowed, exact decimal; "" where the rule is no number
	Ratio      float64 // |difference| as a share of what is allowed; +Inf when nothing is; NaN without a number
	State      State
	Notes      []string // "equal to the 4 decimals logged", "both NaN", "1 of 30 examples"
	Noise      *Noise   // where repeats were made
	Absent     bool     // the reproduction does not have it, and it is not judged: StateIgnored or StateReported
}

// Lacking says that the reproduction does not have the metric, judged or not.
func (d Delta) Lacking() bool { return d.State == StateMissing || d.Absent }

// A Comparison is all metrics of an original and its reproduction, by name.
type Comparison struct {
	Deltas   []Delta
	Warnings []string
	Model    *ModelDelta // where the models of both runs were asked to predict; nil where nobody asked
	Curves   []Curve     // histories, where they were compared: for the diagnosis, not for the verdict
	Early    *Early      // the training was ended before its end; nil where it came to it
}

// Judged gives the metrics that the verdict rests on.
func (c Comparison) Judged() []Delta {
	return c.In(StateIdentical, StateWithin, StateRounded, StateNoise, StateOutside, StateMissing, StateUndecided)
}

// In gives the metrics in one of the states, in order.
func (c Comparison) In(states ...State) []Delta {
	var deltas []Delta
	for _, delta := range c.Deltas {
		for _, state := range states {
			if delta.State == state {
				deltas = append(deltas, delta)
			}
		}
	}
	return deltas
}
