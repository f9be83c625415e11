// Package contents says whether two versions of a file are the same to what reads them: a
// program but for its comments and layout, a notebook but for its outputs, a script by the rules
// that a command comes to, a file of values by its keys. It is given their bytes, and in doubt
// two are not the same.
package contents
