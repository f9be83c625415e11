package repro

import (
	"time"
)

// FromTags is where a Past is from that the model version's tags tell of.
const FromTags = "tags of the model version"

// A Past is how one earlier check of a model version ended.
type Past struct {
	At      time.Time
	Verdict Verdict
	Reason  Reason
	From    string // the file that tells of it, or FromTags
}

// A Record is an earlier check with what went into its training.
type Record struct {
	Past
	Model    string
	Version  string
	Original string // the run that was to be reproduced
	ID       string // of the attempt
	Run      string // the reproduction's
	Commit   string // whose code was trained
	Params   Params // as the reproduction logged them
	Inputs   []Input
	Metrics  []CheckedMetric
	Models   CheckedModels
	Runs     []Metrics // of its re-runs, where they have the original's names
}
