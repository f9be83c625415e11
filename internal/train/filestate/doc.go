// Package filestate tells which files a training wrote: by their times and sizes,
// their digests and their bytes, as they were before it and as they are after.
//
// It does not say why. All that is read is bounded, and a file that is beyond a
// bound, or cannot be read, is not known to have been there.
package filestate
