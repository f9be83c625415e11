// Package record is the observer around an original training: it starts the user's own
// command in the user's own directory, notes what went into it, and leaves that on the
// runs that it made.
//
// It refuses to be in the way: what it cannot see is a gap of the record, and no failure
// of its own changes how the training runs or ends.
package record
