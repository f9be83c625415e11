// Package witness holds the evidence that the numbers are of a training that happened, on
// the commit, with the original's params: one gate a fact, from what a place to train and
// package collect have seen. What proves that numbers were computed is package evidence's
// table.
//
// It refuses to compare: behind a failed gate a comparison could only say "identical".
package witness
