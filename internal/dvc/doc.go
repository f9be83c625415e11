// Package dvc reads what DVC's files say about a pipeline: dvc.yaml, dvc.lock,
// .dvc files, metrics files, and the lines that dvc repro prints.
//
// It is read only, runs no dvc, and needs none: everything comes from the
// files of a commit or a directory. What it cannot resolve (a template over a
// value that only DVC knows, data that is not in git) it marks and leaves, it
// does not guess.
//
// One invariant: two hashes are compared only when they were made the same
// way. DVC 2 and DVC 3 hash the same text file differently, and a difference
// between the two is no change of data.
package dvc
