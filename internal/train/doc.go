// Package train is where a training runs: on this machine, in a clone made for
// it, or on GitHub, as a run of the project's own workflow. It makes the place,
// runs, watches, and gives a Training: what was started, how it ended, which
// files it left, and what speaks against it, such as code that is not the
// commit's.
//
// It refuses to judge: what a Training proves is said in package flow. The user's
// clone is left as it was, whatever a training does in the place made for it.
package train
