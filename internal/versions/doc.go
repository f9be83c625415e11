// Package versions finds the model versions that names, globs and selectors of
// a registry mean: those to audit, and those that are due for a check.
//
// It refuses names that no model has, with the nearest that one has. It only
// reads.
//
// A version that a reproduction registered is never taken for an original while
// there is another.
package versions
