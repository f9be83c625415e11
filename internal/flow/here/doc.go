// Package here has the steps of a check that only a training on this machine can have: it is
// lent files, its software is rebuilt for it, it is ended early, and its model predicts.
//
// It refuses none of what package train/local refuses, and asks it to train. The program
// for a container is linked without either.
package here
