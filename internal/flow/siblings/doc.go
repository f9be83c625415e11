// Package siblings finds other runs of an original's training: those of the same program,
// commit, params and data, those of a baseline, and the trials that it was the best of.
//
// It refuses to take what is not recorded for the same: without a recorded commit and data
// an original has no siblings.
package siblings
