// Package params decides what a run's logged params mean for a project's
// params files: which key each belongs to, which type its text stands for, and
// whether the file already says the same.
//
// It is a pure function over bytes: it opens no file and writes none. It
// refuses to guess where a guess could train something else: a value that may
// have been cut off, the repr of an object, two keys that both fit.
//
// One invariant: every param of the run, and every key of the files, ends with
// exactly one status, and what is called written was read back from the new
// bytes by each reader the project may have.
package params
