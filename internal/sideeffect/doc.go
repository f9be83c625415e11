// Package sideeffect says what a training does beside its numbers: versions that it
// registers, aliases, stages and tags that it moves or deletes in the model registry,
// and what it writes over in the original's run. It says so beforehand by the calls
// that the code has, and afterwards by what the registry had before.
//
// It changes nothing, and words the line that takes a change back. What could not be
// read is told as not known.
package sideeffect
