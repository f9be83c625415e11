// Package zipfile reads zip archives that somebody else made, as GitHub hands out a
// commit's files, a run's logs and its artifacts. Nothing is extracted to disk.
//
// It refuses a name that is in an archive twice, what is not a regular file, and
// what is encrypted or too large. One invariant: no more is unpacked than its
// limits say, whatever size an entry declares.
package zipfile
