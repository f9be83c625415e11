package repro

import "strings"

// Strength is how good the evidence is that a factor made the difference: a
// closed set, strongest first.
type Strength string

const (
	Established     Strength = "established"     // restoring it alone brought the metrics back, and was verified
	Isolated        Strength = "isolated"        // an experiment marked it, not verified
	ConsistentWith  Strength = "consistent with" // curve, stage or timing points to it
	DiffersUntested Strength = "differs, untested"
	NotRecorded     Strength = "not recorded"
	RuledOut        Strength = "ruled out" // by an experiment: the metrics came back while it was as today
	Same            Strength = "same"
)

// Tried says whether trainings found it.
func (s Strength) Tried() bool { return s == Established || s == Isolated || s == RuledOut }

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

// IsKeyOf says whether an input, or a cause, is a key of a file, by its kind and its evidence.
func IsKeyOf(file, kind, evidence string) bool {
	return (kind == KindParams || kind == KindSeed) && file != "" && strings.Contains("; "+evidence, "; "+file+" at ")
}

// Kinds of an Input, which are the factors of causes as well.
const (
	KindCode        = "code"
	KindFile        = "file" // a tracked file that is no program and no data that a pipeline names
	KindData        = "data"
	KindParams      = "params"
	KindSeed        = "seed"
	KindCommand     = "command"
	KindEnvironment = "environment"
	KindHardware    = "hardware"
	KindVariable    = "variable" // of the environment
	KindRun         = "run"      // how the run stands among others, or was started
	KindOverride    = "override" // a param that the original did not run with as its commit has it
	KindDerived     = "derived"  // what a training works out for itself: shown, and never counted as a cause
)

// DockerImage is the name of the input that is one.
const DockerImage = "Docker image"

// States of an Input.
const (
	InputSame    = "same"
	InputDiffers = "differs"
	InputUnknown = "not recorded"
)

// AsDeclared is the note of a Fact that a file asks for and no training saw.
const AsDeclared = "as declared"

// Factors of causes that are no input.
const (
	FactorEvaluation = "evaluation"      // of the metrics alone, whatever was trained
	FactorChance     = "non-determinism" // in how a training was set up, and not in what differs between two of them
)
