package repro

import (
	"slices"
	"strings"
)

// A StageChange is what two runs of one stage of a pipeline have in common and
// what not, by two lock files.
type StageChange struct {
	Stage    string
	Own      []OwnChange // its command, code, params and raw data that differ
	Upstream []string    // outputs of other stages that it read and that differ
	Unknown  []string    // inputs that could not be compared, each with the reason
	Outs     OutsState
	Differ   []string // outputs that differ
	Ignored  []string // outputs, and inputs from other stages, that name their run and were not compared
	Left     []string // outputs that were not to be compared
	Measures bool     // all that it makes are metrics and plots
	Leads    bool     // to the metrics; true where the pipeline names none
	Witness  string   // "dvc.lock at a1b2c3d; dvc.lock after the training"
}

// NotThere is the value of what only one of two runs has.
const NotThere = "not there"

// An OwnChange is one input of a stage that no other stage makes.
type OwnChange struct {
	Kind     string // command, code, params, data
	Name     string
	Original string
	Now      string
}

// OutsState is what became of a stage's outputs.
type OutsState string

const (
	OutsEqual   OutsState = "equal"
	OutsDiffer  OutsState = "differ"
	OutsUnknown OutsState = "unknown"
)

// Born says whether the stage made other outputs from equal inputs: then its
// environment, chance, or something that the pipeline does not name.
func (s StageChange) Born() bool {
	return s.Outs == OutsDiffer && len(s.Own)+len(s.Upstream)+len(s.Unknown) == 0
}

// Enters says whether the stage is one where a difference comes in: something
// of its own differs, nothing that it got from other stages does, and its
// outputs are not known to be equal.
func (s StageChange) Enters() bool {
	return s.Outs != OutsEqual && len(s.Own) > 0 && len(s.Upstream) == 0
}

// ReadsOther says whether a stage that makes more than metrics read other data,
// or makes some that was not there before.
func (s StageChange) ReadsOther() bool {
	data := func(own OwnChange) bool {
		return own.Kind == KindData || own.Kind == KindCommand && own.Original == NotThere
	}
	return !s.Measures && s.Leads && (len(s.Upstream) > 0 || slices.ContainsFunc(s.Own, data))
}

// Uses says whether the stage lists the input among those that differ. A run
// may log train.max_depth as max_depth, and seeds are params to a pipeline.
func (s StageChange) Uses(kind, name string) bool {
	for _, own := range s.Own {
		switch {
		case own.Kind == kind && own.Name == name:
			return true
		case own.Kind == KindParams && (kind == KindParams || kind == KindSeed) && strings.HasSuffix("."+own.Name, "."+name):
			return true
		case own.Kind == KindCode && kind == KindCode && strings.HasPrefix(name, own.Name+"/"):
			return true
		}
	}
	return false
}
