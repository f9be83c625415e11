// Package due decides which model versions a night checks: what each costs, which
// come first, what fits into the budget, and when the others are likely to come.
//
// It reasons only: what is known of a version goes in, a plan comes out. It never
// gives a verdict, and no version is checked because another was.
//
// A version that waits too long is overdue, and the overdue come before all that
// were ever tried: none whose price fits into a night waits for ever.
package due
