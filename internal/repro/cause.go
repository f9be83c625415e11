package repro

// Strength is how good the evidence is that a factor made the difference: a
// closed set, strongest first.
type Strength string

const (
	Established     Strength = "established"     // restoring it alone brought the metrics back, and was verified
	Isolated        Strength = "isolated"        // an experiment marked it, not verified
	ConsistentWith  Strength = "consistent with" // curve, stage or timing points to it
	DiffersUntested Strength = "differs, untested"
	NotRecorded     Strength = "not recorded"
	Same            Strength = "same"
)

// A Cause is one factor that may explain a difference, or is ruled out.
type Cause struct {
	Factor     string // code, file, params, data, environment, seed, override, hardware, evaluation, non-determinism, selection
	Name       string // what of it: "data/train.parquet", "scikit-learn"
	Original   string
	Now        string
	Strength   Strength
	Evidence   string   // one sentence: what was seen, where
	Next       string   // one line to paste that would test or mend it
	Experiment []string // run ids, where causes were found by experiment
	Since      string   // of its input: changed, later, already; "" is unknown
	Bearing    Bearing  // of its input
}

// An Input is one thing that went into both trainings, side by side.
type Input struct {
	Kind     string // code, file, params, data, environment, seed, command, run, override, hardware
	Name     string
	Original string
	Now      string
	State    string // same, differs, not recorded
	Evidence string
	Note     string
	Since    string // changed, later, already: since the version last reproduced; "" is unknown
	Then     string // what it was then
	Bearing  Bearing
}

// KindDerived is the kind of an Input that a training works out for itself: it
// is shown and never counted as a cause.
const KindDerived = "derived"

// States of an Input.
const (
	InputSame    = "same"
	InputDiffers = "differs"
	InputUnknown = "not recorded"
)

// AsDeclared is the note of a Fact that a file asks for and no training saw.
const AsDeclared = "as declared"

// FactorChance is the factor of causes that lie in how a training was set up
// and not in what differs between two of them.
const FactorChance = "non-determinism"
