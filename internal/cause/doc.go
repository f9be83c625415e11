// Package cause says what differs between a run and its reproduction and how
// strong the evidence is: curves side by side, two lineages, earlier checks,
// the order of the causes and their sentences.
//
// It is pure, and claims no more than was tested: without an experiment nothing
// is called the cause of a drift.
package cause
