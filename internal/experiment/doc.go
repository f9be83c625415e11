// Package experiment is the search for the cause of a drift by trainings: it decides which
// factors are restored in the next trial, and what all trials together show.
//
// It trains nothing itself and knows no factor by name. It never calls a set of factors
// established whose two directions were not both seen, as often as Proven says, without one
// trial that says otherwise.
package experiment
