// Package local trains on this machine, in a clone made for it. It makes the place, runs
// the command there, watches it, and tells what it read and wrote, and what of that
// speaks against it, such as code that is not the commit's.
//
// It refuses to train in the user's clone, which is left as it was, whatever a training
// does. The program for a container is linked without this package.
package local
