// Package train says what a place to train is and what a training there leaves: the
// interfaces that a place fulfils, a Training with what was started, how it ended,
// which files it left and what speaks against it, and the rules that hold wherever it
// runs. Package local trains on this machine, package hosted on GitHub.
//
// It refuses to judge: what a Training proves is said in package witness. A place leaves the
// user's clone and branches as they were, whatever a training does in it.
package train
